from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from alliance.registers import NotLoaded, histories, load, was_loaded


class Command(BaseCommand):
    help = "Load the registers as the documents tell them, through the resources that staff import with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once",
            action="store_true",
            help="leave registers alone that were loaded before, and in the others every row that is there already",
        )

    @transaction.atomic
    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        wanted = [(path, resource) for path, resource in histories() if not (once and was_loaded(resource))]
        for path, resource in wanted:
            try:
                loaded = load(path, resource, only_new=once)
            except NotLoaded as refusal:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write(f"{loaded.name}: {loaded.new} new, {loaded.changed} changed, {loaded.same} as they were")
