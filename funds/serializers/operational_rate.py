from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from funds.models import OperationalRate


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A rate",
            value={
                "key": "eur-2026-11-01",
                "currency": "EUR",
                "in_force_from": "2026-11-01",
                "rate": "0.900000",
                "note": "",
                "source": "",
                "source_kind": "",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class OperationalRateSerializer(serializers.ModelSerializer[OperationalRate]):
    """`rate` is how much of the currency one United States dollar is. A dollar is a dollar and has none."""

    class Meta:
        model = OperationalRate
        fields = ["key", "currency", "in_force_from", "rate", "note", "source", "source_kind", "updated_at"]
