"""The daily job: what stands today and was not told yet goes out, one digest to each recipient.

It may run twice, at once, late or with a clock that jumps: a stage is made only where neither it nor a later one of
the same thing stands, runs take turns, and the rows' unique key has the last word.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Max

from mailroom import keys
from mailroom.expectations import Expected, Key, Plan, plan
from mailroom.marks import IN_TEMPLATES, KEY
from mailroom.models import Message, Reminder
from mailroom.outbox import Recipient, post
from mailroom.rules import Due, in_admin, in_one_line

KIND = "mailroom/mail/reminders"
log = logging.getLogger(__name__)


def remind(on: date) -> list[Reminder]:
    """What was made now."""
    found, made = plan(on), list[Reminder]()
    for expected in found.by_mailbox().values():
        try:
            made += write(expected)
        except Exception:  # one mailbox; tomorrow's run tries again
            log.exception("The reminders of one recipient could not be written.")
    if is_latest(on):
        settle(found)
    return made


@transaction.atomic
def write(expected: list[Expected]) -> list[Reminder]:
    """The rows and the digest that tells of them, or neither."""
    take_turn()
    stages = told_stages({each.due.address for each in expected})
    new = [(each, row) for each in expected if not each.is_made(stages.get(each.key)) and (row := kept(each))]
    told = [pair for pair in new if pair[0].mailbox]
    if told:
        send(told)
    return [row for _each, row in new]


def take_turn() -> None:
    """Of two runs at one moment the other waits until this one's transaction ends."""
    ContentType.objects.get_for_model(Reminder)
    ContentType.objects.select_for_update(no_key=True).get(app_label="mailroom", model="reminder")


def told_stages(addresses: Iterable[str]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    rows = Reminder.objects.filter(to__in=addresses).order_by("stage")
    for *key, stage in rows.values_list("to", "rule", "about", "due_on", "stage"):
        found[tuple(key)] = stage  # type: ignore[index]
    return found


def kept(expected: Expected) -> Reminder | None:
    row = expected.row()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row


class Item(NamedTuple):
    """A paragraph of the digest."""

    expected: Expected
    address: str

    @property
    def name(self) -> str:
        return in_one_line(self.expected.due.to.name)

    @property
    def what(self) -> str:
        return self.expected.what

    @property
    def when(self) -> str:
        return self.expected.when

    @property
    def text(self) -> str:
        return in_one_line(self.due.text)

    @property
    def due(self) -> Due:
        return self.expected.due


def send(told: list[tuple[Expected, Reminder]]) -> None:
    """One digest, whose key is unique as its rows are."""
    first, to = told[0][1], told[0][0].to
    references = {
        f"item_{number}": reference(each.due, is_alone=len(told) == 1)
        for number, (each, _row) in enumerate(told)
        if each.due.key and not each.is_escalation
    }
    items = [Item(each, address(each, f"item_{number}")) for number, (each, _row) in enumerate(told)]
    own = [item for item in items if not item.expected.is_escalation]
    is_shared = len({item.name for item in own}) > 1
    context = {
        "items": own,
        "is_shared": is_shared,
        "escalated": [item for item in items if item.expected.is_escalation],
        "count": len(items),
        "first": items[0],
    }
    key = f"reminders:{first.pk}"
    name = "" if is_shared else in_one_line(to.name)
    post(KIND, [Recipient(to.address, name, to.language, keys=references, key=key)], context=context)
    Reminder.objects.filter(pk__in=[row.pk for _each, row in told]).update(message=Message.objects.get(key=key))


def address(expected: Expected, name: str) -> str:
    """Of the button. A key is for the recipient alone: the office finds the register's page."""
    if expected.is_escalation:
        return absolute(in_admin(expected.due.about))
    return IN_TEMPLATES[KEY][name] if expected.due.key else absolute(expected.due.link)


def absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}" if path else ""


def reference(due: Due, *, is_alone: bool) -> tuple[str, Any]:
    """Where other things are told as well, a key that is void by now does not keep the mail back."""
    maker, about = due.key or ("", None)
    return (maker, about) if is_alone else ("mailroom.reminder", [maker, about, absolute(due.link)])


@keys.maker("mailroom.reminder")
def key_or_page(about: list[Any]) -> str:
    maker, reference, page = about
    try:
        return keys.made([maker, reference])
    except keys.Void:
        return str(page or settings.SITE_URL)


def is_latest(on: date) -> bool:
    """What an earlier day knew does not undo what a later one found."""
    last = Reminder.objects.aggregate(Max("made_on"), Max("settled_on"))
    return all(day <= on for day in last.values() if day)


def settle(found: Plan) -> None:
    """What its rule no longer tells is done, and leaves the list of work; what it tells again comes back."""
    for rule, undone in found.undone.items():
        rows = Reminder.objects.filter(rule=rule)
        Reminder.objects.filter(pk__in=list(apart(rows.open(), undone, done=True))).update(settled_on=found.on)
        closed = rows.exclude(settled_on=None).filter(about__in={about for _to, _rule, about, _on in undone})
        Reminder.objects.filter(pk__in=list(apart(closed, undone, done=False))).update(settled_on=None)


def apart(rows: Any, undone: set[Key], *, done: bool) -> Iterator[int]:
    for pk, *key in rows.values_list("pk", "to", "rule", "about", "due_on"):
        if (tuple(key) not in undone) is done:
            yield pk
