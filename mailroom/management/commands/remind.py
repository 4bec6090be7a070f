from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mailroom.expectations import Expected, Plan, plan
from mailroom.models import Reminder
from mailroom.reminding import remind, told_stages

LISTED = "Listed for staff, mailed to nobody"


class Command(BaseCommand):
    help = "Send the reminders of a day, each once, as the daily job does; with --dry-run only print them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day, such as 2027-05-03; today")
        parser.add_argument("--dry-run", action="store_true", help="send and record nothing")

    def handle(self, *args: Any, on: date | None, dry_run: bool, **options: Any) -> None:
        found = plan(on or timezone.localdate())
        blocks = list(by_recipient(found))
        for to, lines in blocks:
            self.stdout.write("\n".join([to, *(f"  {line}" for line in lines), "\n"]))
        for fault in found.faults:
            self.stderr.write(f"{fault.rule.title}: {fault.words}")
        if not blocks:
            self.stdout.write("Nobody is reminded of anything.")
        if not dry_run:
            self.stdout.write(f"{len(remind(found.on))} reminder(s) made.")


def by_recipient(found: Plan) -> Iterator[tuple[str, list[str]]]:
    for mailbox, expected in found.by_mailbox().items():
        stages = told_stages({each.due.address for each in expected})
        if lines := [line(each) for each in expected if not each.is_made(stages.get(each.key))]:
            yield mailbox or LISTED, lines


def line(expected: Expected) -> str:
    words = f"{expected.what} {expected.when}"
    return f"{words} (no address)" if expected.state == Reminder.State.UNADDRESSED else words
