"""What the rules expect of a day beside what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.dates import spoken
from mailroom.expectations import Expected, Fault, Key, plan
from mailroom.models import Reminder
from mailroom.rules import Rule, in_one_line, office, register_page, rules, told_stage

HEADER = ("rule", "what is due", "whose turn it is", "due on", "stage", "goes to", "what became of it")


@dataclass(frozen=True)
class Line:
    rule: str
    what: str
    turn: str
    due_on: date
    stage: str
    to: str
    became: str
    page: str = ""
    is_missing: bool = False

    @property
    def cells(self) -> tuple[Any, ...]:
        return (self.rule, self.what, self.turn, self.due_on, self.stage, self.to, self.became)


@dataclass
class Comparison:
    """Of one day; what was listed before going live stands apart."""

    on: date
    lines: list[Line] = field(default_factory=list)
    listed: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return sum(line.is_missing for line in self.lines)


def compare(on: date) -> Comparison:
    found, titles = plan(on), {rule.key: rule for rule in rules()}
    sent = made(found.expected)
    compared = Comparison(on, faults=found.faults)
    for expected in sorted(found.expected, key=lambda each: (each.due.by, each.key)):
        row = sent.get(expected.key)
        is_listed = expected.state == Reminder.State.LISTED
        (compared.listed if is_listed else compared.lines).append(expected_line(expected, row))
    keys = {expected.key for expected in found.expected}
    for row in Reminder.objects.made(on).select_related("message").order_by("due_on", "pk"):
        if key_of(row) not in keys:
            to = compared.listed if row.state == Reminder.State.LISTED else compared.lines
            to.append(row_line(row, titles.get(row.rule)))
    return compared


def made(expected: list[Expected]) -> dict[Key, Reminder]:
    """Of each thing the stage that is expected, else the next that was made, else the last before."""
    stages = {each.key: each.stage for each in expected}
    rows = Reminder.objects.filter(about__in={each.due.reference for each in expected})
    before, since = dict[Key, Reminder](), dict[Key, Reminder]()
    for row in rows.select_related("message").order_by("stage"):
        key = key_of(row)
        if row.stage < stages.get(key, row.stage):
            before[key] = row
        else:
            since.setdefault(key, row)
    return before | since


def key_of(row: Reminder) -> Key:
    return (row.to, row.rule, row.about, row.due_on)


def expected_line(expected: Expected, row: Reminder | None) -> Line:
    is_made = expected.is_made(row.stage if row else None)
    return Line(
        rule=str(expected.rule.title),
        what=in_one_line(expected.due.what),
        turn=in_one_line(expected.due.to.name) or expected.due.address,
        due_on=expected.due.by,
        stage=stage(expected.stage, expected.is_escalation),
        to=expected.to.address,
        became=became(row) if is_made and row else not_made(expected),
        page=register_page(expected.due.reference),
        is_missing=not is_made and expected.on < timezone.localdate(),
    )


def row_line(row: Reminder, rule: Rule | None) -> Line:
    return Line(
        rule=str(rule.title) if rule else row.rule,
        what=row.what,
        turn=row.name or row.to,
        due_on=row.due_on,
        stage=stage(row.stage, row.is_escalation),
        to=office().address if row.is_escalation else row.to,
        became=f"{became(row)}; {_('no longer due')}",
        page=register_page(row.about),
    )


def stage(days: int, is_escalation: bool) -> str:
    words = told_stage(days)
    return _("%(when)s, to the secretariat") % {"when": words} if is_escalation else words


def became(row: Reminder) -> str:
    words = {"state": row.message.get_state_display() if row.message else "", "day": spoken(row.made_on)}
    if row.state == Reminder.State.MAILED:
        return _("mailed on %(day)s: %(state)s") % words if row.message else _("mailed on %(day)s") % words
    if row.state == Reminder.State.LISTED:
        return _("listed on %(day)s") % words
    return _("nobody to mail to, noted on %(day)s") % words


def not_made(expected: Expected) -> str:
    return _("to come") if expected.on >= timezone.localdate() else _("missing")


def table(compared: Comparison) -> Iterator[tuple[Any, ...]]:
    for line in (*compared.lines, *compared.listed):
        yield line.cells
