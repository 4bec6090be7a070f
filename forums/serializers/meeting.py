from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from documents.models import Document
from forums.models import Event, Forum, Meeting, Recognition
from members.models import RegionalStrategy
from partnerships.models import Network


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A meeting",
            value={
                "key": "gof-2008-09-24",
                "body": "group_of_friends",
                "ordinal": None,
                "level": "ministerial",
                "starts": "2008-09-24",
                "ends": None,
                "place": "New York",
                "forum": None,
                "title": "",
                "strategy": None,
                "network": None,
                "note": "",
                "source": "copy of Group of Friends ministerial meeting, 24 September 2008, summary report",
                "source_kind": "copy",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    """`forum` is told only where a source says that the body met at it."""

    starts = PartialDateSerializerField("starts_on", read_only=True)
    ends = PartialDateSerializerField("ends_on", read_only=True, allow_null=True)
    forum = serializers.SlugRelatedField[Forum]("ordinal", read_only=True, allow_null=True)
    strategy = serializers.SlugRelatedField[RegionalStrategy]("key", read_only=True, allow_null=True)
    network = serializers.SlugRelatedField[Network]("key", read_only=True, allow_null=True)

    class Meta:
        model = Meeting
        fields = [
            *("key", "body", "ordinal", "level", "starts", "ends", "place", "forum", "title", "strategy", "network"),
            *("note", "source", "source_kind", "updated_at"),
        ]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "An address",
            value={
                "key": "2010-06-high-representative-addresses-the-osce",
                "kind": "address",
                "title": "High Representative addresses the OSCE Permanent Council",
                "occurred": "2010-06",
                "until": None,
                "place": "Vienna",
                "note": "",
                "source": "Address to the OSCE (2010), lines 1-11",
                "source_kind": "report",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class EventSerializer(serializers.ModelSerializer[Event]):
    occurred = PartialDateSerializerField("occurred_on", read_only=True)
    until = PartialDateSerializerField("until_on", read_only=True, allow_null=True)

    class Meta:
        model = Event
        fields = [
            *("key", "kind", "title", "occurred", "until", "place", "note", "source", "source_kind", "updated_at"),
        ]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A resolution",
            value={
                "key": "resolution-69-312",
                "kind": "resolution",
                "body": "General Assembly",
                "given": "2015-07-06",
                "document": "resolution-69-312",
                "agreement": None,
                "note": "",
                "source": "UNAOC, 'Trust Fund and Donors', https://unaoc.org/who-we-are/trust-fund-and-donors",
                "source_kind": "official",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class RecognitionSerializer(serializers.ModelSerializer[Recognition]):
    """`agreement` is the same decision in the register of agreements."""

    given = PartialDateSerializerField("given_on", read_only=True, allow_null=True)
    document = serializers.SlugRelatedField[Document]("key", read_only=True)
    agreement = serializers.CharField(source="agreement_shown", read_only=True, allow_null=True)

    class Meta:
        model = Recognition
        fields = [
            *("key", "kind", "body", "given", "document", "agreement", "note", "source", "source_kind", "updated_at"),
        ]
