from django.urls import path

from funds import views

urlpatterns = [
    path("contributions/", views.contribution_list, name="contributions"),
    path("contributions/by-year.svg", views.contributions_picture, name="contributions_picture"),
    path("contributors/<slug:key>/", views.contributor_detail, name="contributor"),
]
