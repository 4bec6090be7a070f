from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from funds.models import Contributor, Fund, Pledge


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A pledge",
            value={
                "key": "indonesia-2014",
                "contributor": "indonesia",
                "contributor_name": "Indonesia",
                "contributor_kind": "state",
                "fund": "trust-fund",
                "pledged": "2014-08",
                "amount": None,
                "currency": "",
                "earmark": "",
                "note": "pledge named with that of Qatar, no amount",
                "source": "UNAOC, closing remarks at the ministerial segment, Bali, 30 August 2014",
                "source_kind": "official",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class PledgeSerializer(serializers.ModelSerializer[Pledge]):
    """A pledge is no income; where its amount is not known it is empty."""

    contributor = serializers.SlugRelatedField[Contributor]("key", read_only=True)
    contributor_name = serializers.CharField(read_only=True)
    contributor_kind = serializers.ChoiceField(Contributor.Kind.choices, read_only=True)
    fund = serializers.SlugRelatedField[Fund]("key", read_only=True)
    pledged = PartialDateSerializerField("pledged_on", read_only=True)

    class Meta:
        model = Pledge
        fields = [
            *("key", "contributor", "contributor_name", "contributor_kind", "fund", "pledged", "amount", "currency"),
            *("earmark", "note", "source", "source_kind", "updated_at"),
        ]
