from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from outreach.models import Block, Edition, Newsletter

APRIL = {
    "key": "2009-04",
    "subject": "Newsletter of the Alliance of Civilizations, April 2009",
    "status": "sent",
    "since": "2009-04-01",
    "published_at": "2009-05-04T09:00:00Z",
    "updated_at": "2009-05-04T10:30:00Z",
}
IN_FRENCH = {"language": "fr", "subject": "Lettre de l’Alliance des civilisations, avril 2009"}
BLOCK = {
    "address": "https://portal.example.org/newsletters/2009-04/#block-12",
    "topic": "plans",
    "heading": "National plans announced",
    "html": '<ul>\n<li><a href="https://portal.example.org/plans/ruritania-plan-1/">Plan of Ruritania</a></li>\n</ul>',
    "text": "- Plan of Ruritania (https://portal.example.org/plans/ruritania-plan-1/)",
}


@extend_schema_field({"type": "string", "pattern": f"^{Newsletter.KEY}$", "example": "2009-04"})
class MonthField(serializers.DateField):
    """As addresses have it."""


class EditionSerializer(serializers.ModelSerializer[Edition]):
    class Meta:
        model = Edition
        fields = ["language", "subject"]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "An issue in two languages",
            value=APRIL
            | {
                "editions": [
                    {"language": "en", "subject": APRIL["subject"]},
                    IN_FRENCH,
                ]
            },
        )
    ]
)
class NewsletterSerializer(serializers.ModelSerializer[Newsletter]):
    """`since` is the first day of which it tells; `subject` is the English one."""

    key = MonthField(source="month", format="%Y-%m", read_only=True)
    subject = serializers.CharField(read_only=True)
    editions = EditionSerializer(many=True, read_only=True)

    class Meta:
        model = Newsletter
        fields = ["key", "subject", "status", "since", "published_at", "updated_at", "editions"]
        read_only_fields = fields


class BlockSerializer(serializers.ModelSerializer[Block]):
    """The same words twice: sanitised HTML, and text that reads alone."""

    address = serializers.SerializerMethodField()
    html = serializers.CharField(read_only=True)
    text = serializers.CharField(source="plain", read_only=True)

    class Meta:
        model = Block
        fields = ["address", "topic", "heading", "html", "text"]

    @extend_schema_field(serializers.URLField())
    def get_address(self, block: Block) -> str:
        return f"{settings.SITE_URL}{block.get_absolute_url()}"


class WholeEditionSerializer(EditionSerializer):
    address = serializers.SerializerMethodField()
    introduction_html = serializers.CharField(read_only=True)
    introduction_text = serializers.CharField(read_only=True)
    blocks = BlockSerializer(many=True, read_only=True)

    class Meta(EditionSerializer.Meta):
        fields = [*EditionSerializer.Meta.fields, "address", "introduction_html", "introduction_text", "blocks"]

    @extend_schema_field(serializers.URLField())
    def get_address(self, edition: Edition) -> str:
        return f"{settings.SITE_URL}{edition.get_absolute_url()}"


WHOLE: dict[str, Any] = {
    "language": "en",
    "subject": APRIL["subject"],
    "address": "https://portal.example.org/newsletters/2009-04/",
    "introduction_html": "<p>A month of plans.</p>",
    "introduction_text": "A month of plans.",
    "blocks": [BLOCK],
}


@extend_schema_serializer(examples=[OpenApiExample("The whole issue", value=APRIL | {"editions": [WHOLE]})])
class NewsletterDetailSerializer(NewsletterSerializer):
    """Whole: in each of its languages the blocks as they stand on the page and in the mail."""

    editions = WholeEditionSerializer(many=True, read_only=True)
