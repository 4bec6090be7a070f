from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from members.models import Member, RegionalStrategy
from plans.models import Initiative


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A seminar",
            value={
                "id": 12,
                "strategy": "south-eastern-europe",
                "member": "ruritania",
                "title": "Seminar of young journalists",
                "starts": "2027-05-12",
                "ends": "2027-05-14",
                "place": "Strelsau",
                "description": "Editors of six countries work on one page.",
                "link": "https://example.org/seminar",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class InitiativeSerializer(serializers.ModelSerializer[Initiative]):
    """`member` is the host."""

    strategy = serializers.SlugRelatedField[RegionalStrategy]("key", read_only=True)
    member = serializers.SlugRelatedField[Member]("key", read_only=True)
    starts = PartialDateSerializerField("starts_on", read_only=True)
    ends = PartialDateSerializerField("ends_on", read_only=True, allow_null=True)

    class Meta:
        model = Initiative
        fields = [
            *("id", "strategy", "member", "title", "starts", "ends", "place", "description", "link", "updated_at"),
        ]
