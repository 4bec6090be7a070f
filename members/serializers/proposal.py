from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from documents.models import Document
from members.models import Proposal


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A proposal",
            value={
                "key": "central-asia-joint-report",
                "subject": "Joint report on intercultural trends in Central Asia",
                "region": "Central Asia",
                "tool": "report",
                "document": "osce-address-2010",
                "line_from": 128,
                "line_to": 130,
                "strategy": None,
                "addressed_to": "Organization for Security and Cooperation in Europe",
                "follow_up": "",
                "followed_up": None,
                "follow_up_note": "",
                "note": "",
                "source": "Address to the OSCE (2010), lines 128-130",
                "source_kind": "report",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """`follow_up` is empty where nobody knows what became of it."""

    document = serializers.SlugRelatedField[Document]("key", read_only=True)
    strategy = serializers.CharField(source="strategy_shown", read_only=True, allow_null=True)
    followed_up = PartialDateSerializerField("followed_up_on", read_only=True, allow_null=True)

    class Meta:
        model = Proposal
        fields = [
            *("key", "subject", "region", "tool", "document", "line_from", "line_to", "strategy", "addressed_to"),
            *("follow_up", "followed_up", "follow_up_note", "note", "source", "source_kind", "updated_at"),
        ]
