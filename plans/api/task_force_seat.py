from __future__ import annotations

from typing import ClassVar

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Listing
from alliance.rest import DAY, Ordering, RegisterFilter
from members.models import Country, FocalPoint, Member, MemberStep
from people.models import Person
from plans.models import TaskForceSeat
from plans.models.task_force import TaskForceSeatQuerySet
from plans.serializers.task_force_seat import TaskForceSeatSerializer


class TaskForceSeatFilter(RegisterFilter):
    search = django_filters.CharFilter(method="called", max_length=200, label=_("Name, member or what is offered"))
    member = django_filters.CharFilter("focal_point__member__key", max_length=80, label=_("Member (key)"))
    kind = django_filters.ChoiceFilter(
        "focal_point__member__kind", empty_label=_("any"), choices=Member.Kind.choices, label=_("Kind of member")
    )
    region = django_filters.ChoiceFilter(
        "focal_point__member__country__region",
        empty_label=_("any"),
        choices=Country.Region.choices,
        label=_("Region"),
    )
    since_from = django_filters.DateFilter("since", lookup_expr="gte", label=_("Since (from)"), widget=DAY)
    since_to = django_filters.DateFilter("since", lookup_expr="lte", label=_("Since (to)"), widget=DAY)
    ordering = Ordering(
        fields={"since": "since", "focal_point__member__name": "member", "focal_point__person__name": "person"},
        label=_("In the order of"),
    )

    SHOWN = ("search", "kind", "region")

    class Meta:
        model = TaskForceSeat
        fields: list[str] = []

    def called(self, seats: TaskForceSeatQuerySet, name: str, words: str) -> TaskForceSeatQuerySet:
        return seats.called(words)


class TaskForceSeatViewSet(Listing, GenericViewSet[TaskForceSeat]):
    """Who is in the voluntary task force today, and helps with what: for whoever acts for a member."""

    key: ClassVar[str] = "id"
    told_from = (TaskForceSeat, FocalPoint, Person, Member, MemberStep, Country)
    serializer_class = TaskForceSeatSerializer
    filterset_class = TaskForceSeatFilter

    def get_queryset(self) -> TaskForceSeatQuerySet:
        return TaskForceSeat.objects.visible_to(self.request.user).seated(timezone.localdate())
