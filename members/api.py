from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import DateInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from documents.models import Document
from members.models import Alias, Country, CountryGroup, FocalPoint, GroupPlace, Member, MemberStep
from members.models.country import CountryQuerySet
from members.models.focal_point import FocalPointQuerySet
from members.models.member import MemberQuerySet
from members.serializers import CountrySerializer, FocalPointSerializer, MemberDetailSerializer, MemberSerializer
from people.models import Person
from people.models.person import LANGUAGES

PUBLIC_STATUSES = [choice for choice in Member.Status.choices if choice[0] not in Member.CONFIDENTIAL]
YES_NO = [("yes", _("yes")), ("no", _("no"))]


def subregions() -> list[tuple[str, str]]:
    return [
        (name, name) for name in Country.objects.order_by("subregion").values_list("subregion", flat=True).distinct()
    ]


class MemberFilter(RegisterFilter):
    """The filters of members, the same on the page and in the API. All but `on` read the record of that day."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Name, also a former one"))
    on = django_filters.DateFilter(
        method="as_it_stands", label=_("On the day"), widget=DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
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
        "status_then", empty_label=_("any"), choices=PUBLIC_STATUSES, label=_("Status")
    )
    basis = django_filters.ChoiceFilter(empty_label=_("any"), choices=Member.Basis.choices, label=_("Basis"))
    focal_point = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="focal_points", label=_("Has a focal point")
    )
    co_sponsor = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="co_sponsors", label=_("Co-sponsor")
    )
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"name": "name", "then_on": "since", "updated_at": "updated_at"}, label=_("In the order of")
    )

    SHOWN = ("search", "kind", "region", "group", "status", "on")

    class Meta:
        model = Member
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.request.user.is_staff:
            self.filters["status"].field.choices = Member.Status.choices

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        members: MemberQuerySet = queryset  # type: ignore[assignment]
        found: QuerySet[Any] = super().filter_queryset(members.as_of(self.day, user=self.request.user))
        return found

    @property
    def day(self) -> Any:
        return self.form.cleaned_data.get("on") or timezone.localdate()

    def called(self, members: MemberQuerySet, name: str, words: str) -> MemberQuerySet:
        return members.called(words)

    def as_it_stands(self, members: MemberQuerySet, name: str, day: Any) -> MemberQuerySet:
        return members

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


class CountryFilter(RegisterFilter):
    region = django_filters.ChoiceFilter(empty_label=_("any"), choices=Country.Region.choices)
    group = django_filters.ModelChoiceFilter(
        queryset=CountryGroup.objects.all(), empty_label=_("any"), to_field_name="key", method="in_group"
    )
    joined = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="has_joined", label=_("Named as a member on the day")
    )
    on = django_filters.DateFilter(method="as_it_stands")
    updated_since = UpdatedSince(method="changed_since", label=_("Updated since"))

    class Meta:
        model = Country
        fields: list[str] = []

    @extend_schema_field(OpenApiTypes.STR)
    def in_group(self, countries: CountryQuerySet, name: str, group: CountryGroup) -> CountryQuerySet:
        return countries.in_group(group.key)

    def changed_since(self, countries: CountryQuerySet, name: str, moment: Any) -> CountryQuerySet:
        return countries.changed(moment)

    def has_joined(self, countries: CountryQuerySet, name: str, wanted: str) -> CountryQuerySet:
        day = self.form.cleaned_data.get("on") or timezone.localdate()
        return countries.joined(day) if wanted == "yes" else countries.not_joined(day)

    def as_it_stands(self, countries: CountryQuerySet, name: str, day: Any) -> CountryQuerySet:
        return countries


class CountryViewSet(Listing, GenericViewSet[Country]):
    """Countries by their codes; with `joined=no` those of a group that the register does not name as members."""

    permission_classes = [AllowAny]
    told_from = (Country, CountryGroup, GroupPlace, Member, MemberStep)
    key = "iso3"
    queryset = Country.objects.all()
    serializer_class = CountrySerializer
    filterset_class = CountryFilter


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
