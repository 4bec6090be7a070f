from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from members.models import Member, NationalPlan
from plans.models import ReportingWindow, UpdateDue


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "An update that came in time",
            value={
                "window": "2026-spring",
                "member": "ruritania",
                "plan": "ruritania-plan-1",
                "due": "2026-06-30",
                "extended": False,
                "updated": "2026-06-12",
                "standing": "in_time",
                "updated_at": "2026-06-12T12:00:00Z",
            },
        )
    ]
)
class UpdateDueSerializer(serializers.ModelSerializer[UpdateDue]):
    """`extended` says that the secretariat has moved the day; `updated` is the first day that counts in the window."""

    window = serializers.SlugRelatedField[ReportingWindow]("key", read_only=True)
    member = serializers.SlugRelatedField[Member]("key", source="plan.member", read_only=True)
    plan = serializers.SlugRelatedField[NationalPlan]("key", read_only=True)
    due = serializers.DateField(source="due_on", read_only=True)
    extended: Any = serializers.BooleanField(read_only=True)
    updated = serializers.DateField(source="updated_on", read_only=True, allow_null=True)
    standing = serializers.ChoiceField(UpdateDue.Standing.choices, source="stands", read_only=True)

    class Meta:
        model = UpdateDue
        fields = ["window", "member", "plan", "due", "extended", "updated", "standing", "updated_at"]
