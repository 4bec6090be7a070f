from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from members.models import Member, MemberStep
from partnerships.models import (
    Agreement,
    AgreementStep,
    Network,
    NetworkMember,
    Partner,
    PartnerName,
    Party,
    Programme,
    ProgrammePartner,
    ProgrammeStep,
)
from partnerships.models.partner import PartnerQuerySet
from partnerships.serializers import PartnerDetailSerializer, PartnerSerializer


class PartnerFilter(RegisterFilter):
    """The filters of partners, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Name, also a former one"))
    kind = django_filters.ChoiceFilter(empty_label=_("any"), choices=Partner.Kind.choices, label=_("Kind"))
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(fields={"name": "name", "kind": "kind", "updated_at": "updated_at"}, label=_("In the order of"))

    SHOWN = ("search", "kind")

    class Meta:
        model = Partner
        fields: list[str] = []

    def called(self, partners: PartnerQuerySet, name: str, words: str) -> PartnerQuerySet:
        return partners.called(words)


class PartnerViewSet(Listing, Detail, GenericViewSet[Partner]):
    """The organizations that the Alliance works with, each once, whatever its names."""

    permission_classes = [AllowAny]
    told_from = (
        *(Partner, PartnerName, Agreement, AgreementStep, Party, Member, MemberStep),
        *(Network, NetworkMember, Programme, ProgrammePartner, ProgrammeStep),
    )
    serializer_class = PartnerSerializer
    filterset_class = PartnerFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> PartnerQuerySet:
        seen = Partner.objects.visible_to(self.request.user)
        return seen.prefetch_related("aliases") if self.action == "retrieve" else seen

    def get_serializer_class(self) -> type[PartnerSerializer]:
        return PartnerDetailSerializer if self.action == "retrieve" else PartnerSerializer
