from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import DAY, Ordering, RegisterFilter, UpdatedSince
from members.api.standing import YES_NO
from members.models import Alias, Member, MemberStep, RegionalStrategy, StrategyStep
from plans.models import Initiative
from plans.models.initiative import InitiativeQuerySet
from plans.serializers.initiative import InitiativeSerializer


def strategies_to_see(request: Any) -> Any:
    return RegionalStrategy.objects.visible_to(request.user).order_by("name")


class InitiativeFilter(RegisterFilter):
    """The filters of initiatives, the same on the page, in the calendar and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Title, place or host"))
    strategy = django_filters.ModelChoiceFilter(
        queryset=strategies_to_see, empty_label=_("any"), to_field_name="key", label=_("Regional strategy")
    )
    member = django_filters.CharFilter("member__key", max_length=80, label=_("Host (key)"))
    to_come = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="is_to_come", label=_("Still to come")
    )
    starts_from = django_filters.DateFilter("starts_on", lookup_expr="gte", label=_("From"), widget=DAY)
    starts_to = django_filters.DateFilter("starts_on", lookup_expr="lte", label=_("To"), widget=DAY)
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"starts_on": "starts", "strategy__name": "strategy", "member__name": "member"},
        label=_("In the order of"),
    )

    SHOWN = ("search", "strategy", "to_come")

    class Meta:
        model = Initiative
        fields: list[str] = []

    def called(self, initiatives: InitiativeQuerySet, name: str, words: str) -> InitiativeQuerySet:
        return initiatives.called(words)

    def is_to_come(self, initiatives: InitiativeQuerySet, name: str, wanted: str) -> InitiativeQuerySet:
        found = initiatives.to_come(timezone.localdate())
        return found if wanted == "yes" else initiatives.exclude(pk__in=found.order_by().values("pk"))


class InitiativeViewSet(Listing, Detail, GenericViewSet[Initiative]):
    """The calendar of initiatives that States and organizations host voluntarily for the regional strategies."""

    permission_classes = [AllowAny]
    key: ClassVar[str] = "id"
    told_from = (Initiative, RegionalStrategy, StrategyStep, Member, MemberStep, Alias)
    serializer_class = InitiativeSerializer
    filterset_class = InitiativeFilter
    lookup_field = "pk"
    lookup_value_regex = "[0-9]{1,9}"

    def get_queryset(self) -> InitiativeQuerySet:
        return Initiative.objects.visible_to(self.request.user).by_day().select_related("strategy", "member")
