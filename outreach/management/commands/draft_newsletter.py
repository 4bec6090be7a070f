from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from outreach.drafting import draft, month_of
from outreach.models.newsletter import last_month


class Command(BaseCommand):
    help = "Drafts the newsletter of a month from the registers, or brings its draft up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", type=month, default=None, help="Such as 2009-04; without it the last month.")

    def handle(self, *args: Any, month: date | None, **options: Any) -> None:
        try:
            newsletter = draft(month or last_month(), by=None)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        if newsletter.has_nothing:
            self.stdout.write(f"{newsletter}: nothing happened that the registers tell. Nobody is mailed.")
            return
        self.stdout.write(f"{newsletter}: drafted at /admin/outreach/newsletter/{newsletter.pk}/change/")
        for part in newsletter.main.told():
            self.stdout.write(f"{part.name}: " + ", ".join(block.heading for block in part.blocks))


def month(text: str) -> date:
    try:
        return month_of(text)
    except ValidationError as refusal:
        raise ArgumentTypeError(" ".join(refusal.messages)) from refusal
