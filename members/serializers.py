from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from documents.models import Document
from members.models import Alias, Country, CountryGroup, FocalPoint, Member, MemberStep
from people.models import Person


class CountryCodesSerializer(serializers.ModelSerializer[Country]):
    class Meta:
        model = Country
        fields = ["iso3", "iso2", "m49", "region", "subregion"]


class GroupSerializer(serializers.ModelSerializer[CountryGroup]):
    class Meta:
        model = CountryGroup
        fields = ["key", "name", "is_regional"]


class CountrySerializer(serializers.ModelSerializer[Country]):
    class Meta:
        model = Country
        fields = ["iso3", "iso2", "m49", "name", "region", "subregion"]


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


class StepSerializer(serializers.ModelSerializer[MemberStep]):
    when = PartialDateSerializerField("on", read_only=True)
    since = serializers.DateField(source="shown_since", read_only=True, allow_null=True)
    until = serializers.DateField(source="shown_until", read_only=True, allow_null=True)
    documents = serializers.SlugRelatedField[Document]("key", many=True, read_only=True)

    class Meta:
        model = MemberStep
        fields = ["status", "when", "preferred", "since", "until", "documents", "source", "source_kind", "note"]


class AliasSerializer(serializers.ModelSerializer[Alias]):
    since = PartialDateSerializerField("since", source="used_since", read_only=True, allow_null=True)
    until = PartialDateSerializerField("until", source="used_until", read_only=True, allow_null=True)

    class Meta:
        model = Alias
        fields = ["name", "since", "until", "note", "source", "source_kind"]


class MemberDetailSerializer(MemberSerializer):
    """One member with its steps, names and groups, and the sources of each."""

    steps = serializers.SerializerMethodField()
    aliases = AliasSerializer(many=True, read_only=True)
    groups = GroupSerializer(source="country.groups", many=True, read_only=True, default=[])

    class Meta(MemberSerializer.Meta):
        fields = [*MemberSerializer.Meta.fields, "note", "source", "source_kind", "groups", "aliases", "steps"]

    @extend_schema_field(StepSerializer(many=True))
    def get_steps(self, member: Member) -> list[dict[str, Any]]:
        user = self.context["request"].user
        seen = Prefetch("documents", Document.objects.visible_to(user))
        steps = member.steps.visible_to(user).prefetch_related(seen)
        return StepSerializer(steps, many=True).data  # type: ignore[return-value]


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
