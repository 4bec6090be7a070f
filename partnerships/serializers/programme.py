from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import OtherNameSerializer, PartialDateSerializerField
from members.models import FieldOfAction
from members.serializers import StepSerializer
from members.serializers.step import steps_told
from partnerships.models import Programme, ProgrammeName, ProgrammePartner, ProgrammeStep


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A programme",
            value={
                "key": "plural-plus",
                "name": "Plural+ Youth Video Festival",
                "kind": "event",
                "relation": "leads",
                "fields": ["youth", "migration"],
                "topics": "",
                "status": "launched",
                "since": "2009-04",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class ProgrammeSerializer(serializers.ModelSerializer[Programme]):
    """A line of the list: as the programme stood on the day asked for, today if none is."""

    fields = serializers.SlugRelatedField[FieldOfAction]("key", many=True, read_only=True)  # type: ignore[assignment]
    status = serializers.ChoiceField(Programme.Status.choices, source="status_then", read_only=True)
    since = PartialDateSerializerField("then_on", read_only=True, allow_null=True)

    class Meta:
        model = Programme
        fields = ["key", "name", "kind", "relation", "fields", "topics", "status", "since", "updated_at"]


class ProgrammeNameSerializer(OtherNameSerializer):
    class Meta(OtherNameSerializer.Meta):
        model = ProgrammeName


class ProgrammePartnerSerializer(serializers.ModelSerializer[ProgrammePartner]):
    partner = serializers.CharField(source="partner.key", read_only=True)
    name = serializers.CharField(source="partner.name", read_only=True)

    class Meta:
        model = ProgrammePartner
        fields = ["partner", "name", "role", "source", "source_kind"]


class ProgrammeStepSerializer(StepSerializer):
    """A step that sources tell in two ways stands twice: only one is preferred."""

    class Meta(StepSerializer.Meta):
        model = ProgrammeStep
        fields = [*StepSerializer.Meta.fields, "place", "told_as"]


class ProgrammeDetailSerializer(ProgrammeSerializer):
    """One programme with its other names, its partners and its steps, and the sources of each."""

    aliases = ProgrammeNameSerializer(many=True, read_only=True)
    partners = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    class Meta(ProgrammeSerializer.Meta):
        fields = [
            *ProgrammeSerializer.Meta.fields,
            *("summary", "note", "source", "source_kind", "aliases", "partners", "steps"),
        ]

    @extend_schema_field(ProgrammePartnerSerializer(many=True))
    def get_partners(self, programme: Programme) -> Any:
        seen = programme.partners.visible_to(self.context["request"].user).select_related("partner")
        return ProgrammePartnerSerializer(seen, many=True).data

    @extend_schema_field(ProgrammeStepSerializer(many=True))
    def get_steps(self, programme: Programme) -> Any:
        return steps_told(programme, ProgrammeStepSerializer, self.context["request"].user)
