from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError
from simple_history.models import HistoricalRecords

from alliance.workflow import record_in_history
from mailroom.addresses import deliverable
from mailroom.marks import checked, refuse_missing_keys
from mailroom.models.claim import Claim
from mailroom.models.letter import Letter
from mailroom.models.suppression import Suppression

if TYPE_CHECKING:
    from people.models import User

log = logging.getLogger(__name__)


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self, at: datetime) -> Self:
        """What is due to be sent: notices of office before subscriptions, each in the order in which it was queued."""
        return self.filter(state=Message.State.PENDING, next_try_at__lte=at).order_by("is_subscription", "pk")

    def stuck(self, at: datetime) -> Self:
        """Waiting for longer than the office wants to wait, be it that no worker runs or no server takes it."""
        since = at - timedelta(minutes=settings.MAIL_STUCK_MINUTES)
        return self.filter(state__in=Message.OPEN, queued_at__lte=since).order_by("queued_at")

    def may_have_arrived(self) -> Self:
        """What a mail server was handed and did not put off; what has a history has come back, or was decided about."""
        was_decided = Exists(Message.history.filter(id=OuterRef("pk")).order_by())
        refused = Q(state=Message.State.FAILED, attempts__gt=0)
        return self.filter(Q(state__in=Message.HANDED_OVER) | refused | was_decided)

    def in_doubt(self) -> Self:
        return self.filter(state=Message.State.IN_DOUBT)

    def failed(self) -> Self:
        return self.filter(state=Message.State.FAILED)

    def undecided(self) -> Self:
        """What failed or is in doubt, and nobody has said yet what becomes of it."""
        return self.filter(state__in=Message.UNDECIDED, decided_at=None)

    def visible_to(self, user: User) -> Self:
        return self.filter(letter__in=Letter.objects.recipients_visible_to(user).order_by())

    @transaction.atomic
    def forget(self) -> None:
        """To whom they went is told to nobody any more; what still waits goes to nobody."""
        of_these = [*self.order_by().values_list("pk", flat=True)]
        rows = Message.objects.filter(pk__in=of_these)
        rows.filter(state__in=[Message.State.PENDING, Message.State.HELD]).update(state=Message.State.STOPPED)
        rows.filter(state__in=Message.UNDECIDED, decided_at=None).update(decided_at=timezone.now())
        rows.update(address="", name="", fields={}, keys={}, cause="")
        Message.history.filter(id__in=of_these).update(address="", name="", cause="")

    def by_letter_and_state(self) -> dict[int, dict[str, int]]:
        """How many of each letter are in each state."""
        counts: dict[int, dict[str, int]] = {}
        for letter, state, count in self.order_by().values_list("letter", "state").annotate(Count("pk")):
            counts.setdefault(letter, {})[state] = count
        return counts

    def numbered(self, message_id: str) -> Message | None:
        """The message that a Message-ID belongs to, with or without its angle brackets."""
        try:
            number = UUID(message_id.strip().strip("<>").partition("@")[0])
        except ValueError:
            return None
        return self.filter(number=number).first()

    @transaction.atomic
    def take(self, claim: Claim) -> list[Message]:
        """A window of what is waiting, for one worker and no other: it counts as being sent from here on."""
        waiting = self.waiting(timezone.now()).select_for_update(skip_locked=True)
        messages = list(waiting[: settings.MAIL_WINDOW])
        taken = self.filter(pk__in=[message.pk for message in messages])
        taken.update(state=Message.State.SENDING, claim=claim)
        return messages

    @transaction.atomic
    def doubt_the_dead(self) -> None:
        """What a worker was sending when it fell silent is in doubt: only the mail server knows."""
        for claim in Claim.objects.dead().select_for_update(skip_locked=True):
            claim.end()
        orphans = self.filter(state=Message.State.SENDING).exclude(claim__ended_at=None)
        for claim in Claim.objects.filter(messages__in=orphans).distinct():
            words = _(
                "The worker %(worker)s fell silent while it was sending this: it was stopped, or lost the database."
            )
            cause = words % {"worker": claim}
            orphans.filter(claim=claim).update(
                state=Message.State.IN_DOUBT, cause=cause, settled_at=timezone.now(), attempts=F("attempts") + 1
            )


