from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from members.models import Member
from plans.models import TaskForceSeat


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A seat in the task force",
            value={
                "id": 4,
                "member": "ruritania",
                "person": "Ana Example",
                "offers": "School exchanges; French and Spanish.",
                "since": "2026-11-22",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class TaskForceSeatSerializer(serializers.ModelSerializer[TaskForceSeat]):
    """`offers` is what the person says that colleagues may ask for."""

    member = serializers.SlugRelatedField[Member]("key", source="focal_point.member", read_only=True)
    person = serializers.CharField(source="focal_point.person.name", read_only=True)

    class Meta:
        model = TaskForceSeat
        fields = ["id", "member", "person", "offers", "since", "updated_at"]
