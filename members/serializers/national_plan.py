from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from members.models import FieldOfAction, NationalPlan
from members.serializers.member import MemberNameSerializer
from members.serializers.step import NationalPlanStepSerializer, steps_told


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A national plan",
            value={
                "key": "romania-plan-2",
                "member": {"key": "romania", "name": "Romania"},
                "edition": 2,
                "title": "Second national framework plan",
                "designation": "",
                "covers_from": "2011",
                "covers_to": "2013",
                "fields": ["youth", "education"],
                "topics": "",
                "languages": ["ro", "en"],
                "text_language": "en",
                "measures": 12,
                "measures_complete": 3,
                "status": "adopted",
                "since": "2011-03-10",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class NationalPlanSerializer(serializers.ModelSerializer[NationalPlan]):
    """A line of the list: as the plan stood on the day asked for, today if none is. Many have no title that is told.

    `languages` are those of its own text, `text_language` is that of what is written here.
    """

    member = MemberNameSerializer(read_only=True)
    covers_from = PartialDateSerializerField("covers_from_on", read_only=True, allow_null=True)
    covers_to = PartialDateSerializerField("covers_to_on", read_only=True, allow_null=True)
    fields = serializers.SlugRelatedField[FieldOfAction]("key", many=True, read_only=True)  # type: ignore[assignment]
    measures = serializers.IntegerField(
        source="measures_told", read_only=True, help_text="Of its latest publication in the portal, today."
    )
    measures_complete = serializers.IntegerField(read_only=True, help_text="Those of them that are complete.")
    status = serializers.ChoiceField(NationalPlan.Status.choices, source="status_then", read_only=True)
    since = PartialDateSerializerField("then_on", read_only=True, allow_null=True)

    class Meta:
        model = NationalPlan
        fields = [
            *("key", "member", "edition", "title", "designation", "covers_from", "covers_to", "fields", "topics"),
            *("languages", "text_language", "measures", "measures_complete", "status", "since", "updated_at"),
        ]


class NationalPlanDetailSerializer(NationalPlanSerializer):
    """One plan with its steps, accounts that contradict each other too, and the sources of each."""

    document = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    class Meta(NationalPlanSerializer.Meta):
        fields = [*NationalPlanSerializer.Meta.fields, "summary", "document", "note", "source", "source_kind", "steps"]

    def get_document(self, plan: NationalPlan) -> str | None:
        text = plan.text_for(self.context["request"].user)
        return text.key if text else None

    @extend_schema_field(NationalPlanStepSerializer(many=True))
    def get_steps(self, plan: NationalPlan) -> Any:
        return steps_told(plan, NationalPlanStepSerializer, self.context["request"].user)
