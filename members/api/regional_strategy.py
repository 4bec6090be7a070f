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
from members.api.standing import ThemedFilter
from members.models import (
    Country,
    Member,
    MemberStep,
    RegionalStrategy,
    StrategyName,
    StrategyParticipant,
    StrategyStep,
)
from members.models.regional_strategy import RegionalStrategyQuerySet
from members.serializers import RegionalStrategyDetailSerializer, RegionalStrategySerializer


class RegionalStrategyFilter(ThemedFilter):
    search = django_filters.CharFilter(method="called", max_length=200, label=_("Name, also a former one"))
    status = django_filters.ChoiceFilter(
        "status_then", empty_label=_("any"), choices=RegionalStrategy.Status.choices, label=_("Status")
    )
    country = django_filters.CharFilter(
        method="with_part_of", max_length=3, label=_("Country taking part (ISO 3166-1)")
    )
    ordering = Ordering(
        fields={"name": "name", "then_on": "since", "updated_at": "updated_at"}, label=_("In the order of")
    )

    SHOWN = ("search", "field", "status", "on")

    class Meta:
        model = RegionalStrategy
        fields: list[str] = []

    def called(self, strategies: RegionalStrategyQuerySet, name: str, words: str) -> RegionalStrategyQuerySet:
        return strategies.called(words)

    def with_part_of(self, strategies: RegionalStrategyQuerySet, name: str, iso3: str) -> RegionalStrategyQuerySet:
        return strategies.with_part_of(iso3)


class RegionalStrategyViewSet(Listing, Detail, GenericViewSet[RegionalStrategy]):
    """Regional strategies and the countries that take part, today or on a past day (`on`)."""

    permission_classes = [AllowAny]
    told_from = (
        *(RegionalStrategy, StrategyStep, StrategyName, StrategyParticipant),
        *(Member, MemberStep, Country, Document),
    )
    serializer_class = RegionalStrategySerializer
    filterset_class = RegionalStrategyFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def registers(self) -> tuple[type[Model], ...]:
        """The organizations that take part are kept by an app above this one."""
        parts: Any = RegionalStrategy._meta.get_field("partners").related_model
        return (*self.told_from, parts, parts._meta.get_field("partner").related_model)

    def get_queryset(self) -> RegionalStrategyQuerySet:
        strategies = RegionalStrategy.objects.counting_countries()
        if self.action == "retrieve":
            found = strategies.as_of(timezone.localdate(), user=self.request.user)
            return found.prefetch_related("fields", "aliases")
        return strategies

    def get_serializer_class(self) -> type[RegionalStrategySerializer]:
        return RegionalStrategyDetailSerializer if self.action == "retrieve" else RegionalStrategySerializer
