"""A worker takes a chunk of the queue and sends it, a window at a time.

What is in a window is committed as being sent before the mail server hears of it, and settled after its answers, in
the same commit as the next window is begun. So a worker that is killed leaves at most its window in doubt.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from time import monotonic, sleep
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from mailroom import keys
from mailroom.backends import Backend, chosen
from mailroom.batches import batched
from mailroom.merging import Merge
from mailroom.models import Claim, Message, Suppression
from mailroom.models.message import wake
from mailroom.outcomes import Outcome, Refused, told

TURN = 60  # seconds; then other tasks of the worker have theirs
LETTERS = 32  # that a worker keeps ready to be filled in
State = Message.State
T = TypeVar("T")

log = logging.getLogger(__name__)


def run() -> None:
    """Send what is waiting until nothing is, or until others should have a turn."""
    merge = lru_cache(LETTERS)(Merge)
    end = monotonic() + TURN
    with chosen() as backend:
        while monotonic() < end:
            chunk = Chunk.take(backend, merge)
            if chunk is None or not chunk.deliver():
                return
    wake(1)


def sweep() -> None:
    """Make up for what was lost: workers that died with their chunks, and calls to wake up."""
    Message.objects.free_the_dead()
    waiting = Message.objects.waiting(timezone.now()).order_by()[: settings.MAIL_WORKERS * settings.MAIL_CHUNK].count()
    if waiting:
        wake(waiting)


class Chunk:
    """What a worker has taken of the queue."""

    def __init__(self, claim: Claim, messages: list[Message], backend: Backend, merge: Callable[..., Merge]) -> None:
        self.claim, self.messages, self.backend, self.merge = claim, messages, backend, merge
        self.renewed = monotonic()

    @classmethod
    @transaction.atomic
    def take(cls, backend: Backend, merge: Callable[..., Merge]) -> Chunk | None:
        if not Message.objects.waiting(timezone.now()).exists():
            return None
        claim = Claim.begin()
        messages = Message.objects.claim(claim, settings.MAIL_CHUNK)
        return cls(claim, messages, backend, merge)

    def deliver(self) -> bool:
        """Whether the mail server is there for more."""
        outcomes, is_there = list[Outcome](), True
        for window in batched(self.messages, settings.MAIL_WINDOW):
            unsent, mails = self.prepare(window)
            begun = patiently(lambda: self.begin([*outcomes, *unsent], mails))  # noqa: B023  called at once
            outcomes, is_there = self.send(begun)
            if not is_there:
                break
        patiently(lambda: self.end(outcomes))
        return is_there

    def prepare(self, window: Sequence[Message]) -> tuple[list[Outcome], list[Any]]:
        """What cannot be sent, and why; and the mails of the rest."""
        unsent, mails, stopped = [], [], suppressed(window)
        for message in window:
            try:
                if message.is_subscription and (message.letter.stream, message.address.lower()) in stopped:
                    unsent.append(Outcome(message, State.SUPPRESSED))
                else:
                    mails.append(self.backend.written(self.merge(message.letter), message))
            except keys.Void as reason:
                unsent.append(Outcome(message, State.FAILED, str(reason)))
            except ValidationError as refusal:
                unsent.append(Outcome(message, State.FAILED, " ".join(refusal.messages)))
            except (BadHeaderError, ValueError, KeyError) as error:
                unsent.append(Outcome(message, State.FAILED, told(error)))
        return unsent, mails

    @transaction.atomic
    def begin(self, settled: Sequence[Outcome], mails: Sequence[Any]) -> list[Any]:
        """Settle the window before and commit this one as being sent: the mails that are still this worker's."""
        self.settle(settled)
        self.claim.renew()
        by_key = {mail[0].pk: mail for mail in mails}
        held = Message.objects.filter(pk__in=by_key, claim=self.claim)
        if held.filter(state=State.CLAIMED).update(state=State.SENDING) == len(by_key):
            return list(mails)
        mine = held.filter(state=State.SENDING).values_list("pk", flat=True)
        return [by_key[pk] for pk in mine]

    def send(self, mails: Sequence[Any]) -> tuple[list[Outcome], bool]:
        outcomes: list[Outcome] = []
        try:
            for outcome in self.backend.send(mails):
                outcomes.append(outcome)
                self.renew()
        except Refused as refusal:
            log.warning("Mail waits: %s", refusal)
            outcomes += [Outcome.again(mail[0], str(refusal)) for mail in mails[len(outcomes) :]]
            return outcomes, False
        return outcomes, True

    def renew(self) -> None:
        """A slow server does not make this worker look dead."""
        if monotonic() - self.renewed > settings.MAIL_CLAIM_SECONDS / 4:
            patiently(self.claim.renew)
            self.renewed = monotonic()

    @transaction.atomic
    def end(self, outcomes: Sequence[Outcome]) -> None:
        self.settle(outcomes)
        held = Message.objects.filter(claim=self.claim)
        held.filter(state=State.CLAIMED).update(state=State.PENDING)
        self.claim.end()

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Also what the sweep has put in doubt meanwhile: this worker knows better."""
        now = timezone.now()
        held = Message.objects.filter(claim=self.claim, state__in=[State.CLAIMED, State.SENDING, State.IN_DOUBT])
        sent = [outcome.message.pk for outcome in outcomes if outcome.state == State.SENT]
        if sent:
            held.filter(pk__in=sent).update(state=State.SENT, settled_at=now, attempts=F("attempts") + 1, cause="")
        for outcome in outcomes:
            if outcome.state != State.SENT:
                held.filter(pk=outcome.message.pk).update(attempts=F("attempts") + 1, **consequence(outcome, now))
            if outcome.is_bounce:
                Suppression.objects.note(outcome.message, Suppression.Reason.BOUNCED, words=outcome.cause)


def consequence(outcome: Outcome, now: Any) -> dict[str, Any]:
    if outcome.state != State.PENDING:
        return {"state": outcome.state, "cause": outcome.cause, "settled_at": now}
    later = outcome.message.wait(now)
    if later is None:
        words = _("Given up after %(hours)d hours: %(cause)s")
        cause = words % {"hours": settings.MAIL_GIVE_UP_HOURS, "cause": outcome.cause}
        return {"state": State.FAILED, "cause": cause, "settled_at": now}
    return {"state": State.PENDING, "cause": outcome.cause, "next_try_at": later}


def suppressed(window: Sequence[Message]) -> set[tuple[str, str]]:
    """Which subscriptions stop at which of these addresses."""
    readers = [message for message in window if message.is_subscription]
    if not readers:
        return set()
    standing = Suppression.objects.standing().filter(address__in={message.address.lower() for message in readers})
    streams = {message.letter.stream for message in readers}
    return {
        (stream, address)
        for kept, address in standing.values_list("stream", "address")
        for stream in (streams if not kept else {kept})
    }


def patiently(act: Callable[[], T]) -> T:
    """What the mail server has answered is not forgotten because the database is restarted just then."""
    end = monotonic() + settings.MAIL_CLAIM_SECONDS
    while True:
        try:
            return act()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or monotonic() > end:
                raise
            log.exception("The database is away; waiting for it.")
            connection.close()
            sleep(1)
