"""A worker takes a window of the queue, sends it, and settles it as it takes the next.

What is in a window is committed as being sent before the mail server hears of it, and settled after its answers, in
the same commit that takes the next one. So a worker that is killed leaves at most its window in doubt.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import lru_cache
from time import monotonic, sleep
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from mailroom import keys
from mailroom.backends import Backend, chosen
from mailroom.merging import Merge
from mailroom.models import Claim, Letter, Message, Suppression
from mailroom.models.message import wake
from mailroom.outcomes import Outcome, Refused

TURN = 60  # seconds; then other tasks of the worker have theirs
LETTERS = 32  # that a worker keeps ready to be filled in
State = Message.State
T = TypeVar("T")

log = logging.getLogger(__name__)


def run() -> None:
    """Send what is waiting until nothing is, or until others should have a turn."""
    if not Message.objects.waiting(timezone.now()).exists():
        return
    with chosen() as backend:
        is_done = Turn(Claim.begin(), backend).work(until=monotonic() + TURN)
    if not is_done:
        wake(1)


def sweep() -> None:
    """Make up for what was lost: workers that died with their windows, and calls to wake up."""
    Message.objects.doubt_the_dead()
    most = settings.MAIL_WORKERS * settings.MAIL_WINDOW
    waiting = Message.objects.waiting(timezone.now()).order_by()[:most].count()
    if waiting:
        wake(waiting)


class Turn:
    """A worker at work."""

    def __init__(self, claim: Claim, backend: Backend) -> None:
        self.claim, self.backend = claim, backend
        self.merge = lru_cache(LETTERS)(lambda letter: Merge(Letter.objects.get(pk=letter)))
        self.unsettled: list[Outcome] = []
        self.is_there = True  # the mail server
        self.renewed = monotonic()

    def work(self, *, until: float) -> bool:
        """Whether there is nothing more to do for now."""
        while window := self.next_window():
            self.unsettled = self.send(window)
            if not self.is_there or monotonic() > until:
                break
        patiently(self.end, again=self.end_carefully)
        return not (window and self.is_there)

    def next_window(self) -> list[Message]:
        self.claim, window = patiently(self.take, again=self.take_again)
        self.unsettled = []
        return window

    @transaction.atomic
    def take(self) -> tuple[Claim, list[Message]]:
        """Settle the window before, and commit the next one as being sent."""
        self.settle()
        claim = self.living_claim()
        return claim, Message.objects.take(claim)

    @transaction.atomic
    def take_again(self) -> tuple[Claim, list[Message]]:
        """The database may have committed a window and then gone away: none of that was sent."""
        self.settle_carefully()
        mine = Message.objects.filter(claim=self.claim, state=State.SENDING)
        claim = self.living_claim()
        mine.update(claim=claim)
        left = list(Message.objects.filter(claim=claim, state=State.SENDING).order_by("pk"))
        return claim, left or Message.objects.take(claim)

    def living_claim(self) -> Claim:
        """A worker that was taken for dead begins anew. The row stays locked until the window is committed."""
        return self.claim if self.claim.renew() else Claim.begin()

    @transaction.atomic
    def end(self) -> None:
        self.settle()
        self.claim.end()

    @transaction.atomic
    def end_carefully(self) -> None:
        self.settle_carefully()
        self.claim.end()

    def send(self, window: Sequence[Message]) -> list[Outcome]:
        unsent, mails = patiently(lambda: self.prepare(window))
        return [*unsent, *self.sent(mails)]

    def prepare(self, window: Sequence[Message]) -> tuple[list[Outcome], list[Any]]:
        """What cannot be sent, and why; and the mails of the rest."""
        unsent, mails, stopped, aside = [], [], self.suppressed(window), set_aside(window)
        for message in window:
            try:
                merge = self.merge(message.letter_id)
                if message.is_subscription and stops(stopped, message, merge.letter.stream):
                    unsent.append(Outcome(message, State.SUPPRESSED))
                elif message.letter_id in aside:
                    unsent.append(Outcome(message, aside[message.letter_id]))
                else:
                    mails.append(self.backend.written(merge, message))
            except keys.Void as reason:
                unsent.append(Outcome(message, State.FAILED, str(reason), is_closed=True))
            except ValidationError as refusal:
                unsent.append(Outcome(message, State.FAILED, " ".join(refusal.messages)))
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:  # of one letter or of what makes its key: the others go out
                log.exception("Message %s cannot be written.", message.pk)
                unsent.append(Outcome(message, State.FAILED, type(error).__name__))
        return unsent, mails

    def suppressed(self, window: Sequence[Message]) -> set[tuple[str, str]]:
        """Of the addresses of these readers those that have stopped a subscription, or, without its name, all."""
        if not any(message.is_subscription for message in window):
            return set()
        held = Message.objects.filter(claim=self.claim, state=State.SENDING)
        standing = Suppression.objects.standing().filter(address__in=held.values(lowered=Lower("address")))
        return set(standing.values_list("stream", "address"))

    def sent(self, mails: Sequence[Any]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        try:
            for outcome in self.backend.send(mails):
                outcomes.append(outcome)
                self.stay_alive()
        except Refused as refusal:
            log.warning("Mail waits: %s", refusal)
            self.is_there = False
            outcomes += [Outcome.again(mail[0], str(refusal)) for mail in mails[len(outcomes) :]]
        return outcomes

    def stay_alive(self) -> None:
        """A slow server does not make this worker look dead. If it did all the same, others have what is left."""
        if monotonic() - self.renewed > settings.MAIL_CLAIM_SECONDS / 4:
            if not patiently(self.claim.renew):
                raise Refused(_("The mail server was so slow that this worker was taken for dead."))
            self.renewed = monotonic()

    def settle(self) -> None:
        """What else this worker has as being sent, once the others are told, was sent."""
        self.settle_others()
        sent = [outcome for outcome in self.unsettled if outcome.state == State.SENT]
        held = Message.objects.filter(claim=self.claim, state=State.SENDING)
        if sent and held.update(**sent_at(timezone.now())) != len(sent):
            self.settle_sent()

    def settle_carefully(self) -> None:
        """Row by row, where a commit is unsure."""
        self.settle_others()
        self.settle_sent()

    def settle_sent(self) -> None:
        """Also what the sweep has put in doubt meanwhile: this worker knows."""
        sent = [outcome.message.pk for outcome in self.unsettled if outcome.state == State.SENT]
        self.held(State.PENDING).filter(pk__in=sent).update(**sent_at(timezone.now()))

    def settle_others(self) -> None:
        for outcome in self.unsettled:
            if outcome.state != State.SENT:
                row = self.held().filter(pk=outcome.message.pk)
                row.update(attempts=F("attempts") + 1, **settled(outcome, timezone.now()))
            if outcome.is_bounce:
                Suppression.objects.note(outcome.message, Suppression.Reason.BOUNCED, words=outcome.cause)

    def held(self, *more: str) -> QuerySet[Message]:
        """What this worker may settle; it also knows better than who has it sent again, until another takes it."""
        return Message.objects.filter(claim=self.claim, state__in=[State.SENDING, State.IN_DOUBT, *more])


def set_aside(window: Sequence[Message]) -> dict[int, str]:
    """Of letters that were held or stopped while a worker had these in hand: only what is tried again can be of one."""
    tried = {message.letter_id for message in window if message.attempts}
    found = (
        Letter.objects.filter(pk__in=tried).exclude(stance=Letter.Stance.SENT_OUT) if tried else Letter.objects.none()
    )
    return dict(found.values_list("pk", "stance"))


def stops(stopped: set[tuple[str, str]], message: Message, stream: str) -> bool:
    return not stopped.isdisjoint({("", message.address.lower()), (stream, message.address.lower())})


def sent_at(moment: Any) -> dict[str, Any]:
    return {"state": State.SENT, "settled_at": moment, "attempts": F("attempts") + 1, "cause": ""}


def settled(outcome: Outcome, now: Any) -> dict[str, Any]:
    """What was held back waits again if its letter was released meanwhile; until the commit nobody releases it."""
    if outcome.state == State.HELD:
        letter = Letter.objects.select_for_update().only("stance").get(pk=outcome.message.letter_id)
        if letter.stance != Letter.Stance.HELD:
            return {"state": State.PENDING, "next_try_at": now}
    return consequence(outcome, now)


def consequence(outcome: Outcome, now: Any) -> dict[str, Any]:
    if outcome.state != State.PENDING:
        decided_at = now if outcome.is_closed else None
        return {"state": outcome.state, "cause": outcome.cause, "settled_at": now, "decided_at": decided_at}
    later = outcome.message.wait(now)
    if later is None:
        words = _("Given up after %(hours)d hours: %(cause)s")
        cause = words % {"hours": settings.MAIL_GIVE_UP_HOURS, "cause": outcome.cause}
        return {"state": State.FAILED, "cause": cause, "settled_at": now}
    return {"state": State.PENDING, "cause": outcome.cause, "next_try_at": later}


def patiently(act: Callable[[], T], again: Callable[[], T] | None = None) -> T:
    """What the mail server has answered is not forgotten because the database is restarted just then.

    Whether a commit that was not answered has happened nobody knows: a second try is made `again`.
    """
    end = monotonic() + settings.MAIL_CLAIM_SECONDS
    while True:
        try:
            return act()
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block or monotonic() > end:
                raise
            log.warning("The database is away; waiting for it: %s", error)
            connection.close()
            act = again or act
            sleep(1)
