from django.urls import path

from plans.views import library as views

urlpatterns = [
    path("measures/<slug:key>/", views.measure_detail, name="measure"),
    path("plans/<slug:key>/publications/<int:number>/", views.publication_detail, name="publication"),
    path(
        "strategies/<slug:key>/<slug:member>/publications/<int:number>/",
        views.strategy_publication_detail,
        name="strategy_publication",
    ),
]
