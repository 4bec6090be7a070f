from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.workflow import Workflow
from mailroom.models import Letter, Message

if TYPE_CHECKING:
    from outreach.models.newsletter import Newsletter
    from people.models import User


class SentInItsWindow(Workflow):
    """What was approved goes out by itself within a window, or asks again; it is paused, resumed and stopped."""

    Status: Any
    refuse_unseen: Any
    SHORTEST = timedelta(minutes=15)  # a window in which the workers have a turn

    opens_at = models.DateTimeField(gettext_lazy("goes out from"), null=True, editable=False)
    closes_at = models.DateTimeField(gettext_lazy("and not after"), null=True, editable=False)
    published_at = models.DateTimeField(gettext_lazy("published"), null=True, editable=False, db_index=True)
    reached_nobody = models.BooleanField(
        gettext_lazy("stopped before anybody was sent it"),
        default=False,
        editable=False,
        help_text=gettext_lazy("Then its month may have another issue."),
    )
    letters = models.ManyToManyField(Letter, editable=False, related_name="+", verbose_name=gettext_lazy("letters"))

    class Meta:
        abstract = True

    @property
    def issue(self) -> Newsletter:
        return cast("Newsletter", self)

    @transaction.atomic
    def schedule(self, *, opens_at: datetime, closes_at: datetime, by: User | None, seen: str, note: str = "") -> None:
        """It goes out by itself within this window, and never after it, as it was `seen`."""
        self.refuse_unseen(seen)
        if closes_at <= opens_at:
            raise ValidationError({"closes_at": _("The window closes before it opens.")})
        if closes_at - opens_at < self.SHORTEST:
            raise ValidationError({"closes_at": _("Leave at least a quarter of an hour to send it in.")})
        if closes_at <= timezone.now():
            raise ValidationError({"closes_at": _("This window is over already.")})
        self.move_to(self.Status.SCHEDULED, by=by, note=note, opens_at=opens_at, closes_at=closes_at)

    @transaction.atomic
    def miss(self) -> None:
        """The office is asked again instead of being surprised by a late mail."""
        from outreach.mail import window_missed

        self.move_to(self.Status.MISSED, by=None)
        self.refresh_from_db(fields=["opens_at", "closes_at"])
        if self.closes_at > timezone.now():  # type: ignore[operator]
            raise ValidationError(_("It has another window by now."))
        window_missed(self.issue)

    @transaction.atomic
    def enqueue(self) -> None:
        """One row for each recipient, all before the first mail leaves; then the mailroom sends."""
        from outreach.mailing import post_to_all

        self.move_to(self.Status.SENDING, by=None, published_at=timezone.now())
        self.refresh_from_db(fields=["opens_at", "closes_at"])
        if not self.opens_at <= timezone.now() < self.closes_at:  # type: ignore[operator]
            raise ValidationError(_("It is not its time."))
        letters = post_to_all(self.issue)
        if fault := next((letter.fault for letter in letters if letter.fault), ""):
            raise ValidationError(_("The mail cannot be written: %(fault)s") % {"fault": fault})
        self.letters.set(letters)

    @transaction.atomic
    def pause(self, *, by: User | None, note: str = "") -> None:
        self.move_to(self.Status.PAUSED, by=by, note=note)
        self.letters.all().hold()

    @transaction.atomic
    def resume(self, *, by: User | None, note: str = "") -> None:
        self.move_to(self.Status.SENDING, by=by, note=note)
        self.letters.all().release()

    @transaction.atomic
    def stop(self, *, by: User | None, note: str = "") -> None:
        """Whom it has not reached it does not reach; it leaves the archive.

        If it has reached nobody its month may be drafted anew; else it stays the issue of its month. Asked once nothing
        waits any more, so no worker hands over another meanwhile.
        """
        type(self)._default_manager.select_for_update().get(pk=self.pk)
        self.letters.all().stop()
        self.move_to(
            self.Status.STOPPED, by=by, note=note, reached_nobody=not self.messages.may_have_arrived().exists()
        )

    @transaction.atomic
    def finish(self) -> None:
        """Once nothing of it waits any more."""
        type(self)._default_manager.select_for_update().get(pk=self.pk)
        if not self.messages.filter(state__in=Message.OPEN).exists():
            self.move_to(self.Status.SENT, by=None)

    @property
    def messages(self) -> Any:
        """One to each recipient."""
        return Message.objects.filter(letter__in=self.letters.order_by().values("pk"))
