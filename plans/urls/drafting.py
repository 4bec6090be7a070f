from django.urls import path

from plans.views import drafting, submitting, writing

urlpatterns = [
    path("portal/members/<slug:key>/plans/", drafting.member_plans, name="member_plans"),
    path("portal/members/<slug:key>/plans/begin/", drafting.plan_begin, name="plan_begin"),
    path("portal/plans/<int:pk>/", drafting.plan_draft, name="plan_draft"),
    path("portal/plans/<int:pk>/measures/", drafting.plan_measure_add, name="plan_measure_add"),
    path("portal/plans/<int:pk>/submit/", submitting.plan_draft_submit, name="plan_draft_submit"),
    path("portal/plans/<int:pk>/recall/", submitting.plan_draft_recall, name="plan_draft_recall"),
    path("portal/plans/<int:pk>/discard/", drafting.plan_discard, name="plan_discard"),
    path("portal/plans/<int:pk>/<int:number>/", writing.plan_draft_part, name="plan_draft_part"),
    path("portal/plans/<int:pk>/<int:number>/remove/", drafting.plan_measure_remove, name="plan_measure_remove"),
    path("portal/plans/<int:pk>/<int:number>/restore/", drafting.plan_measure_restore, name="plan_measure_restore"),
    path("portal/receipts/<int:pk>/", submitting.plan_receipt, name="plan_receipt"),
]
