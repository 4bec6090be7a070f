from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mailroom.expectations import Expected, Plan, plan
from mailroom.models import Reminder
from mailroom.reminding import remind, told_stages
from mailroom.rules import check_day

LISTED = "Listed for staff, mailed to nobody"


class Command(BaseCommand):
    help = "Send the reminders of a day, each once, as the daily job does; with --dry-run only print them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=day, metavar="DATE", help="the day, such as 2027-05-03; today")
        parser.add_argument("--dry-run", action="store_true", help="send and record nothing")
        parser.add_argument("--even-so", action="store_true", help="send those of another day than today")

    def handle(self, *args: Any, on: date | None, dry_run: bool, even_so: bool, **options: Any) -> None:
        today = timezone.localdate()
        if on not in {None, today} and not (dry_run or even_so):
            raise CommandError(
                f"{on} is not today, and a reminder that is made once is not made again on its own day. "
                "Look with --dry-run; if you mean it, add --even-so."
            )
        found = plan(on or today)
        self.tell(found)
        if not dry_run:
            self.stdout.write(f"{len(remind(found.on))} reminder(s) made.")
        if found.faults:
            raise CommandError(f"{len(found.faults)} fault(s) of rules; what the rules told rightly is unaffected.")

    def tell(self, found: Plan) -> None:
        blocks = list(by_recipient(found))
        for to, lines in blocks:
            self.stdout.write("\n".join([to, *(f"  {line}" for line in lines), "\n"]))
        for fault in found.faults:
            self.stderr.write(f"{fault.rule.title}: {fault.words}")
        if not blocks:
            self.stdout.write("Nobody is reminded of anything.")


def day(text: str) -> date:
    try:
        on = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no day: write it as 2027-05-03.") from error
    try:
        check_day(on)
    except ValidationError as refusal:
        raise ArgumentTypeError(" ".join(refusal.messages)) from refusal
    return on


def by_recipient(found: Plan) -> Iterator[tuple[str, list[str]]]:
    for mailbox, expected in found.by_mailbox().items():
        stages = told_stages({each.due.address for each in expected})
        if lines := [line(each) for each in expected if not each.is_made(stages.get(each.key))]:
            yield mailbox or LISTED, lines


def line(expected: Expected) -> str:
    words = f"{expected.what} {expected.when}"
    return f"{words} (no address)" if expected.state == Reminder.State.UNADDRESSED else words
