from __future__ import annotations

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Listing
from alliance.rest import Ordering, RegisterFilter
from members.models import Country, FocalPoint, Member, MemberStep
from members.models.focal_point import FocalPointQuerySet
from members.serializers import FocalPointSerializer
from people.models import Person
from people.models.person import LANGUAGES


class FocalPointFilter(RegisterFilter):
    search = django_filters.CharFilter(method="called", max_length=200, label=_("Name, member or ministry"))
    kind = django_filters.ChoiceFilter(
        "member__kind", empty_label=_("any"), choices=Member.Kind.choices, label=_("Kind of member")
    )
    region = django_filters.ChoiceFilter(
        "member__country__region", empty_label=_("any"), choices=Country.Region.choices, label=_("Region")
    )
    role = django_filters.ChoiceFilter(empty_label=_("any"), choices=FocalPoint.Role.choices, label=_("Role"))
    language = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=list(LANGUAGES.items()), method="speaking", label=_("Language")
    )
    ordering = Ordering(fields={"member__name": "member", "person__name": "person"}, label=_("In the order of"))

    SHOWN = ("search", "kind", "region", "language")

    class Meta:
        model = FocalPoint
        fields: list[str] = []

    def called(self, focal_points: FocalPointQuerySet, name: str, words: str) -> FocalPointQuerySet:
        return focal_points.called(words)

    def speaking(self, focal_points: FocalPointQuerySet, name: str, language: str) -> FocalPointQuerySet:
        return focal_points.filter(person__languages__icontains=f'"{language}"')


class FocalPointViewSet(Listing, GenericViewSet[FocalPoint]):
    """Current focal points: for whoever acts for a member those of that member, and colleagues in the directory."""

    told_from = (FocalPoint, Person, Member, MemberStep, Country)
    serializer_class = FocalPointSerializer
    filterset_class = FocalPointFilter

    def get_queryset(self) -> FocalPointQuerySet:
        return FocalPoint.objects.visible_to(self.request.user).current(timezone.localdate()).in_order_of_members()
