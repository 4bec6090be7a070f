from alliance.registers import RegisterResource, StepResource, codes, key_of, keys_of, partial_date
from documents.models import Document
from members.models import FieldOfAction, Member, NationalPlan, NationalPlanStep


class NationalPlanResource(RegisterResource):
    """The status is left out: it follows from the steps, which are a register of their own."""

    member = key_of(Member, "member")
    fields = keys_of(FieldOfAction, "fields")
    languages = codes("languages")
    covers_from = partial_date("covers_from")
    covers_to = partial_date("covers_to")
    document = key_of(Document, "document")

    class Meta:
        model = NationalPlan
        fields = (
            *("key", "member", "title", "designation", "edition", "languages", "text_language"),
            *("covers_from", "covers_to", "fields", "topics", "summary", "document", "note", "source", "source_kind"),
        )


class NationalPlanStepResource(StepResource):
    record = key_of(NationalPlan, "record", "plan")
    documents = keys_of(Document, "documents")

    class Meta:
        model = NationalPlanStep
        import_id_fields = ("record", "status", "when")
        fields = ("record", "status", "when", "preferred", "place", "documents", "note", "source", "source_kind")
