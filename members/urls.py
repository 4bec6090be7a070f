from django.urls import path

from members import views

urlpatterns = [
    path("members/", views.member_list, name="members"),
    path("members/<slug:key>/", views.member_detail, name="member"),
    path("strategies/", views.regional_strategy_list, name="regional_strategies"),
    path("proposals/", views.proposal_list, name="proposals"),
    path("portal/", views.portal_home, name="portal_home"),
    path("portal/directory/", views.directory, name="directory"),
    path("portal/members/<slug:key>/nominate/", views.nomination, name="nomination"),
    path("portal/members/<slug:key>/correct/", views.correction, name="correction"),
    path("portal/nominations/<int:pk>/withdraw/", views.nomination_withdraw, name="nomination_withdraw"),
    path("portal/corrections/<int:pk>/withdraw/", views.correction_withdraw, name="correction_withdraw"),
]
