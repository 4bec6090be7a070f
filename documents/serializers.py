from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request

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
                "visibility": "public",
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
            "visibility",
            "source",
            "source_kind",
            "updated_at",
        ]


class FileSerializer(serializers.ModelSerializer[LanguageVersion]):
    """The file that is kept here, and where it is handed out to whoever may see the document."""

    name = serializers.CharField(source="file_name", read_only=True)
    size = serializers.IntegerField(source="file_size", read_only=True, help_text="In bytes.")
    content_type = serializers.CharField(source="file_type", read_only=True)
    sha256 = serializers.CharField(source="file_checksum", read_only=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = LanguageVersion
        fields = ["name", "size", "content_type", "sha256", "url"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, version: LanguageVersion) -> str:
        request: Request = self.context["request"]
        return request.build_absolute_uri(version.file_url)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A version whose file is kept",
            value={
                "language": "fr",
                "title": "Premier rapport annuel",
                "address": "",
                "file": {
                    "name": "premier-rapport.pdf",
                    "size": 184320,
                    "content_type": "application/pdf",
                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "url": "https://portal.example.org/documents/first-annual-report/fr/file",
                },
            },
        )
    ]
)
class LanguageVersionSerializer(serializers.ModelSerializer[LanguageVersion]):
    file = serializers.SerializerMethodField()

    class Meta:
        model = LanguageVersion
        fields = ["language", "title", "address", "file"]

    @extend_schema_field(FileSerializer(allow_null=True))
    def get_file(self, version: LanguageVersion) -> dict[str, Any] | None:
        return FileSerializer(version, context=self.context).data if version.file else None


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
