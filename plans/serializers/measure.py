from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from members.models import FieldOfAction, NationalPlan, RegionalStrategy
from members.serializers import MemberNameSerializer
from plans.models import Measure
from plans.serializers.progress_note import ProgressNoteSerializer


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A measure of a national plan",
            value={
                "key": "ruritania-plan-1-m3",
                "number": 3,
                "reference": "2.1",
                "title": "Schools meet across borders",
                "member": {"key": "ruritania", "name": "Ruritania"},
                "plan": "ruritania-plan-1",
                "strategy": None,
                "fields": ["youth", "education"],
                "language": "en",
                "objective": "Pupils of two countries know each other.",
                "ministries": "Ministry of Education",
                "partners": "Network of Schools",
                "indicator": "Schools that take part",
                "baseline": "0",
                "target": "200",
                "starts": "2025-09",
                "ends": "2027-06",
                "supports": None,
                "completion": "substantial",
                "told_on": "2026-06-30",
                "is_good_practice": True,
                "practice_note": "The schools were found by the teachers themselves.",
                "published_on": "2026-01-12",
                "dropped_on": None,
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class MeasureSerializer(serializers.ModelSerializer[Measure]):
    """One of `plan` and `strategy` says where it stands. `completion` is what was told last, on the day `told_on`.

    `supports` is the plan of another member that a measure of an organization helps. What a later publication has
    left out keeps its page, with `dropped_on`.
    """

    member = MemberNameSerializer(read_only=True)
    plan = serializers.SlugRelatedField[NationalPlan]("key", read_only=True, allow_null=True)
    strategy = serializers.SlugRelatedField[RegionalStrategy]("key", read_only=True, allow_null=True)
    fields = serializers.SlugRelatedField[FieldOfAction]("key", many=True, read_only=True)  # type: ignore[assignment]
    language = serializers.CharField(source="plan.text_language", read_only=True, allow_null=True)
    starts = PartialDateSerializerField("starts_on", read_only=True, allow_null=True)
    ends = PartialDateSerializerField("ends_on", is_end=True, read_only=True, allow_null=True)
    supports = serializers.SlugRelatedField[NationalPlan]("key", read_only=True, allow_null=True)

    class Meta:
        model = Measure
        fields = [
            *("key", "number", "reference", "title", "member", "plan", "strategy", "fields", "language", "objective"),
            *("ministries", "partners", "indicator", "baseline", "target", "starts", "ends", "supports"),
            *("completion", "told_on", "is_good_practice", "practice_note", "published_on", "dropped_on", "updated_at"),
        ]


class MeasureDetailSerializer(MeasureSerializer):
    """One measure with every note on its progress, the newest first."""

    notes = ProgressNoteSerializer(many=True, read_only=True)

    class Meta(MeasureSerializer.Meta):
        fields = [*MeasureSerializer.Meta.fields, "notes"]
