from alliance.registers import RegisterResource, StepResource, key_of, keys_of, yes_no
from documents.models import Document
from members.models import FieldOfAction
from partnerships.models import Agreement, AgreementStep, Partner, Party


class AgreementResource(RegisterResource):
    """The status is left out: it follows from the steps, which are a register of their own, as the parties are."""

    fields = keys_of(FieldOfAction, "fields")
    predecessor = key_of(Agreement, "predecessor")
    text = key_of(Document, "text")

    class Meta:
        model = Agreement
        fields = (
            "key",
            "title",
            "kind",
            "fields",
            "topics",
            "expires_on",
            "notice_days",
            "duration_months",
            "predecessor",
            "text",
            "note",
            "source",
            "source_kind",
        )


class PartyResource(RegisterResource):
    agreement = key_of(Agreement, "agreement")
    partner = key_of(Partner, "partner")
    is_alliance = yes_no("is_alliance")

    class Meta:
        model = Party
        import_id_fields = ("agreement", "partner")
        fields = ("agreement", "partner", "is_alliance", "signatory", "signatory_title", "order")


class AgreementStepResource(StepResource):
    record = key_of(Agreement, "record", "agreement")
    documents = keys_of(Document, "documents")

    class Meta:
        model = AgreementStep
        import_id_fields = ("record", "status", "when")
        fields = ("record", "status", "when", "preferred", "place", "documents", "note", "source", "source_kind")
