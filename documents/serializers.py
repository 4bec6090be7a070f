from __future__ import annotations

from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from documents.models import Document, LanguageVersion, StatedFigure


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
