from django.urls import path

from plans.views import library, measure, publication, side_by_side, strategy

urlpatterns = [
    path("plans/", library.plan_list, name="national_plans"),
    path("plans/grid/", library.plan_grid, name="plan_grid"),
    path("plans/side-by-side/", side_by_side.plans_side_by_side, name="plans_side_by_side"),
    path("plans/<slug:key>/", library.plan_detail, name="national_plan"),
    path("plans/<slug:key>/publications/", publication.publication_list, name="publications"),
    path("plans/<slug:key>/publications/<int:number>/", publication.publication_detail, name="publication"),
    path(
        "plans/<slug:key>/publications/<int:first>/<int:second>/",
        publication.publications_compared,
        name="publications_compared",
    ),
    path("measures/", measure.measure_list, name="measures"),
    path("measures/<slug:key>/", measure.measure_detail, name="measure"),
    path("good-practices/", measure.good_practice_list, name="good_practices"),
    path("strategies/<slug:key>/", strategy.strategy_detail, name="regional_strategy"),
    path(
        "strategies/<slug:key>/<slug:member>/publications/",
        publication.strategy_publication_list,
        name="strategy_publications",
    ),
    path(
        "strategies/<slug:key>/<slug:member>/publications/<int:number>/",
        publication.strategy_publication_detail,
        name="strategy_publication",
    ),
    path(
        "strategies/<slug:key>/<slug:member>/publications/<int:first>/<int:second>/",
        publication.strategy_publications_compared,
        name="strategy_publications_compared",
    ),
]
