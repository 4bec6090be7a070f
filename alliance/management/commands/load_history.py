from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from alliance.registers import NotLoaded, histories, load


class Command(BaseCommand):
    help = "Load the registers as the documents tell them, through the resources that staff import with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="leave registers alone that already have rows (the office has gone on)"
        )

    @transaction.atomic
    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        wanted = [(p, r) for p, r in histories() if not (once and r._meta.model._default_manager.exists())]
        for path, resource in wanted:
            try:
                loaded = load(path, resource)
            except NotLoaded as refusal:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write(f"{loaded.name}: {loaded.new} new, {loaded.changed} changed, {loaded.same} as they were")