class Message(models.Model):
    """One mail to one recipient. The rows are the queue (DESIGN 4.4); Celery only wakes the workers.

    Written in the transaction of the act that it tells of. `number` makes its Message-ID, the same at every try.
    """

    class State(models.TextChoices):
        PENDING = "pending", gettext_lazy("waiting")
        SENDING = "sending", gettext_lazy("being sent")
        SENT = "sent", gettext_lazy("sent")
        FAILED = "failed", gettext_lazy("failed")
        IN_DOUBT = "in_doubt", gettext_lazy("in doubt")
        SUPPRESSED = "suppressed", gettext_lazy("not sent: suppressed address")
        HELD = "held", gettext_lazy("held back")
        STOPPED = "stopped", gettext_lazy("not sent: stopped")

    OPEN: ClassVar[list[str]] = [State.PENDING, State.SENDING]
    HANDED_OVER: ClassVar[set[str]] = {State.SENDING, State.SENT, State.IN_DOUBT}
    UNDECIDED: ClassVar[set[str]] = {State.FAILED, State.IN_DOUBT}

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="messages", verbose_name=gettext_lazy("letter"))
    address = models.CharField(gettext_lazy("address"), max_length=320)
    name = models.CharField(gettext_lazy("name"), max_length=200, blank=True)
    fields = models.JSONField(gettext_lazy("fields"), default=dict, blank=True)
    keys = models.JSONField(gettext_lazy("keys"), default=dict, blank=True)
    is_subscription = models.BooleanField(gettext_lazy("subscription"), default=False)
    number = models.UUIDField(gettext_lazy("number"), default=uuid4, unique=True, editable=False)
    key = models.CharField(gettext_lazy("key"), max_length=200, blank=True)
    state = models.CharField(gettext_lazy("state"), max_length=20, choices=State, default=State.PENDING)
    claim = models.ForeignKey(
        Claim,
        models.SET_NULL,
        null=True,
        related_name="messages",
        db_index=False,
        verbose_name=gettext_lazy("taken by"),
    )
    attempts = models.PositiveSmallIntegerField(gettext_lazy("attempts"), default=0)
    queued_at = models.DateTimeField(gettext_lazy("queued"), default=timezone.now)
    next_try_at = models.DateTimeField(gettext_lazy("next try"), default=timezone.now)
    settled_at = models.DateTimeField(gettext_lazy("settled"), null=True)
    decided_at = models.DateTimeField(
        gettext_lazy("decided"),
        null=True,
        help_text=gettext_lazy("When staff settled what had failed or was in doubt."),
    )
    cause = models.TextField(gettext_lazy("cause"), blank=True)

    objects = MessageQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["fields", "keys"])

    class Meta:
        verbose_name = gettext_lazy("message")
        verbose_name_plural = gettext_lazy("messages")
        ordering = ["-pk"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key=""),
                name="message_queued_once",
                violation_error_message=gettext_lazy("This notice is queued already."),
            ),
        ]
        indexes = [
            models.Index(Lower("address"), name="message_of_an_address"),
            models.Index("is_subscription", "id", name="message_waiting", condition=Q(state="pending")),
            models.Index("claim", name="message_in_hand", condition=Q(state="sending")),
            models.Index(
                "state",
                "id",
                name="message_undecided",
                condition=Q(state__in=["failed", "in_doubt"], decided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} ({self.address})"

    @property
    def message_id(self) -> str:
        return f"<{self.number.hex}@{settings.MAIL_DOMAIN}>"

    @property
    def veiled_address(self) -> str:
        """Its owner knows it again; whoever else holds the link does not learn it."""
        user, at, domain = self.address.rpartition("@")
        return f"{user[:1]}…{at}{domain}"

    @property
    def is_undecided(self) -> bool:
        return self.state in self.UNDECIDED and self.decided_at is None

    def wait(self, at: datetime) -> datetime | None:
        """When to try again after one more temporary failure; None once the office has waited long enough."""
        if at - self.queued_at > timedelta(hours=settings.MAIL_GIVE_UP_HOURS):
            return None
        seconds = min(settings.MAIL_RETRY_SECONDS * 2**self.attempts, settings.MAIL_RETRY_MOST_SECONDS)
        return at + timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311  spreads, hides nothing

    def refuse(self) -> None:
        """Say in words why it can be sent to nobody as it is."""
        self.letter.refuse()
        deliverable(self.address)
        checked(self.letter.marks, self.fields)
        refuse_missing_keys(self.letter.marks, self.keys, self.letter.stream)

    def send_again(self, *, by: User | None, note: str = "") -> None:
        """The staff's decision on what failed or is in doubt: once more, under the same Message-ID."""
        self.refuse()
        self.decide(self.State.PENDING, by=by, note=note)
        wake(1)

    def settle_as_sent(self, *, by: User | None, note: str = "") -> None:
        """The mail server's log has this Message-ID: it went out."""
        self.decide(self.State.SENT, by=by, note=note)

    def settle_as_failed(self, *, by: User | None, note: str = "") -> None:
        """The mail server's log does not have this Message-ID, and it shall not be sent any more."""
        self.decide(self.State.FAILED, by=by, note=note)

    @transaction.atomic
    def decide(self, state: str, *, by: User | None, note: str = "") -> None:
        stored = Message.objects.select_for_update().get(pk=self.pk)
        if stored.state not in self.UNDECIDED or (stored.state == state and stored.decided_at):
            words = _("It is %(state)s: there is nothing to decide.")
            raise ValidationError(words % {"state": stored.get_state_display()})
        record_in_history(stored, by=by, note=reason(stored.state, state, note))
        for name, value in decided(state).items():
            setattr(stored, name, value)
            setattr(self, name, value)
        stored.save()

    @transaction.atomic
    def come_back(self, cause: str, *, is_of_nobody: bool) -> None:
        """A report says, perhaps days later, that what was handed over could not be delivered."""
        stored = Message.objects.select_for_update().get(pk=self.pk)
        if stored.state in self.HANDED_OVER:
            stored.state, stored.settled_at, stored.decided_at = self.State.FAILED, timezone.now(), None
            stored.cause = _("It came back: %(words)s") % {"words": cause}
            record_in_history(stored, by=None)
            stored.save(update_fields=["state", "settled_at", "decided_at", "cause"])
        if is_of_nobody:
            Suppression.objects.note(stored, Suppression.Reason.BOUNCED, words=cause)


def decided(state: str) -> dict[str, Any]:
    """What a decision of staff changes in a message. One that is sent again has its whole time before it."""
    now = timezone.now()
    if state == Message.State.PENDING:
        afresh = {"queued_at": now, "next_try_at": now, "settled_at": None, "decided_at": None}
        return {"state": state, **afresh, "attempts": 0, "cause": ""}
    return {"state": state, "settled_at": now, "decided_at": now}


DECISIONS = {
    Message.State.PENDING: gettext_lazy("Sent again; it was %(was)s"),
    Message.State.SENT: gettext_lazy("Settled as sent; it was %(was)s"),
    Message.State.FAILED: gettext_lazy("Settled as not sent; it was %(was)s"),
}


def reason(was: str, state: str, note: str) -> str:
    """What the history says of a decision: the worker, who knows nothing of history, has left no earlier row in it."""
    words = DECISIONS[Message.State(state)] % {"was": Message.State(was).label}
    return f"{words}. {note}"[:100].strip() if note else f"{words}."


def wake(count: int) -> None:
    """Once this transaction is committed: enough workers for so many messages."""
    workers = max(1, min(settings.MAIL_WORKERS, -(-count // settings.MAIL_WINDOW)))
    transaction.on_commit(lambda: call(workers), robust=True)


def call(workers: int) -> None:
    """A call that is lost is made up for by the sweep: nobody's act fails because the queue is away."""
    from mailroom.tasks import send_waiting

    try:
        for _worker in range(workers):
            send_waiting.delay()
    except OperationalError as error:
        log.warning("No worker could be woken: %s", error)
