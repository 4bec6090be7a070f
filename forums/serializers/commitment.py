from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from forums.models import Commitment, CommitmentReport, Forum
from forums.models.commitment import STANDINGS
from members.models import RegionalStrategy
from partnerships.models import Agreement, Network, Partner, Programme


class CommitmentReportSerializer(serializers.ModelSerializer[CommitmentReport]):
    """`scale` is empty where no source says how far it has come."""

    reported = PartialDateSerializerField("on", source="when", read_only=True)

    class Meta:
        model = CommitmentReport
        fields = ["reported", "words", "scale", "note", "source", "source_kind"]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A commitment of the Madrid forum",
            value={
                "key": "forum-1-34-a",
                "forum": 1,
                "number": 1,
                "ref": "34 (a)",
                "text": "Silatech, a global youth employment initiative",
                "announced_by": "Sheikha Mozah bint Nasser al-Missned of Qatar",
                "kind": "investment",
                "programme": "silatech",
                "network": None,
                "partner": None,
                "strategy": None,
                "agreement": None,
                "owner_name": "",
                "amount": "100000000.00",
                "currency": "USD",
                "standing": "reported",
                "reported": "2009-05",
                "status_reported": "fully operational; progress reported in Istanbul",
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class CommitmentSerializer(serializers.ModelSerializer[Commitment]):
    """Its number among those of its forum and its text never change. An amount is no money of the Trust Fund.

    One of `programme`, `network`, `partner`, `strategy`, `agreement` at most is the key of whatever carries it out;
    `owner_name` says it where no register has it. `status_reported` is what the newest report says.
    """

    forum = serializers.SlugRelatedField[Forum]("ordinal", read_only=True)
    programme = serializers.SlugRelatedField[Programme]("key", read_only=True, allow_null=True)
    network = serializers.SlugRelatedField[Network]("key", read_only=True, allow_null=True)
    partner = serializers.SlugRelatedField[Partner]("key", read_only=True, allow_null=True)
    strategy = serializers.SlugRelatedField[RegionalStrategy]("key", read_only=True, allow_null=True)
    agreement = serializers.SlugRelatedField[Agreement]("key", read_only=True, allow_null=True)
    standing = serializers.ChoiceField(STANDINGS, source="stands_as", read_only=True)
    reported = PartialDateSerializerField("reported_on", read_only=True, allow_null=True)
    status_reported = serializers.CharField(source="reported_words", read_only=True, allow_null=True)

    class Meta:
        model = Commitment
        fields = [
            *("key", "forum", "number", "ref", "text", "announced_by", "kind"),
            *("programme", "network", "partner", "strategy", "agreement", "owner_name"),
            *("amount", "currency", "standing", "reported", "status_reported", "updated_at"),
        ]


class CommitmentDetailSerializer(CommitmentSerializer):
    """One commitment with every report on it, the newest first."""

    reports = CommitmentReportSerializer(many=True, read_only=True)

    class Meta(CommitmentSerializer.Meta):
        fields = [*CommitmentSerializer.Meta.fields, "reports", "note", "source", "source_kind"]
