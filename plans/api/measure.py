from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from members.api.standing import YES_NO
from members.models import (
    Alias,
    Country,
    FieldOfAction,
    Member,
    MemberStep,
    NationalPlan,
    NationalPlanStep,
    RegionalStrategy,
    StrategyStep,
)
from plans.models import Completion, Evidence, Measure, ProgressNote
from plans.models.measure import MeasureQuerySet
from plans.serializers import MeasureDetailSerializer, MeasureSerializer

UNDERTAKEN_BY = (NationalPlan, NationalPlanStep, RegionalStrategy, StrategyStep, Member, MemberStep)


def members_to_see(request: HttpRequest | None) -> QuerySet[Member]:
    """Those of whom a measure is published, as far as this visitor may see."""
    if request is None:
        return Member.objects.none()
    measures = Measure.objects.visible_to(request.user).order_by()
    return Member.objects.visible_to(request.user).filter(pk__in=measures.values("member")).order_by("name")


class MeasureFilter(RegisterFilter):
    """The filters of measures, the same on the page and in the API.

    Without `dropped` they are those of the latest publications; a harvest by `updated_since` has the others too.
    """

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Words of it, or member"))
    field = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=FieldOfAction.Key.choices, method="of_field", label=_("Field of action")
    )
    member = django_filters.ModelChoiceFilter(
        queryset=members_to_see, to_field_name="key", empty_label=_("any"), label=_("Member")
    )
    region = django_filters.ChoiceFilter(
        "member__country__region", empty_label=_("any"), choices=Country.Region.choices, label=_("Region")
    )
    completion = django_filters.ChoiceFilter(empty_label=_("any"), choices=Completion.choices, label=_("Completion"))
    status = django_filters.ChoiceFilter(
        "plan__public_status", empty_label=_("any"), choices=NationalPlan.Status.choices, label=_("Status of its plan")
    )
    practice = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="is_practice", label=_("Good practice")
    )
    plan = django_filters.CharFilter("plan__key", max_length=80, label=_("National plan (key)"))
    strategy = django_filters.CharFilter("strategy__key", max_length=80, label=_("Regional strategy (key)"))
    supports = django_filters.CharFilter("supports__key", max_length=80, label=_("Plan that it supports (key)"))
    dropped = django_filters.ChoiceFilter(
        empty_label=_("no"),
        choices=[("yes", _("yes")), ("any", _("either"))],
        method="as_it_is",
        label=_("No longer in the plan"),
    )
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={
            "member__name": "member",
            "number": "number",
            "starts_on": "starts",
            "ends_on": "ends",
            "told_on": "told_on",
            "published_on": "published_on",
            "updated_at": "updated_at",
        },
        label=_("In the order of"),
    )

    SHOWN: ClassVar[tuple[str, ...]] = ("search", "field", "member", "region", "completion", "status", "practice")

    class Meta:
        model = Measure
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        measures: MeasureQuerySet = super().filter_queryset(queryset)
        dropped = self.form.cleaned_data.get("dropped")
        if dropped == "any" or (self.form.cleaned_data.get("updated_since") and not dropped):
            return measures
        return measures.dropped() if dropped else measures.current()

    def called(self, measures: MeasureQuerySet, name: str, words: str) -> MeasureQuerySet:
        return measures.called(words)

    def of_field(self, measures: MeasureQuerySet, name: str, field: str) -> MeasureQuerySet:
        return measures.of_fields(field)

    def is_practice(self, measures: MeasureQuerySet, name: str, wanted: str) -> MeasureQuerySet:
        return measures.practices() if wanted == "yes" else measures.exclude(is_good_practice=True)

    def as_it_is(self, measures: MeasureQuerySet, name: str, wanted: str) -> MeasureQuerySet:
        """Asked once for all filters: its absence says something too."""
        return measures


class GoodPracticeFilter(MeasureFilter):
    SHOWN = ("search", "field", "member", "region", "completion")


class MeasureViewSet(Listing, Detail, GenericViewSet[Measure]):
    """What members have undertaken: the measures of national plans, and the lines of regional action plans."""

    permission_classes = [AllowAny]
    told_from = (Measure, ProgressNote, Evidence, *UNDERTAKEN_BY, Alias, Country)
    serializer_class = MeasureSerializer
    filterset_class = MeasureFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> MeasureQuerySet:
        seen = Measure.objects.visible_to(self.request.user)
        if self.action == "retrieve":
            return seen.with_whole().telling_notes(self.request.user)
        return seen

    def get_serializer_class(self) -> type[MeasureSerializer]:
        return MeasureDetailSerializer if self.action == "retrieve" else MeasureSerializer
