from alliance.registers import RegisterResource, StepResource, key_of, keys_of, partial_date
from documents.models import Document
from members.models import FieldOfAction, RegionalStrategy
from partnerships.models import (
    Partner,
    Programme,
    ProgrammeName,
    ProgrammePartner,
    ProgrammeStep,
    StrategyPartner,
)


class ProgrammeResource(RegisterResource):
    """The status is left out: it follows from the steps, which are a register of their own, as the partners are."""

    fields = keys_of(FieldOfAction, "fields")

    class Meta:
        model = Programme
        fields = ("key", "name", "kind", "relation", "fields", "topics", "summary", "note", "source", "source_kind")


class ProgrammeStepResource(StepResource):
    record = key_of(Programme, "record", "programme")
    documents = keys_of(Document, "documents")

    class Meta:
        model = ProgrammeStep
        import_id_fields = ("record", "status", "when")
        fields = (
            "record",
            "status",
            "when",
            "preferred",
            "place",
            "told_as",
            "documents",
            "note",
            "source",
            "source_kind",
        )


class ProgrammeNameResource(RegisterResource):
    record = key_of(Programme, "record", "programme")
    used_since = partial_date("used_since", "since")
    used_until = partial_date("used_until", "until")

    class Meta:
        model = ProgrammeName
        import_id_fields = ("record", "name")
        fields = ("record", "name", "used_since", "used_until", "note", "source", "source_kind")


class ProgrammePartnerResource(RegisterResource):
    programme = key_of(Programme, "programme")
    partner = key_of(Partner, "partner")

    class Meta:
        model = ProgrammePartner
        import_id_fields = ("programme", "partner")
        fields = ("programme", "partner", "role", "source", "source_kind")


class StrategyPartnerResource(RegisterResource):
    strategy = key_of(RegionalStrategy, "strategy")
    partner = key_of(Partner, "partner")

    class Meta:
        model = StrategyPartner
        import_id_fields = ("strategy", "partner")
        fields = ("strategy", "partner", "role", "note", "source", "source_kind")
