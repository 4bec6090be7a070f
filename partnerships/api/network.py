from __future__ import annotations

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from partnerships.api.agreement import partners_to_see
from partnerships.models import Network, NetworkMember, NetworkName, Partner
from partnerships.models.network import NetworkQuerySet
from partnerships.serializers import NetworkDetailSerializer, NetworkSerializer


class NetworkFilter(RegisterFilter):
    """The filters of networks, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Name, also another one"))
    kind = django_filters.ChoiceFilter(empty_label=_("any"), choices=Network.Kind.choices, label=_("Kind"))
    status = django_filters.ChoiceFilter(empty_label=_("any"), choices=Network.Status.choices, label=_("Status"))
    partner = django_filters.ModelChoiceFilter(
        queryset=partners_to_see,
        empty_label=_("any"),
        to_field_name="key",
        method="of_partner",
        label=_("Partner that belongs to it"),
    )
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={
            "name": "name",
            "kind": "kind",
            "started_on": "started",
            "known_members": "known_members",
            "updated_at": "updated_at",
        },
        label=_("In the order of"),
    )

    SHOWN = ("search", "kind", "status")

    class Meta:
        model = Network
        fields: list[str] = []

    def called(self, networks: NetworkQuerySet, name: str, words: str) -> NetworkQuerySet:
        return networks.called(words)

    @extend_schema_field(OpenApiTypes.STR)
    def of_partner(self, networks: NetworkQuerySet, name: str, partner: Partner) -> NetworkQuerySet:
        return networks.of_partner(partner, timezone.localdate(), self.request.user)


class NetworkViewSet(Listing, Detail, GenericViewSet[Network]):
    """Networks that the Alliance has, builds or means to build, each once, whatever its names."""

    permission_classes = [AllowAny]
    told_from = (Network, NetworkName, NetworkMember, Partner)
    serializer_class = NetworkSerializer
    filterset_class = NetworkFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> NetworkQuerySet:
        user = self.request.user
        seen = Network.objects.visible_to(user).counting_members(timezone.localdate(), user)
        return seen.prefetch_related("aliases") if self.action == "retrieve" else seen

    def get_serializer_class(self) -> type[NetworkSerializer]:
        return NetworkDetailSerializer if self.action == "retrieve" else NetworkSerializer
