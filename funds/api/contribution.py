from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import DAY, Ordering, RegisterFilter, UpdatedSince
from funds.api.contributor import OF_CONTRIBUTORS, contributors_to_see
from funds.models import Contribution, Contributor, Fund, OperationalRate, Pledge
from funds.models.contribution import ContributionQuerySet
from funds.models.money import currencies
from funds.serializers import ContributionDetailSerializer, ContributionSerializer
from members.api.standing import YES_NO

PUBLIC_POSTINGS = [choice for choice in Contribution.Posting.choices if choice[0] != Contribution.Posting.ENTERED]


class ContributionFilter(RegisterFilter):
    """The filters of contributions, the same on the page and in the API."""

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
    posting = django_filters.ChoiceFilter(empty_label=_("any"), choices=PUBLIC_POSTINGS, label=_("Posting"))
    received = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="is_received", label=_("Counts as received")
    )
    currency = django_filters.ChoiceFilter(empty_label=_("any"), choices=currencies, label=_("Currency"))
    dated_from = django_filters.DateFilter("dated_on", lookup_expr="gte", label=_("From"), widget=DAY)
    dated_to = django_filters.DateFilter("dated_on", lookup_expr="lte", label=_("To"), widget=DAY)
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={
            "dated_on": "dated",
            "contributor_name": "contributor",
            "usd": "usd",
            "updated_at": "updated_at",
        },
        label=_("In the order of"),
    )

    SHOWN = ("search", "contributor_kind", "dated_from", "dated_to")

    class Meta:
        model = Contribution
        fields: list[str] = []

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        if self.request.user.is_staff:
            self.filters["posting"].field.choices = Contribution.Posting.choices

    def called(self, contributions: ContributionQuerySet, name: str, words: str) -> ContributionQuerySet:
        return contributions.called(words)

    def is_received(self, contributions: ContributionQuerySet, name: str, wanted: str) -> ContributionQuerySet:
        return contributions.received() if wanted == "yes" else contributions.not_counted()


class ContributionViewSet(Listing, Detail, GenericViewSet[Contribution]):
    """What is known to have been given, and of each whether it counts as received.

    Amounts are told in their own currency; two currencies are never added up.
    """

    permission_classes = [AllowAny]
    told_from = (Contribution, Pledge, Fund, OperationalRate, *OF_CONTRIBUTORS)
    serializer_class = ContributionSerializer
    filterset_class = ContributionFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> ContributionQuerySet:
        found = Contribution.objects.visible_to(self.request.user).told()
        return found.select_related("contributor", "fund", "pledge", "contra_of")

    def get_serializer_class(self) -> type[ContributionSerializer]:
        return ContributionDetailSerializer if self.action == "retrieve" else ContributionSerializer
