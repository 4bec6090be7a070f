from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import OtherNameSerializer, PartialDateSerializerField
from members.models import Alias, Member
from members.serializers.country import CountryCodesSerializer, GroupSerializer
from members.serializers.step import StepSerializer, steps_told


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A member",
            value={
                "key": "romania",
                "name": "Romania",
                "short_name": "",
                "kind": "country",
                "country": {
                    "iso3": "ROU",
                    "iso2": "RO",
                    "m49": "642",
                    "region": "Europe",
                    "subregion": "Eastern Europe",
                },
                "is_co_sponsor": False,
                "basis": "stated",
                "status": "member",
                "since": "2007-03",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class MemberSerializer(serializers.ModelSerializer[Member]):
    """A line of the list: as the member stood on the day asked for, today if none is."""

    country = CountryCodesSerializer(read_only=True, allow_null=True)
    status = serializers.ChoiceField(Member.Status.choices, source="status_then", read_only=True)
    since = PartialDateSerializerField("then_on", read_only=True, allow_null=True)

    class Meta:
        model = Member
        fields = [
            "key",
            "name",
            "short_name",
            "kind",
            "country",
            "is_co_sponsor",
            "basis",
            "status",
            "since",
            "updated_at",
        ]


class AliasSerializer(OtherNameSerializer):
    class Meta(OtherNameSerializer.Meta):
        model = Alias


class MemberNameSerializer(serializers.ModelSerializer[Member]):
    class Meta:
        model = Member
        fields = ["key", "name"]


class MemberDetailSerializer(MemberSerializer):
    """One member with its steps, names and groups, and the sources of each."""

    steps = serializers.SerializerMethodField()
    aliases = AliasSerializer(many=True, read_only=True)
    groups = GroupSerializer(source="country.groups", many=True, read_only=True, default=[])

    class Meta(MemberSerializer.Meta):
        fields = [*MemberSerializer.Meta.fields, "note", "source", "source_kind", "groups", "aliases", "steps"]

    @extend_schema_field(StepSerializer(many=True))
    def get_steps(self, member: Member) -> Any:
        return steps_told(member, StepSerializer, self.context["request"].user)
