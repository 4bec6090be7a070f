from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import OtherNameSerializer
from members.models import Member
from partnerships.models import Agreement, Network, Partner, PartnerName, Programme


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A partner",
            value={
                "key": "unesco",
                "name": "United Nations Educational, Scientific and Cultural Organization",
                "short_name": "UNESCO",
                "kind": "un_entity",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class PartnerSerializer(serializers.ModelSerializer[Partner]):
    class Meta:
        model = Partner
        fields = ["key", "name", "short_name", "kind", "updated_at"]


class PartnerNameSerializer(OtherNameSerializer):
    class Meta(OtherNameSerializer.Meta):
        model = PartnerName


class PartnerDetailSerializer(PartnerSerializer):
    """One partner with its other names, and the records beside it that you may see, by their keys."""

    aliases = PartnerNameSerializer(many=True, read_only=True)
    part_of = serializers.SerializerMethodField(help_text="The partner that it is a part of.")
    parts = serializers.SerializerMethodField()
    member = serializers.SerializerMethodField(help_text="The same body in the Group of Friends.")
    agreements = serializers.SerializerMethodField()
    networks = serializers.SerializerMethodField(help_text="Those it belongs to today.")
    programmes = serializers.SerializerMethodField()

    class Meta(PartnerSerializer.Meta):
        fields = [
            *PartnerSerializer.Meta.fields,
            "note",
            "source",
            "source_kind",
            "part_of",
            "parts",
            "member",
            "aliases",
            "agreements",
            "networks",
            "programmes",
        ]

    @property
    def user(self) -> Any:
        return self.context["request"].user

    def get_part_of(self, partner: Partner) -> str | None:
        seen = Partner.objects.visible_to(self.user).filter(parts=partner)
        return seen.values_list("key", flat=True).first()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_parts(self, partner: Partner) -> list[str]:
        return list(Partner.objects.visible_to(self.user).filter(part_of=partner).values_list("key", flat=True))

    def get_member(self, partner: Partner) -> str | None:
        seen = Member.objects.visible_to(self.user).filter(partner=partner)
        return seen.values_list("key", flat=True).first()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_agreements(self, partner: Partner) -> list[str]:
        seen = Agreement.objects.as_of(timezone.localdate(), user=self.user)
        return list(seen.of_partner(partner).values_list("key", flat=True))

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_networks(self, partner: Partner) -> list[str]:
        seen = Network.objects.visible_to(self.user)
        return list(seen.of_partner(partner, timezone.localdate(), self.user).values_list("key", flat=True))

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_programmes(self, partner: Partner) -> list[str]:
        return list(Programme.objects.visible_to(self.user).of_partner(partner).values_list("key", flat=True))
