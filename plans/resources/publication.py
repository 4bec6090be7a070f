"""What is in work and what was published, as tables: facts alone, for a text is read on its page."""

from __future__ import annotations

from alliance.registers import RegisterResource, key_of
from members.models import Member, NationalPlan, RegionalStrategy
from people.models import User
from plans.models import PlanDraft, Publication, Receipt


class PlanDraftResource(RegisterResource):
    """Never what is being written."""

    member = key_of(Member, "member")
    strategy = key_of(RegionalStrategy, "strategy")

    class Meta:
        model = PlanDraft
        import_id_fields = ("id",)
        fields = ("id", "member", "edition", "strategy", "status", "begun_at")


class ReceiptResource(RegisterResource):
    draft = key_of(PlanDraft, "draft", field="pk")
    submitted_by = key_of(User, "submitted_by", field="email")
    opened_by = key_of(User, "opened_by", field="email")
    answered_by = key_of(User, "answered_by", field="email")

    class Meta:
        model = Receipt
        import_id_fields = ("id",)
        fields = (
            *("id", "draft", "draft__member__key", "submitted_at", "submitted_by", "recalled_at"),
            *("opened_at", "opened_by", "answered_at", "answered_by", "answer"),
        )


class PublicationResource(RegisterResource):
    member = key_of(Member, "member")
    plan = key_of(NationalPlan, "plan")
    strategy = key_of(RegionalStrategy, "strategy")

    class Meta:
        model = Publication
        import_id_fields = ("id",)
        fields = ("id", "member", "plan", "strategy", "number", "published_at", "receipt")
