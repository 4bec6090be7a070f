from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from funds.models import Contribution, Contributor, Fund


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A contribution",
            value={
                "key": "qatar-2011",
                "contributor": "qatar",
                "contributor_name": "Qatar",
                "contributor_kind": "state",
                "fund": "trust-fund",
                "posting": "reported",
                "dated": "2011",
                "dated_as": "reported",
                "amount": "1000000.00",
                "currency": "USD",
                "rate": "1.000000",
                "usd": "1000000.00",
                "earmark": "",
                "description": "",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class ContributionSerializer(serializers.ModelSerializer[Contribution]):
    """Only what is reported or posted, and not to an autonomous fund, counts as received.

    `usd` is fixed once by the United Nations rate of the day; it is empty where no day is known.
    """

    contributor = serializers.SlugRelatedField[Contributor]("key", read_only=True)
    contributor_name = serializers.CharField(read_only=True)
    contributor_kind = serializers.ChoiceField(Contributor.Kind.choices, read_only=True)
    fund = serializers.SlugRelatedField[Fund]("key", read_only=True)
    dated = PartialDateSerializerField("dated_on", read_only=True, allow_null=True)

    class Meta:
        model = Contribution
        fields = [
            *("key", "contributor", "contributor_name", "contributor_kind", "fund", "posting", "dated", "dated_as"),
            *("amount", "currency", "rate", "usd", "earmark", "description", "updated_at"),
        ]


class ContributionDetailSerializer(ContributionSerializer):
    """One contribution with its pledge, what it takes back, and where it is told."""

    pledge = serializers.SerializerMethodField()
    contra_of = serializers.SerializerMethodField(help_text="The contribution that this contra row takes back.")
    why_not_counted = serializers.CharField(read_only=True, help_text="Empty where it counts as received.")

    class Meta(ContributionSerializer.Meta):
        fields = [
            *ContributionSerializer.Meta.fields,
            *("why_not_counted", "pledge", "contra_of", "note", "source", "source_kind"),
        ]

    def get_pledge(self, contribution: Contribution) -> str | None:
        return contribution.pledge.key if contribution.pledge else None

    def get_contra_of(self, contribution: Contribution) -> str | None:
        return contribution.contra_of.key if contribution.contra_of else None
