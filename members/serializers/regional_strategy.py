from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import OtherNameSerializer, PartialDateSerializerField
from members.models import Country, FieldOfAction, RegionalStrategy, StrategyName, StrategyParticipant
from members.serializers.step import StrategyStepSerializer, steps_told


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A regional strategy",
            value={
                "key": "south-eastern-europe",
                "name": "South-Eastern Europe",
                "fields": ["youth", "media", "education"],
                "topics": "",
                "status": "adopted",
                "since": "2009-12-14",
                "countries": 14,
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class RegionalStrategySerializer(serializers.ModelSerializer[RegionalStrategy]):
    """A line of the list: as the strategy stood on the day asked for, today if none is."""

    fields = serializers.SlugRelatedField[FieldOfAction]("key", many=True, read_only=True)  # type: ignore[assignment]
    status = serializers.ChoiceField(RegionalStrategy.Status.choices, source="status_then", read_only=True)
    since = PartialDateSerializerField("then_on", read_only=True, allow_null=True)
    countries = serializers.IntegerField(
        source="adopting_countries", read_only=True, help_text="Countries that adopted it, as far as they are known."
    )

    class Meta:
        model = RegionalStrategy
        fields = ["key", "name", "fields", "topics", "status", "since", "countries", "updated_at"]


class StrategyNameSerializer(OtherNameSerializer):
    class Meta(OtherNameSerializer.Meta):
        model = StrategyName


class StrategyParticipantSerializer(serializers.ModelSerializer[StrategyParticipant]):
    """What is said of its stance is for the office alone and stands in no answer."""

    country = serializers.SlugRelatedField[Country]("iso3", read_only=True, allow_null=True)
    member = serializers.CharField(
        source="member_key", read_only=True, allow_null=True, help_text="Null where its country is no member today."
    )

    class Meta:
        model = StrategyParticipant
        fields = ["name", "country", "member", "role", "note", "source", "source_kind"]


class PartTakenSerializer(serializers.Serializer[Any]):
    """An organization's part: what it is stands with the partners."""

    partner = serializers.CharField(source="partner.key")
    name = serializers.CharField(source="partner.name")
    role = serializers.ChoiceField(StrategyParticipant.Role.choices)
    note = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    source_kind = serializers.CharField()


class RegionalStrategyDetailSerializer(RegionalStrategySerializer):
    """One strategy with the countries and organizations that take part, its names and steps, each with its sources."""

    aliases = StrategyNameSerializer(many=True, read_only=True)
    participants = serializers.SerializerMethodField()
    partners = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()

    class Meta(RegionalStrategySerializer.Meta):
        fields = [
            *RegionalStrategySerializer.Meta.fields,
            *("note", "source", "source_kind", "aliases", "participants", "partners", "steps"),
        ]

    @extend_schema_field(StrategyParticipantSerializer(many=True))
    def get_participants(self, strategy: RegionalStrategy) -> Any:
        told = strategy.participants.told_membership(timezone.localdate()).select_related("country")
        return StrategyParticipantSerializer(told, many=True).data

    @extend_schema_field(PartTakenSerializer(many=True))
    def get_partners(self, strategy: RegionalStrategy) -> Any:
        seen = strategy.partners.visible_to(self.context["request"].user).select_related("partner")
        return PartTakenSerializer(seen, many=True).data

    @extend_schema_field(StrategyStepSerializer(many=True))
    def get_steps(self, strategy: RegionalStrategy) -> Any:
        return steps_told(strategy, StrategyStepSerializer, self.context["request"].user)
