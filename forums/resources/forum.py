from alliance.registers import RegisterResource, StepResource, key_of, keys_of, partial_date
from documents.models import Document
from forums.models import Forum, ForumStep, Session
from members.models import Country, Member


class ForumResource(RegisterResource):
    """The status is left out: it follows from the steps, which are a register of their own."""

    country = key_of(Country, "country", field="iso3")
    host = key_of(Member, "host")
    starts = partial_date("starts")
    ends = partial_date("ends")
    outcome_document = key_of(Document, "outcome_document")

    class Meta:
        model = Forum
        import_id_fields = ("ordinal",)
        fields = (
            *("ordinal", "name", "city", "country", "host", "host_name", "starts", "ends", "time_zone", "theme"),
            *("issues", "outcome", "outcome_document", "note", "source", "source_kind"),
        )


class ForumStepResource(StepResource):
    record = key_of(Forum, "record", "forum", field="ordinal")
    documents = keys_of(Document, "documents")

    class Meta:
        model = ForumStep
        import_id_fields = ("record", "status", "when")
        fields = ("record", "status", "when", "preferred", "documents", "note", "source", "source_kind")


class SessionResource(RegisterResource):
    forum = key_of(Forum, "forum", field="ordinal")
    held = partial_date("held", "held_on")

    class Meta:
        model = Session
        fields = (
            *("key", "forum", "kind", "ordinal", "title", "topic", "count", "held", "restricted_to"),
            *("note", "source", "source_kind"),
        )
