"""What the rules say of a day: which reminders stand on it, whether they have been made or not."""

from __future__ import annotations

import logging
from collections import defaultdict
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from mailroom.models import Reminder
from mailroom.outbox import Recipient
from mailroom.rules import Due, Rule, in_one_line, office, rules

log = logging.getLogger(__name__)

Key = tuple[str, str, str, date]  # whose turn, rule, record, due day


@dataclass(frozen=True)
class Expected:
    """A reminder that stands on a day, whether it has been made or not."""

    rule: Rule
    due: Due
    stage: int
    on: date

    @property
    def key(self) -> Key:
        return (self.due.address, self.rule.key, self.due.reference, self.due.by)

    @property
    def is_escalation(self) -> bool:
        return self.stage == self.rule.to_office

    @property
    def to(self) -> Recipient:
        return office() if self.is_escalation else self.due.to

    @property
    def state(self) -> str:
        live_on = settings.GOING_LIVE_ON
        if live_on is None or self.on < live_on or self.due.by < live_on:
            return Reminder.State.LISTED
        return Reminder.State.MAILED if self.to.address.strip() else Reminder.State.UNADDRESSED

    @property
    def mailbox(self) -> str:
        """Where it goes to, with what else goes there; empty for what is only listed."""
        return self.to.address.strip().lower() if self.state == Reminder.State.MAILED else ""

    @property
    def what(self) -> str:
        return in_one_line(self.due.what if self.is_escalation else self.due.yours or self.due.what)

    @property
    def when(self) -> str:
        return self.rule.words.told(self.due.by, self.on)

    def is_made(self, told: int | None) -> bool:
        """By the last stage that was told: at this one or a later; what is only listed is listed once."""
        return told is not None and (told >= self.stage or self.state == Reminder.State.LISTED)

    def row(self) -> Reminder:
        to, rule, about, due_on = self.key
        return Reminder(
            to=to,
            rule=rule,
            about=about,
            due_on=due_on,
            name=in_one_line(self.due.to.name)[:200],
            what=in_one_line(self.due.what),
            stage=self.stage,
            is_escalation=self.is_escalation,
            state=self.state,
            made_on=self.on,
        )


class Fault(NamedTuple):
    """A rule that failed, or one thing that it told wrongly: the rest goes out."""

    rule: Rule
    words: str


@dataclass
class Plan:
    """What the rules say of a day."""

    on: date
    expected: list[Expected] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    undone: dict[str, set[Key]] = field(default_factory=dict)  # by the rules that have told everything

    def by_mailbox(self) -> dict[str, list[Expected]]:
        """In one order always, so that two runs do not wait for each other crosswise."""
        found = defaultdict(list)
        for expected in sorted(self.expected, key=lambda expected: (expected.mailbox, expected.key)):
            found[expected.mailbox].append(expected)
        return dict(found)


def plan(on: date) -> Plan:
    """Asks every rule, and changes nothing."""
    found = Plan(on)
    for rule in rules():
        undone = set[Key]()
        try:
            with a_savepoint():
                for due in rule.found(on):
                    read(found, rule, due, undone)
            if all(fault.rule != rule for fault in found.faults):
                found.undone[rule.key] = undone
        except Exception as error:  # whoever wrote the rule: the others are heard all the same
            log.exception("The rule %s failed.", rule.key)
            found.faults.append(Fault(rule, f"{type(error).__name__}: {error}"))
    return found


def a_savepoint() -> AbstractContextManager[None]:
    """Within a transaction, which a failed question would spoil; without one nothing is locked by asking."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def read(found: Plan, rule: Rule, due: Due, undone: set[Key]) -> None:
    try:
        due.check()
        stage = rule.stage(due.by, found.on)
        undone.add((due.address, rule.key, due.reference, due.by))
        if stage is not None:
            found.expected.append(Expected(rule, due, stage, found.on))
    except Exception as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else f"{type(error).__name__}: {error}"
        log.exception("The rule %s told one thing wrongly.", rule.key)
        found.faults.append(Fault(rule, words))
