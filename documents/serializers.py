from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from documents.models import Document, LanguageVersion, StatedFigure


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A document",
            value={
                "key": "resolution-64-14",
                "symbol": "A/RES/64/14",
                "title": "General Assembly resolution on the Alliance of Civilizations",
                "kind": "resolution",
                "body": "General Assembly",
                "session": "64",
                "agenda_item": "",
                "dated": "2009-11-10",
                "note": "",
                "source": "UNAOC, 'Trust Fund and Donors', https://unaoc.org/who-we-are/trust-fund-and-donors",
                "source_kind": "official",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class DocumentSerializer(serializers.ModelSerializer[Document]):
    dated = PartialDateSerializerField("dated_on", read_only=True, allow_null=True)

    class Meta:
        model = Document
        fields = [
            "key",
            "symbol",
            "title",
            "kind",
            "body",
            "session",
            "agenda_item",
            "dated",
            "note",
            "source",
            "source_kind",
            "updated_at",
        ]


class LanguageVersionSerializer(serializers.ModelSerializer[LanguageVersion]):
    class Meta:
        model = LanguageVersion
        fields = ["language", "title", "address"]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Members at the end of a period",
            value={
                "key": "second-annual-report.group_of_friends_members.2",
                "measure": "group_of_friends_members",
                "part": "",
                "value": "103.00",
                "unit": "member",
                "qualifier": "exact",
                "as_of": "2009-05",
                "window_from": None,
                "window_to": None,
                "forum_number": None,
                "document": "second-annual-report",
                "paragraph": "12, 60",
                "statement": "Members at the end of the second reporting period",
                "derivation": "stated",
                "computed_by": "register",
                "scope": "report",
                "note": "",
                "source": "Second annual report (2009), paras 12, 60",
                "source_kind": "report",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class StatedFigureSerializer(serializers.ModelSerializer[StatedFigure]):
    document = serializers.SlugRelatedField[Document]("key", read_only=True)
    as_of = PartialDateSerializerField("as_of_on", read_only=True, allow_null=True)
    window_from = PartialDateSerializerField("window_start", read_only=True, allow_null=True)
    window_to = PartialDateSerializerField("window_end", read_only=True, allow_null=True)

    class Meta:
        model = StatedFigure
        fields = [
            "key",
            "measure",
            "part",
            "value",
            "unit",
            "qualifier",
            "as_of",
            "window_from",
            "window_to",
            "forum_number",
            "document",
            "paragraph",
            "statement",
            "derivation",
            "computed_by",
            "scope",
            "note",
            "source",
            "source_kind",
            "updated_at",
        ]


class DocumentDetailSerializer(DocumentSerializer):
    language_versions = LanguageVersionSerializer(many=True, read_only=True)
    stated_figures = StatedFigureSerializer(many=True, read_only=True)

    class Meta(DocumentSerializer.Meta):
        fields = [*DocumentSerializer.Meta.fields, "language_versions", "stated_figures"]
