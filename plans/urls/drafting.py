from django.urls import path

from plans.views import drafting as views

urlpatterns = [
    path("portal/plans/<int:pk>/", views.plan_draft, name="plan_draft"),
    path("portal/plans/<int:pk>/<int:number>/", views.plan_draft_part, name="plan_draft_part"),
    path("portal/receipts/<int:pk>/", views.plan_receipt, name="plan_receipt"),
]
