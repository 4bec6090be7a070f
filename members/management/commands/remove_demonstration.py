from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import PROTECT, ManyToOneRel, ProtectedError, Q, QuerySet
from django.utils.module_loading import import_string, module_has_submodule

from alliance.workflow import record_in_history
from members.models import Correction, FocalPoint, Nomination
from people.models import Appointment, Person, User


class Command(BaseCommand):
    help = "Take the people of the demonstration away again, with their accounts and appointments."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            removed, kept = remove()
        except ProtectedError as refusal:
            names = ", ".join(sorted(str(row) for row in refusal.protected_objects))
            raise CommandError(f"Nothing was removed: somebody of the demonstration is needed by {names}.") from refusal
        for line in removed or ["There is nobody of the demonstration."]:
            self.stdout.write(line)
        if kept:
            self.stdout.write(f"Kept without their name: {kept} record(s) that their accounts had made.")


@transaction.atomic
def remove() -> tuple[list[str], int]:
    people = Person.objects.filter(is_demonstration=True)
    accounts = User.objects.filter(person__in=people)
    proposals: list[QuerySet[Any]] = [
        Nomination.objects.filter(Q(made_by__in=accounts) | Q(person__in=people)),
        Correction.objects.filter(made_by__in=accounts),
    ]
    removed = [*removed_by_apps(people, accounts), *(line for rows in proposals for line in removal(rows))]
    kept = disown(accounts)
    rows_in_order: list[QuerySet[Any]] = [
        FocalPoint.objects.filter(person__in=people),
        Appointment.objects.filter(person__in=people),
        accounts,
        people,
    ]
    removed += [line for rows in rows_in_order for line in removal(rows)]
    return removed, kept


def removed_by_apps(people: QuerySet[Person], accounts: QuerySet[User]) -> Iterator[str]:
    """What the apps above keep of them, those of higher apps first."""
    for app in reversed([*apps.get_app_configs()]):
        if app.module and module_has_submodule(app.module, "demonstration"):
            yield from import_string(f"{app.name}.demonstration.remove")(people, accounts)


def removal(rows: QuerySet[Any]) -> list[str]:
    lines = [f"Removed: {row._meta.verbose_name} {row}" for row in rows]
    rows.delete()
    return lines


def disown(accounts: QuerySet[User]) -> int:
    """What such an account recorded is the office's all the same; who recorded it is then in the history alone."""
    count = 0
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.on_delete is PROTECT and relation.field.null:
            name = relation.field.name
            for row in relation.field.model._default_manager.filter(**{f"{name}__in": accounts}):
                setattr(row, name, None)
                record_in_history(row, by=None, note="The demonstration was removed.")
                row.save(update_fields=[name])
                count += 1
    return count
