from __future__ import annotations

from typing import ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from members.models import FieldOfAction, FocalPoint, Member, MemberStep
from people.models import Person
from plans.models import Practice
from plans.models.task_force import PracticeQuerySet
from plans.serializers.practice import PracticeSerializer


class PracticeFilter(RegisterFilter):
    """The filters of practices that focal points share, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Words, or a member"))
    field = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=FieldOfAction.Key.choices, method="of_field", label=_("Field of action")
    )
    member = django_filters.CharFilter("author__member__key", max_length=80, label=_("Member (key)"))
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"shared_at": "shared_at", "title": "title", "author__member__name": "member"},
        label=_("In the order of"),
    )

    SHOWN = ("search", "field")

    class Meta:
        model = Practice
        fields: list[str] = []

    def called(self, practices: PracticeQuerySet, name: str, words: str) -> PracticeQuerySet:
        return practices.called(words)

    def of_field(self, practices: PracticeQuerySet, name: str, key: str) -> PracticeQuerySet:
        return practices.of_fields(key)


class PracticeViewSet(Listing, GenericViewSet[Practice]):
    """What focal points have learnt and share among themselves: for whoever acts for a member."""

    key: ClassVar[str] = "id"
    told_from = (Practice, FocalPoint, Person, Member, MemberStep)
    serializer_class = PracticeSerializer
    filterset_class = PracticeFilter

    def get_queryset(self) -> PracticeQuerySet:
        return Practice.objects.visible_to(self.request.user).shared()
