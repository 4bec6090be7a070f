from alliance.registers import RegisterResource, key_of, yes_no
from documents.models import Document
from members.models import Correction, FocalPoint, Member, Nomination
from people.models import Person, User


class FocalPointResource(RegisterResource):
    member = key_of(Member, "member")
    person = key_of(Person, "person")
    letter = key_of(Document, "letter")
    is_empowered = yes_no("is_empowered")

    class Meta:
        model = FocalPoint
        import_id_fields = ("member", "person", "role", "since")
        fields = (
            *("member", "person", "role", "is_empowered", "post", "ministry", "since", "until", "letter", "note"),
        )


class SubmissionResource(RegisterResource):
    """To look at in a spreadsheet: what was proposed comes in by the portal alone."""

    member = key_of(Member, "member")
    made_by = key_of(User, "made_by", field="email")


class NominationResource(SubmissionResource):
    class Meta:
        model = Nomination
        import_id_fields = ("id",)
        fields = (
            "id",
            "member",
            "status",
            "role",
            "name",
            "title",
            "post",
            "ministry",
            "email",
            "made_by",
            "made_at",
            "answer",
        )


class CorrectionResource(SubmissionResource):
    class Meta:
        model = Correction
        import_id_fields = ("id",)
        fields = ("id", "member", "status", "what", "stored", "proposed", "reason", "made_by", "made_at", "answer")
