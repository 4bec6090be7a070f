from __future__ import annotations

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from funds.models import Contribution, Contributor, Fund, PayingAgency, Pledge
from funds.models.contributor import ContributorQuerySet
from funds.serializers import ContributorDetailSerializer, ContributorSerializer
from members.models import Alias, Country, Member, MemberStep
from partnerships.models import Partner, PartnerName

OF_CONTRIBUTORS = (Contributor, PayingAgency, Member, MemberStep, Alias, Country, Partner, PartnerName)


def contributors_to_see(request: HttpRequest | None) -> ContributorQuerySet:
    """One that is hidden is no choice: asked for, it is as if it were not there."""
    return Contributor.objects.visible_to(request.user if request else AnonymousUser())


class ContributorFilter(RegisterFilter):
    search = django_filters.CharFilter(method="called", max_length=200, label=_("Name, also of a paying agency"))
    kind = django_filters.ChoiceFilter(
        "told_kind", empty_label=_("any"), choices=Contributor.Kind.choices, label=_("Kind")
    )
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"told_name": "name", "told_kind": "kind", "updated_at": "updated_at"}, label=_("In the order of")
    )

    SHOWN = ("search", "kind")

    class Meta:
        model = Contributor
        fields: list[str] = []

    def called(self, contributors: ContributorQuerySet, name: str, words: str) -> ContributorQuerySet:
        return contributors.called(words)


class ContributorViewSet(Listing, Detail, GenericViewSet[Contributor]):
    """Who gives to the Alliance, each once, whatever agency pays. Who wishes to stay unnamed is not listed."""

    permission_classes = [AllowAny]
    told_from = (*OF_CONTRIBUTORS, Contribution, Pledge, Fund)
    serializer_class = ContributorSerializer
    filterset_class = ContributorFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> ContributorQuerySet:
        if self.action == "retrieve":
            return Contributor.objects.of(self.request.user).told().prefetch_related("aliases")
        return Contributor.objects.visible_to(self.request.user).told()

    def get_serializer_class(self) -> type[ContributorSerializer]:
        return ContributorDetailSerializer if self.action == "retrieve" else ContributorSerializer
