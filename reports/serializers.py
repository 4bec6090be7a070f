from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from documents.serializers import StatedFigureSerializer
from reports.answers import Answer, cuts_of
from reports.growth import yearly


class FigureSerializer(serializers.Serializer[Any]):
    """A figure of a period: what the register computes and, beside it, what documents state."""

    key = serializers.CharField(source="figure.key")
    name = serializers.CharField(source="figure.name")
    definition = serializers.CharField(source="figure.definition")
    unit = serializers.CharField(source="figure.unit")
    is_stock = serializers.BooleanField(source="figure.is_stock", help_text="Of the last day, not of the whole period.")
    start = serializers.DateField(source="period.start")
    end = serializers.DateField(source="period.end")
    computed = serializers.SerializerMethodField(
        help_text="From the register; empty where there is nothing to divide by."
    )
    stated = StatedFigureSerializer(many=True)
    is_same_window = serializers.BooleanField(help_text="Whether what is stated speaks of the same days.")
    compared_on = serializers.DateField(
        allow_null=True,
        help_text="Of a stock: the day of the statement, on which both sides are compared.",
    )
    computed_then = serializers.SerializerMethodField(help_text="What the register computes of that day.")
    gap = serializers.DecimalField(18, 2, allow_null=True, help_text="Stated less computed, of the same day or window.")
    url = serializers.SerializerMethodField()

    @extend_schema_field({"type": "number", "nullable": True})
    def get_computed(self, answer: Answer) -> Any:
        return plain_number(answer.computed)

    @extend_schema_field({"type": "number", "nullable": True})
    def get_computed_then(self, answer: Answer) -> Any:
        return plain_number(answer.computed_then)

    def get_url(self, answer: Answer) -> str:
        return reverse("figure-detail", args=[answer.figure.key], request=self.context.get("request"))


def plain_number(value: Any) -> Any:
    return value if isinstance(value, int) or value is None else float(value)


class PartSerializer(serializers.Serializer[Any]):
    part = serializers.CharField()
    computed = serializers.SerializerMethodField()

    @extend_schema_field({"type": "number"})
    def get_computed(self, part: dict[str, Any]) -> Any:
        return plain_number(part["computed"])


class CutSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    name = serializers.CharField()
    parts = PartSerializer(many=True)


class YearSerializer(serializers.Serializer[Any]):
    start = serializers.DateField(source="period.start")
    end = serializers.DateField(source="period.end")
    computed = serializers.FloatField(allow_null=True)
    stated = serializers.DecimalField(18, 2, source="stated_value", allow_null=True)


@extend_schema_field({"type": "object", "additionalProperties": True, "example": {"name": "Romania", "iso3": "ROU"}})
class RowField(serializers.DictField):
    """A row behind a figure: each figure has columns of its own."""


class FigureDetailSerializer(FigureSerializer):
    cuts = serializers.SerializerMethodField()
    years = serializers.SerializerMethodField()

    @extend_schema_field(CutSerializer(many=True))
    def get_cuts(self, answer: Answer) -> list[dict[str, Any]]:
        return [
            {"key": key, "name": str(cut.name), "parts": [{"part": p, "computed": n} for p, n in parts]}
            for key, cut, parts in cuts_of(answer.figure, answer.period)
        ]

    @extend_schema_field(YearSerializer(many=True))
    def get_years(self, answer: Answer) -> Any:
        return YearSerializer(yearly(answer.figure, answer.period), many=True).data
