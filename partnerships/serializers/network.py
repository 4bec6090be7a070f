from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import OtherNameSerializer, PartialDateSerializerField
from partnerships.models import Network, NetworkMember, NetworkName


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A network",
            value={
                "key": "foundations",
                "name": "International Network of foundations",
                "kind": "foundations",
                "status": "decided",
                "status_as_of": "2009-05",
                "started": "2008-01",
                "target_min": None,
                "target_max": None,
                "known_members": 0,
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class NetworkSerializer(serializers.ModelSerializer[Network]):
    status_as_of = PartialDateSerializerField(
        "as_of", source="status_told", read_only=True, allow_null=True, help_text="When a source tells the status."
    )
    started = PartialDateSerializerField("started_on", read_only=True, allow_null=True)
    known_members = serializers.IntegerField(
        read_only=True, help_text="How many are known to belong to it today: not how many there are."
    )

    class Meta:
        model = Network
        fields = [
            "key",
            "name",
            "kind",
            "status",
            "status_as_of",
            "started",
            "target_min",
            "target_max",
            "known_members",
            "updated_at",
        ]


class NetworkNameSerializer(OtherNameSerializer):
    class Meta(OtherNameSerializer.Meta):
        model = NetworkName


class NetworkMemberSerializer(serializers.ModelSerializer[NetworkMember]):
    """Whoever is no partner of the register has a name and no key."""

    partner = serializers.CharField(source="partner.key", read_only=True, allow_null=True, default=None)
    name = serializers.CharField(source="called", read_only=True)
    since = PartialDateSerializerField("since", source="joined", read_only=True)
    until = PartialDateSerializerField("until", source="left", read_only=True, allow_null=True)

    class Meta:
        model = NetworkMember
        fields = ["partner", "name", "role", "since", "until", "source", "source_kind"]


class NetworkDetailSerializer(NetworkSerializer):
    """One network under all its names, with who belongs to it today, as far as you may see."""

    aliases = NetworkNameSerializer(many=True, read_only=True)
    members = serializers.SerializerMethodField()

    class Meta(NetworkSerializer.Meta):
        fields = [
            *NetworkSerializer.Meta.fields,
            *("purpose", "note", "source", "source_kind", "aliases", "members"),
        ]

    @extend_schema_field(NetworkMemberSerializer(many=True))
    def get_members(self, network: Network) -> Any:
        seen = network.members.visible_to(self.context["request"].user).current(timezone.localdate())
        return NetworkMemberSerializer(seen.select_related("partner"), many=True).data
