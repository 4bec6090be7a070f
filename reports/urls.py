from django.urls import path

from reports import views

urlpatterns = [
    path("", views.home, name="home"),
    path("figures/", views.figure_list, name="figures"),
    path("figures/<slug:key>/", views.figure_detail, name="figure"),
    path("figures/<slug:key>.svg", views.figure_picture, name="figure_picture"),
    path("sources/", views.sources, name="sources"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
