from __future__ import annotations

from typing import Any

from rest_framework import serializers

from alliance.ladder import Ladder
from alliance.rest import PartialDateSerializerField
from documents.models import Document
from members.models import MemberStep, NationalPlanStep, StrategyStep

COLUMNS = ["status", "when", "preferred", "since", "until", "documents", "source", "source_kind", "note"]


class StepSerializer(serializers.ModelSerializer[Any]):
    when = PartialDateSerializerField("on", read_only=True)
    since = serializers.DateField(source="shown_since", read_only=True, allow_null=True)
    until = serializers.DateField(source="shown_until", read_only=True, allow_null=True)
    documents = serializers.SlugRelatedField[Document]("key", many=True, read_only=True)

    class Meta:
        model: Any = MemberStep
        fields = COLUMNS


class NationalPlanStepSerializer(StepSerializer):
    class Meta:
        model = NationalPlanStep
        fields = [*COLUMNS, "place"]


class StrategyStepSerializer(StepSerializer):
    class Meta:
        model = StrategyStep
        fields = [*COLUMNS, "place"]


def steps_told(record: Ladder, serializer: type[StepSerializer], user: Any) -> Any:
    """The steps that the user may see, each with the documents that the user may see."""
    steps: Any = record.steps  # type: ignore[attr-defined]
    return serializer(steps.visible_to(user).with_documents(user), many=True).data
