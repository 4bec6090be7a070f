from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import OtherNameSerializer
from funds.models import Contributor, PayingAgency


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A contributor",
            value={"key": "qatar", "name": "Qatar", "kind": "state", "updated_at": "2026-11-22T12:00:00Z"},
        )
    ]
)
class ContributorSerializer(serializers.ModelSerializer[Contributor]):
    name = serializers.CharField(source="told_name", read_only=True)
    kind = serializers.ChoiceField(Contributor.Kind.choices, source="told_kind", read_only=True)

    class Meta:
        model = Contributor
        fields = ["key", "name", "kind", "updated_at"]


class PayingAgencySerializer(OtherNameSerializer):
    class Meta(OtherNameSerializer.Meta):
        model = PayingAgency


class ContributorDetailSerializer(ContributorSerializer):
    """One contributor with who it is, the agencies that pay for it, and what it gave and pledged, by their keys."""

    member = serializers.SerializerMethodField(help_text="The same body in the Group of Friends.")
    partner = serializers.SerializerMethodField()
    paying_agencies = PayingAgencySerializer(source="aliases", many=True, read_only=True)
    contributions = serializers.SlugRelatedField[Contributor]("key", many=True, read_only=True)
    pledges = serializers.SlugRelatedField[Contributor]("key", many=True, read_only=True)

    class Meta(ContributorSerializer.Meta):
        fields = [
            *ContributorSerializer.Meta.fields,
            *("member", "partner", "paying_agencies", "contributions", "pledges"),
        ]

    def get_member(self, contributor: Contributor) -> str | None:
        return contributor.member.key if contributor.member else None

    def get_partner(self, contributor: Contributor) -> str | None:
        return contributor.partner.key if contributor.partner else None
