"""What a drill does: post, let it fail, wait until nothing is open, and count at both ends."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from mailroom.models import Claim, Letter, Message
from mailroom.outbox import Recipient, post
from outreach.models import Newsletter, Subscriber


@dataclass
class Report:
    """What came of a drill. A message is lost if it neither arrived nor is flagged as failed or in doubt."""

    name: str
    size: int
    seconds: float
    states: Counter
    lost: int
    twice: int
    without_cause: int
    bound: int

    HEAD = (
        f"{'drill':<36}{'mails':>7}{'window':>8}{'seconds':>9}{'sent':>7}{'failed':>8}"
        f"{'in doubt':>10}{'at most':>9}{'lost':>6}{'twice':>7}"
    )

    def __str__(self):
        sent, failed, doubt = (self.states[state] for state in ("sent", "failed", "in_doubt"))
        return (
            f"{self.name:<36}{self.size:>7}{settings.MAIL_WINDOW:>8}{self.seconds:>9.1f}{sent:>7}{failed:>8}"
            f"{doubt:>10}{self.bound:>9}{self.lost:>6}{self.twice:>7}"
        )

    @property
    def is_good(self):
        is_bounded = self.states[Message.State.IN_DOUBT] <= self.bound
        is_whole = sum(self.states.values()) == self.size and not any(self.states[open] for open in Message.OPEN)
        return is_whole and is_bounded and not (self.lost or self.twice or self.without_cause)


def empty():
    Newsletter.objects.all().delete()
    Subscriber.objects.all().delete()
    Message.objects.all().delete()
    Letter.objects.all().delete()
    Claim.objects.all().delete()


def recipients(first, last, of):
    for number in range(first, last):
        name = f"Reader {number}"
        fields = {"name": name, "page": f"https://example.org/readers/{number}"}
        yield Recipient(f"r{number}@example.org", name=name, fields=fields, key=f"{of} {number}")


def send(size, *, first=0, of="drill"):
    post("drill/letter", recipients(first, first + size, of), stream="drill")


def patient(question):
    """The database may be away just now."""
    while True:
        try:
            return question()
        except (OperationalError, InterfaceError):
            connection.close()
            time.sleep(0.2)


def still_open():
    return patient(lambda: Message.objects.filter(state__in=Message.OPEN).count())


def run(name, *, size, sink, workers, faults=(), first=None, posting=send, bound):
    """Post, call each of the `faults` in its turn as the mail goes out, then wait until nothing is open."""
    empty()
    begun = time.monotonic()
    posting(first or size)
    for number, fault in enumerate(faults, start=1):
        target = size * number // (len(faults) + 1)
        until(lambda target=target: sink.is_at >= target or not still_open(), workers)
        fault()
    until(lambda: not still_open(), workers)
    return report(name, size, sink, time.monotonic() - begun, bound())


def until(is_so, workers, seconds=300):
    end = time.monotonic() + seconds
    while not is_so():
        workers.look_after()
        if time.monotonic() > end:
            raise TimeoutError(f"Still open after {seconds} seconds: {still_open()} messages at {timezone.now()}.")
        time.sleep(0.05)


def report(name, size, sink, seconds, bound):
    arrived = Counter(sink.numbers)
    rows = list(Message.objects.all())
    flagged = {Message.State.FAILED, Message.State.IN_DOUBT}
    return Report(
        name=name,
        size=size,
        seconds=seconds,
        states=Counter(row.state for row in rows),
        lost=size - len(rows) + sum(row.message_id not in arrived and row.state not in flagged for row in rows),
        twice=sum(times - 1 for times in arrived.values()),
        without_cause=sum(not row.cause for row in rows if row.state in flagged),
        bound=bound,
    )
