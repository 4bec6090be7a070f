from django.urls import path

from members import views

urlpatterns = [
    path("members/", views.member_list, name="members"),
    path("members/<slug:key>/", views.member_detail, name="member"),
    path("portal/", views.portal_home, name="portal_home"),
]
