from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from members.models import FocalPoint, Member
from people.models import Person


class ColleagueSerializer(serializers.ModelSerializer[Person]):
    class Meta:
        model = Person
        fields = ["name", "original_name", "title", "organisation", "languages", "office_email", "office_phone"]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A focal point",
            value={
                "id": 7,
                "member": "spain",
                "role": "principal",
                "post": "Director-General",
                "ministry": "Ministry of Examples",
                "since": "2026-01-15",
                "person": {
                    "name": "Fictional Person",
                    "original_name": "",
                    "title": "Ms.",
                    "organisation": "Ministry of Examples",
                    "languages": ["en", "es"],
                    "office_email": "focal.point@example.org",
                    "office_phone": "",
                },
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class FocalPointSerializer(serializers.ModelSerializer[FocalPoint]):
    member = serializers.SlugRelatedField[Member]("key", read_only=True)
    person = ColleagueSerializer(read_only=True)

    class Meta:
        model = FocalPoint
        fields = ["id", "member", "role", "post", "ministry", "since", "person", "updated_at"]
