from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import DAY, Ordering, RegisterFilter, UpdatedSince
from funds.api.contributor import OF_CONTRIBUTORS, contributors_to_see
from funds.models import Contributor, Fund, Pledge
from funds.models.money import currencies
from funds.models.pledge import PledgeQuerySet
from funds.serializers import PledgeSerializer


class PledgeFilter(RegisterFilter):
    search = django_filters.CharFilter(method="called", max_length=200, label=_("Contributor, or what it is for"))
    contributor = django_filters.ModelChoiceFilter(
        queryset=contributors_to_see, empty_label=_("any"), to_field_name="key", label=_("Contributor")
    )
    contributor_kind = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=Contributor.Kind.choices, label=_("Kind of contributor")
    )
    fund = django_filters.ModelChoiceFilter(
        queryset=Fund.objects.all(), empty_label=_("any"), to_field_name="key", label=_("Fund")
    )
    currency = django_filters.ChoiceFilter(empty_label=_("any"), choices=currencies, label=_("Currency"))
    pledged_from = django_filters.DateFilter("pledged_on", lookup_expr="gte", label=_("Pledged from"), widget=DAY)
    pledged_to = django_filters.DateFilter("pledged_on", lookup_expr="lte", label=_("Pledged to"), widget=DAY)
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"pledged_on": "pledged", "contributor_name": "contributor", "updated_at": "updated_at"},
        label=_("In the order of"),
    )

    class Meta:
        model = Pledge
        fields: list[str] = []

    def called(self, pledges: PledgeQuerySet, name: str, words: str) -> PledgeQuerySet:
        return pledges.called(words)


class PledgeViewSet(Listing, Detail, GenericViewSet[Pledge]):
    """What was pledged. It is no income."""

    permission_classes = [AllowAny]
    told_from = (Pledge, Fund, *OF_CONTRIBUTORS)
    serializer_class = PledgeSerializer
    filterset_class = PledgeFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> PledgeQuerySet:
        found = Pledge.objects.visible_to(self.request.user).told()
        return found.select_related("contributor", "fund")
