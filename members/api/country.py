from __future__ import annotations

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Listing
from alliance.rest import RegisterFilter, UpdatedSince
from members.api.standing import YES_NO
from members.models import Country, CountryGroup, GroupPlace, Member, MemberStep
from members.models.country import CountryQuerySet
from members.serializers import CountrySerializer


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
