from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from members.models import FieldOfAction, Member
from plans.models import Practice


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A practice",
            value={
                "id": 7,
                "member": "ruritania",
                "author": "Ana Example",
                "title": "Class exchanges by video",
                "text": "Begin with two schools, not with twenty.",
                "fields": ["education"],
                "shared_at": "2026-11-22T12:00:00Z",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class PracticeSerializer(serializers.ModelSerializer[Practice]):
    member = serializers.SlugRelatedField[Member]("key", source="author.member", read_only=True)
    author = serializers.CharField(source="author.person.name", read_only=True)
    fields = serializers.SlugRelatedField[FieldOfAction]("key", many=True, read_only=True)  # type: ignore[assignment]

    class Meta:
        model = Practice
        fields = ["id", "member", "author", "title", "text", "fields", "shared_at", "updated_at"]
