from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.names import readable
from plans.models.written import WrittenPlan

if TYPE_CHECKING:
    from people.models import User
    from plans.models.receipt import Receipt

LONGEST_ANSWER = 4000


class ReviewedPlan(WrittenPlan):
    """What staff do with what was submitted: open it, and return or publish it."""

    Status: Any
    receipts: Any

    class Meta:
        abstract = True

    @property
    def latest_receipt(self) -> Receipt | None:
        latest: Receipt | None = self.receipts.order_by("-pk").first()
        return latest

    @transaction.atomic
    def open(self, *, by: User | None, receipt: Receipt | None = None) -> None:
        """Staff begin to read what was submitted: from here on it is not recalled."""
        self.refuse_what_is_newer(receipt)
        self.move_to(self.Status.IN_REVIEW, by=by)
        for unread in self.receipts.unopened():
            unread.note(by=by, opened_at=timezone.now(), opened_by=by)

    def refuse_what_is_newer(self, receipt: Receipt | None) -> None:
        """Staff decide about what they have read: until the end of the transaction nothing else comes in."""
        type(self)._default_manager.select_for_update().get(pk=self.pk)
        latest = self.latest_receipt
        if receipt is not None and latest is not None and latest != receipt:
            words = _("Something newer was submitted meanwhile, receipt %(number)s: read that first.")
            raise ValidationError(words % {"number": latest.number})

    @transaction.atomic
    def return_to_member(self, *, by: User | None, note: str, receipt: Receipt | None = None) -> None:
        """With the reason, and the comments on single measures."""
        from plans import mail

        self.refuse_what_is_newer(receipt)
        if not note.strip():
            raise ValidationError({"note": _("Say what is to be changed: the focal point reads it.")})
        refuse_what_cannot_be_sent(note)
        self.move_to(self.Status.RETURNED, by=by, note=note)
        mail.plan_returned(self._answered(by, note))

    @transaction.atomic
    def publish(self, *, by: User | None, note: str = "", receipt: Receipt | None = None) -> Any:
        """What was submitted becomes what the public sees, in this one transaction."""
        from plans import mail, publishing

        self.refuse_what_is_newer(receipt)
        refuse_what_cannot_be_sent(note)
        self.move_to(self.Status.PUBLISHED, by=by, note=note)
        publication = publishing.publish(self._answered(by, note), by=by)
        mail.plan_published(publication)
        return publication

    def _answered(self, by: User | None, note: str) -> Receipt:
        receipt: Receipt = self.receipts.latest("pk")
        receipt.note(by=by, answer=note.strip(), answered_at=timezone.now(), answered_by=by)
        return receipt


def refuse_what_cannot_be_sent(note: str) -> None:
    """The focal point reads it in a mail and beside the receipt."""
    try:
        for check in (readable, MaxLengthValidator(LONGEST_ANSWER)):
            check(note)
    except ValidationError as refusal:
        raise ValidationError({"note": refusal.messages}) from refusal
