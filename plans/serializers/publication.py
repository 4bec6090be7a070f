from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from members.models import NationalPlan, RegionalStrategy
from members.serializers import MemberNameSerializer
from plans.models import Publication


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "The second text of a plan",
            value={
                "key": "ruritania-plan-1-p2",
                "plan": "ruritania-plan-1",
                "strategy": None,
                "member": {"key": "ruritania", "name": "Ruritania"},
                "number": 2,
                "published_at": "2026-11-22T12:00:00Z",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """One of `plan` and `strategy` says of what it is a text. The numbers begin with 1 and never change."""

    plan = serializers.SlugRelatedField[NationalPlan]("key", read_only=True, allow_null=True)
    strategy = serializers.SlugRelatedField[RegionalStrategy]("key", read_only=True, allow_null=True)
    member = MemberNameSerializer(read_only=True)

    class Meta:
        model = Publication
        fields = ["key", "plan", "strategy", "member", "number", "published_at", "updated_at"]


class PublicationDetailSerializer(PublicationSerializer):
    """With its whole text as it was written: what it says of the plan (`about`), and each measure by its number."""

    address = serializers.SerializerMethodField()
    content = serializers.SerializerMethodField()

    class Meta(PublicationSerializer.Meta):
        fields = [*PublicationSerializer.Meta.fields, "address", "content"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_address(self, publication: Publication) -> str:
        return str(self.context["request"].build_absolute_uri(publication.get_absolute_url()))

    @extend_schema_field(OpenApiTypes.OBJECT)
    def get_content(self, publication: Publication) -> Any:
        return publication.content
