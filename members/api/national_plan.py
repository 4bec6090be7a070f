from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering
from documents.models import Document
from members.api.standing import YES_NO, ThemedFilter
from members.models import Alias, Country, Member, MemberStep, NationalPlan, NationalPlanStep
from members.models.national_plan import NationalPlanQuerySet
from members.serializers import NationalPlanDetailSerializer, NationalPlanSerializer
from people.models.person import LANGUAGES


class NationalPlanFilter(ThemedFilter):
    """The filters of national plans. A plan that was adopted may have been announced before, after or never."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Title or member"))
    member = django_filters.CharFilter("member__key", max_length=80, label=_("Member (key)"))
    region = django_filters.ChoiceFilter(
        "member__country__region", empty_label=_("any"), choices=Country.Region.choices, label=_("Region")
    )
    status = django_filters.ChoiceFilter(
        "status_then", empty_label=_("any"), choices=NationalPlan.Status.choices, label=_("Status")
    )
    announced = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="was_announced", label=_("Announced by the day")
    )
    adopted = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="was_adopted", label=_("Adopted by the day")
    )
    language = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=[*LANGUAGES.items()], method="in_language", label=_("Language of its text")
    )
    edition = django_filters.NumberFilter(min_value=1, max_value=1000, label=_("Edition"))
    ordering = Ordering(
        fields={
            "member__name": "member",
            "edition": "edition",
            "covers_from_on": "covers_from",
            "then_on": "since",
            "updated_at": "updated_at",
        },
        label=_("In the order of"),
    )

    SHOWN = ("search", "field", "region", "status", "language", "announced", "adopted", "on")

    class Meta:
        model = NationalPlan
        fields: list[str] = []

    def called(self, plans: NationalPlanQuerySet, name: str, words: str) -> NationalPlanQuerySet:
        return plans.called(words)

    def in_language(self, plans: NationalPlanQuerySet, name: str, language: str) -> NationalPlanQuerySet:
        return plans.written_in(language)

    def was_announced(self, plans: NationalPlanQuerySet, name: str, wanted: str) -> NationalPlanQuerySet:
        return self.kept(plans, plans.announced(self.day), wanted)

    def was_adopted(self, plans: NationalPlanQuerySet, name: str, wanted: str) -> NationalPlanQuerySet:
        return self.kept(plans, plans.adopted(self.day), wanted)

    def kept(self, plans: NationalPlanQuerySet, found: NationalPlanQuerySet, wanted: str) -> NationalPlanQuerySet:
        return found if wanted == "yes" else plans.exclude(pk__in=found.order_by().values("pk"))


class NationalPlanViewSet(Listing, Detail, GenericViewSet[NationalPlan]):
    """National plans by edition, today or on a past day (`on`). Announced is not adopted."""

    permission_classes = [AllowAny]
    told_from = (NationalPlan, NationalPlanStep, Member, MemberStep, Alias, Country, Document)
    serializer_class = NationalPlanSerializer
    filterset_class = NationalPlanFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def registers(self) -> tuple[type[Model], ...]:
        """Its measures are kept by an app above this one."""
        measures: Any = NationalPlan._meta.get_field("measures").related_model
        return (*self.told_from, measures)

    def get_queryset(self) -> NationalPlanQuerySet:
        plans = NationalPlan.objects.telling_measures()
        if self.action == "retrieve":
            found = plans.as_of(timezone.localdate(), user=self.request.user)
            return found.select_related("member").prefetch_related("fields")
        return plans

    def get_serializer_class(self) -> type[NationalPlanSerializer]:
        return NationalPlanDetailSerializer if self.action == "retrieve" else NationalPlanSerializer
