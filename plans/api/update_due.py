from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Listing
from alliance.rest import DAY, Ordering, RegisterFilter
from members.models import Alias, Country, Member, MemberStep, NationalPlan, NationalPlanStep
from plans.models import ReportingWindow, UpdateDue
from plans.models.update_due import UpdateDueQuerySet
from plans.serializers.update_due import UpdateDueSerializer


def windows_to_see(request: Any) -> Any:
    """Those that have opened."""
    return ReportingWindow.objects.opened(timezone.localdate())


class UpdateDueFilter(RegisterFilter):
    """The filters of updates that are due, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Member"))
    window = django_filters.ModelChoiceFilter(
        queryset=windows_to_see, empty_label=_("any"), to_field_name="key", label=_("Window")
    )
    member = django_filters.CharFilter("plan__member__key", max_length=80, label=_("Member (key)"))
    plan = django_filters.CharFilter("plan__key", max_length=80, label=_("Plan (key)"))
    region = django_filters.ChoiceFilter(
        "plan__member__country__region", empty_label=_("any"), choices=Country.Region.choices, label=_("Region")
    )
    standing = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=UpdateDue.Standing.choices, method="standing_as", label=_("Standing")
    )
    due_from = django_filters.DateFilter("due_on", lookup_expr="gte", label=_("Due from"), widget=DAY)
    due_to = django_filters.DateFilter("due_on", lookup_expr="lte", label=_("Due to"), widget=DAY)
    ordering = Ordering(
        fields={"due_on": "due", "plan__member__name": "member", "updated_on": "updated"}, label=_("In the order of")
    )

    SHOWN = ("search", "window", "region", "standing")

    class Meta:
        model = UpdateDue
        fields: list[str] = []

    def called(self, dues: UpdateDueQuerySet, name: str, words: str) -> UpdateDueQuerySet:
        return dues.filter(plan__member__in=Member.objects.called(words))

    def standing_as(self, dues: UpdateDueQuerySet, name: str, wanted: str) -> UpdateDueQuerySet:
        return dues.standing_as(wanted, timezone.localdate())


class UpdateDueViewSet(Listing, GenericViewSet[UpdateDue]):
    """Which plans were to be brought up to date in each reporting window, by when, and which were.

    Late is who has not submitted its plan, nor told the progress of one measure, by the day that is due.
    """

    permission_classes = [AllowAny]
    told_from = (UpdateDue, ReportingWindow, NationalPlan, NationalPlanStep, Member, MemberStep, Alias, Country)
    serializer_class = UpdateDueSerializer
    filterset_class = UpdateDueFilter

    def get_queryset(self) -> UpdateDueQuerySet:
        return UpdateDue.objects.visible_to(self.request.user).told_standing(timezone.localdate())
