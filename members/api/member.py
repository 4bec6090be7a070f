from __future__ import annotations

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering
from documents.models import Document
from members.api.standing import YES_NO, StandingFilter
from members.models import Alias, Country, CountryGroup, FocalPoint, GroupPlace, Member, MemberStep
from members.models.member import MemberQuerySet
from members.serializers import MemberDetailSerializer, MemberSerializer
from people.models import Person


def subregions() -> list[tuple[str, str]]:
    return [
        (name, name) for name in Country.objects.order_by("subregion").values_list("subregion", flat=True).distinct()
    ]


class MemberFilter(StandingFilter):
    """The filters of members, the same on the page and in the API. All but `on` read the record of that day."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Name, also a former one"))
    kind = django_filters.ChoiceFilter(empty_label=_("any"), choices=Member.Kind.choices, label=_("Kind"))
    region = django_filters.ChoiceFilter(
        "country__region", empty_label=_("any"), choices=Country.Region.choices, label=_("Region")
    )
    subregion = django_filters.ChoiceFilter(
        "country__subregion", empty_label=_("any"), choices=subregions, label=_("Sub-region")
    )
    group = django_filters.ModelChoiceFilter(
        queryset=CountryGroup.objects.all(),
        empty_label=_("any"),
        to_field_name="key",
        method="in_group",
        label=_("Group"),
    )
    status = django_filters.ChoiceFilter(
        "status_then", empty_label=_("any"), choices=Member.public_choices(), label=_("Status")
    )
    basis = django_filters.ChoiceFilter(empty_label=_("any"), choices=Member.Basis.choices, label=_("Basis"))
    focal_point = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="focal_points", label=_("Has a focal point")
    )
    co_sponsor = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="co_sponsors", label=_("Co-sponsor")
    )
    ordering = Ordering(
        fields={"name": "name", "then_on": "since", "updated_at": "updated_at"}, label=_("In the order of")
    )

    SHOWN = ("search", "kind", "region", "group", "status", "on")

    class Meta:
        model = Member
        fields: list[str] = []

    def called(self, members: MemberQuerySet, name: str, words: str) -> MemberQuerySet:
        return members.called(words)

    @extend_schema_field(OpenApiTypes.STR)
    def in_group(self, members: MemberQuerySet, name: str, group: CountryGroup) -> MemberQuerySet:
        return members.in_group(group.key)

    def focal_points(self, members: MemberQuerySet, name: str, wanted: str) -> MemberQuerySet:
        return members.with_focal_point(self.day) if wanted == "yes" else members.without_focal_point(self.day)

    def co_sponsors(self, members: MemberQuerySet, name: str, wanted: str) -> MemberQuerySet:
        return members.filter(is_co_sponsor=wanted == "yes")


class MemberViewSet(Listing, Detail, GenericViewSet[Member]):
    """The Group of Friends as the register names it, today or on a past day (`on`).

    The register is incomplete for every day: the stated membership is among the figures.
    """

    permission_classes = [AllowAny]
    told_from = (Member, MemberStep, Alias, FocalPoint, Person, Country, CountryGroup, GroupPlace, Document)
    serializer_class = MemberSerializer
    filterset_class = MemberFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> MemberQuerySet:
        if self.action == "retrieve":
            today = timezone.localdate()
            found = Member.objects.as_of(today, user=self.request.user).select_related("country")
            return found.prefetch_related("aliases", "country__groups")
        return Member.objects.all()

    def get_serializer_class(self) -> type[MemberSerializer]:
        return MemberDetailSerializer if self.action == "retrieve" else MemberSerializer
