"""What becomes of the work of people of the demonstration when they are removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Min, QuerySet

from members.models import FocalPoint
from people.models import Person, User
from plans.models import (
    Comment,
    Initiative,
    Measure,
    PlanDraft,
    Practice,
    ProgressNote,
    Publication,
    Receipt,
    TaskForceSeat,
    UpdateDue,
)


def remove(people: QuerySet[Person], accounts: QuerySet[User]) -> Iterator[str]:
    """What they alone wrote goes with them; where a real colleague went on with it, it stays without their name.

    What is published stays for ever: it is named, so that staff publish what is right.
    """
    points = FocalPoint.objects.filter(person__in=people)
    yield from removed(Practice.objects.filter(author__in=points))
    yield from removed(TaskForceSeat.objects.filter(focal_point__in=points))
    yield from removed(Initiative.objects.filter(made_by__in=accounts))
    yield from removed_notes(accounts)
    yield from removed_drafts(accounts)
    for publication in Publication.objects.filter(receipt__submitted_by__in=accounts).select_related("plan__member"):
        yield f"Kept, for what is published is kept: {publication}"


def removed(rows: QuerySet[Any]) -> Iterator[str]:
    lines = [f"Removed: {row._meta.verbose_name} {row}" for row in rows]
    rows.delete()
    yield from lines


def removed_notes(accounts: QuerySet[User]) -> Iterator[str]:
    """A measure keeps the note with which it was published first."""
    first = Measure.objects.annotate(first=Min("notes")).values("first")
    notes = ProgressNote.objects.filter(told_by__in=accounts).exclude(pk__in=first)
    measures = list(Measure.objects.filter(notes__in=notes).distinct())
    yield from removed(notes)
    for measure in measures:
        measure.retell()
    reconsider(measure.plan for measure in measures)


def removed_drafts(accounts: QuerySet[User]) -> Iterator[str]:
    real = User.objects.exclude(pk__in=accounts)
    drafts = PlanDraft.objects.filter(begun_by__in=accounts).exclude(status=PlanDraft.Status.PUBLISHED)
    drafts = drafts.exclude(parts__saved_by__in=real).exclude(receipts__submitted_by__in=real)
    gone = list(drafts)
    plans = [draft.plan for draft in gone]
    Comment.objects.filter(receipt__draft__in=gone).delete()
    Receipt.objects.filter(draft__in=gone).delete()
    yield from removed(PlanDraft.objects.filter(pk__in=[draft.pk for draft in gone]))
    reconsider(plans)


def reconsider(plans: Iterable[Any]) -> None:
    for plan in {plan for plan in plans if plan is not None}:
        UpdateDue.objects.reconsider(plan, by=None)
