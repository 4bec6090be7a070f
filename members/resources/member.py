from alliance.registers import RegisterResource, StepResource, key_of, keys_of, partial_date, yes_no
from documents.models import Document
from members.models import Alias, ContactNote, Country, Member, MemberStep, Platform


class MemberResource(RegisterResource):
    """The status is left out: it follows from the steps, which are a register of their own."""

    country = key_of(Country, "country", field="iso3")
    is_co_sponsor = yes_no("is_co_sponsor")

    class Meta:
        model = Member
        fields = (
            "key",
            "name",
            "short_name",
            "kind",
            "country",
            "is_co_sponsor",
            "basis",
            "note",
            "source",
            "source_kind",
        )


class MemberStepResource(StepResource):
    record = key_of(Member, "record", "member")
    documents = keys_of(Document, "documents")

    class Meta:
        model = MemberStep
        import_id_fields = ("record", "status", "when")
        fields = ("record", "status", "when", "preferred", "documents", "note", "source", "source_kind")


class AliasResource(RegisterResource):
    record = key_of(Member, "record", "member")
    used_since = partial_date("used_since", "since")
    used_until = partial_date("used_until", "until")

    class Meta:
        model = Alias
        import_id_fields = ("record", "name")
        fields = ("record", "name", "used_since", "used_until", "note", "source", "source_kind")


class ContactNoteResource(RegisterResource):
    member = key_of(Member, "member")

    class Meta:
        model = ContactNote
        import_id_fields = ("member", "kind", "on", "summary")
        fields = ("member", "kind", "on", "summary")


class PlatformResource(RegisterResource):
    class Meta:
        model = Platform
        fields = ("key", "name", "theme", "note")
