from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from members.models import Member
from plans.models import Evidence, Measure, ProgressNote


@extend_schema_field({"type": "array", "items": {"type": "string", "format": "uri"}})
class AddressesField(serializers.Field[Any, Any, list[str], str]):
    """An address a line, as the note keeps them."""

    def to_representation(self, value: str) -> list[str]:
        return value.split()


@extend_schema_field(OpenApiTypes.URI)
class EvidenceAddressField(serializers.Field[Any, Any, str, int]):
    """Where the document is handed out, of its number."""

    def to_representation(self, value: int) -> str:
        return f"{settings.SITE_URL}{reverse('evidence_file', args=[value])}"


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    name = serializers.CharField(source="file_name", read_only=True)
    size = serializers.IntegerField(source="file_size", read_only=True, help_text="In bytes.")
    content_type = serializers.CharField(source="file_type", read_only=True)
    sha256 = serializers.CharField(source="file_checksum", read_only=True)
    url = EvidenceAddressField(source="pk", read_only=True)

    class Meta:
        model = Evidence
        fields = ["title", "name", "size", "content_type", "sha256", "url"]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "What a member told of a measure",
            value={
                "id": 41,
                "measure": "ruritania-plan-1-m3",
                "member": "ruritania",
                "as_of": "2026-06-30",
                "completion": "substantial",
                "is_unchanged": False,
                "text": "160 of the 200 schools have a partner school abroad.",
                "links": ["https://schools.example.org/partners"],
                "evidence": [
                    {
                        "title": "List of the schools",
                        "name": "schools.pdf",
                        "size": 184320,
                        "content_type": "application/pdf",
                        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                        "url": "https://portal.example.org/evidence/7/",
                    }
                ],
                "told_at": "2026-07-02T09:30:00Z",
                "updated_at": "2026-07-02T09:30:00Z",
            },
        )
    ]
)
class ProgressNoteSerializer(serializers.ModelSerializer[ProgressNote]):
    """How far a measure had come on the day `as_of`. That nothing has changed is told too."""

    measure = serializers.SlugRelatedField[Measure]("key", read_only=True)
    member = serializers.SlugRelatedField[Member]("key", source="measure.member", read_only=True)
    as_of = serializers.DateField(source="on", read_only=True)
    links = AddressesField(read_only=True)
    evidence = EvidenceSerializer(many=True, read_only=True)

    class Meta:
        model = ProgressNote
        fields = [
            *("id", "measure", "member", "as_of", "completion", "is_unchanged", "text", "links", "evidence"),
            *("told_at", "updated_at"),
        ]
