from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from alliance.rest import PartialDateSerializerField
from documents.models import Document
from members.models import FieldOfAction
from members.serializers import StepSerializer
from members.serializers.step import steps_told
from partnerships.models import Agreement, AgreementStep, Party


class PartySerializer(serializers.ModelSerializer[Party]):
    """The Alliance itself has no key and no name here."""

    partner = serializers.CharField(source="partner.key", read_only=True, allow_null=True)
    name = serializers.CharField(source="partner.name", read_only=True, allow_null=True)

    class Meta:
        model = Party
        fields = ["is_alliance", "partner", "name", "signatory", "signatory_title"]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "An agreement",
            value={
                "key": "unesco-mou-2010",
                "name": "Memorandum of understanding with UNESCO (2010)",
                "title": "",
                "kind": "memorandum",
                "parties": [
                    {
                        "is_alliance": True,
                        "partner": None,
                        "name": None,
                        "signatory": "",
                        "signatory_title": "",
                    },
                    {
                        "is_alliance": False,
                        "partner": "unesco",
                        "name": "United Nations Educational, Scientific and Cultural Organization",
                        "signatory": "",
                        "signatory_title": "",
                    },
                ],
                "fields": ["youth", "education"],
                "topics": "",
                "status": "signed",
                "since": "2010-05-29",
                "concluded": "2010-05-29",
                "expires_on": None,
                "updated_at": "2026-11-22T12:00:00Z",
            },
        )
    ]
)
class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    """A line of the list: as it stood on the day asked for, today if none is."""

    parties = PartySerializer(many=True, read_only=True)
    fields = serializers.SlugRelatedField[FieldOfAction]("key", many=True, read_only=True)  # type: ignore[assignment]
    status = serializers.ChoiceField(Agreement.Status.choices, source="status_then", read_only=True)
    since = PartialDateSerializerField("then_on", read_only=True, allow_null=True)
    concluded = PartialDateSerializerField(
        "concluded_on", read_only=True, allow_null=True, help_text="When it was signed, or the decision taken."
    )

    class Meta:
        model = Agreement
        fields = [
            "key",
            "name",
            "title",
            "kind",
            "parties",
            "fields",
            "topics",
            "status",
            "since",
            "concluded",
            "expires_on",
            "updated_at",
        ]


class AgreementStepSerializer(StepSerializer):
    class Meta(StepSerializer.Meta):
        model = AgreementStep
        fields = [*StepSerializer.Meta.fields, "place"]


class AgreementDetailSerializer(AgreementSerializer):
    """One agreement with its steps, its text, what it follows on and what follows on it, as far as you may see."""

    predecessor = serializers.SerializerMethodField()
    successors = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField(help_text="The document, whose language versions are the text.")
    steps = serializers.SerializerMethodField()

    class Meta(AgreementSerializer.Meta):
        fields = [
            *AgreementSerializer.Meta.fields,
            "duration_months",
            "notice_days",
            "note",
            "source",
            "source_kind",
            "predecessor",
            "successors",
            "text",
            "steps",
        ]

    @property
    def user(self) -> Any:
        return self.context["request"].user

    def get_predecessor(self, agreement: Agreement) -> str | None:
        seen = Agreement.objects.visible_to(self.user).filter(successors=agreement)
        return seen.values_list("key", flat=True).first()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_successors(self, agreement: Agreement) -> list[str]:
        seen = Agreement.objects.visible_to(self.user).filter(predecessor=agreement)
        return list(seen.values_list("key", flat=True))

    def get_text(self, agreement: Agreement) -> str | None:
        seen = Document.objects.visible_to(self.user).filter(text_of=agreement)
        return seen.values_list("key", flat=True).first()

    @extend_schema_field(AgreementStepSerializer(many=True))
    def get_steps(self, agreement: Agreement) -> Any:
        return steps_told(agreement, AgreementStepSerializer, self.user)
