from alliance.registers import RegisterResource, StepResource, key_of, keys_of, partial_date
from documents.models import Document
from members.models import (
    Country,
    FieldOfAction,
    RegionalStrategy,
    StrategyName,
    StrategyParticipant,
    StrategyStep,
)


class RegionalStrategyResource(RegisterResource):
    fields = keys_of(FieldOfAction, "fields")

    class Meta:
        model = RegionalStrategy
        fields = ("key", "name", "fields", "topics", "note", "source", "source_kind")


class StrategyStepResource(StepResource):
    record = key_of(RegionalStrategy, "record", "strategy")
    documents = keys_of(Document, "documents")

    class Meta:
        model = StrategyStep
        import_id_fields = ("record", "status", "when")
        fields = ("record", "status", "when", "preferred", "place", "documents", "note", "source", "source_kind")


class StrategyNameResource(RegisterResource):
    record = key_of(RegionalStrategy, "record", "strategy")
    used_since = partial_date("used_since", "since")
    used_until = partial_date("used_until", "until")

    class Meta:
        model = StrategyName
        import_id_fields = ("record", "name")
        fields = ("record", "name", "used_since", "used_until", "note", "source", "source_kind")


class StrategyParticipantResource(RegisterResource):
    """Without the stance: it never leaves the admin, not as a table either."""

    strategy = key_of(RegionalStrategy, "strategy")
    country = key_of(Country, "country", field="iso3")

    class Meta:
        model = StrategyParticipant
        import_id_fields = ("strategy", "name")
        fields = ("strategy", "country", "name", "role", "note", "source", "source_kind")
