"""Initiatives for everybody's calendar, and for one person's own what is due: as of now, for those they act for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Event as Entry

from alliance.calendars import Days, calendar, entered, of_record
from members.models import Member
from plans.models import Initiative, Measure, PlanDraft, UpdateDue

if TYPE_CHECKING:
    from people.models import User


def of_initiatives(initiatives: Iterable[Initiative]) -> bytes:
    entries, left_out = [], 0
    for initiative in initiatives:
        days = Days.of(initiative.starts, initiative.ends)
        if days is None:
            left_out += 1
            continue
        entry = of_record(f"initiative-{initiative.pk}", days, initiative, initiative.title, initiative.description)
        if initiative.place:
            entry.add("location", initiative.place)
        entry.add("categories", [initiative.strategy.name])
        entries.append(entry)
    return calendar(_("Initiatives for the regional strategies of the Alliance"), "initiatives", entries, left_out)


def of_person(account: User, on: date) -> bytes:
    """Without an appointment it is empty: so a calendar program forgets what it still shows."""
    members = Member.objects.editable_by(account).order_by()
    entries = [
        *updates(members, on),
        *ends_of_measures(members),
        *returned_drafts(members),
        *confirmation(account, on),
    ]
    return calendar(_("Alliance of Civilizations: what is due"), "due", entries)


def updates(members: Iterable[Member], on: date) -> Iterator[Entry]:
    dues = UpdateDue.objects.unanswered().filter(plan__member__in=members).order_by("due_on", "pk")
    for due in dues.select_related("plan__member", "window"):
        heading = _("Update is due: %(plan)s") % {"plan": due.plan}
        words = _("%(window)s: %(standing)s") % {"window": due.window, "standing": due.standing(on)}
        path = reverse("plan_progress", args=[due.plan.key])
        yield entered(f"update-{due.pk}", whole(due.due_on), due.updated_at, heading, words, path)


def ends_of_measures(members: Iterable[Member]) -> Iterator[Entry]:
    """On the last day that the plan gives it: a month or a year ends on its last."""
    measures = Measure.objects.unfinished().filter(member__in=members).exclude(ends_on=None)
    for measure in measures.order_by("ends_on", "pk"):
        if measure.ends:
            heading = _("Last day of a measure: %(measure)s") % {"measure": measure}
            words = _("By the plan it ends: %(ends)s. Told so far: %(completion)s.")
            words = words % {"ends": measure.ends, "completion": measure.get_completion_display()}
            path = reverse("progress_note_tell", args=[measure.key])
            yield entered(f"measure-{measure.pk}", whole(measure.ends.last), measure.updated_at, heading, words, path)


def returned_drafts(members: Iterable[Member]) -> Iterator[Entry]:
    drafts = PlanDraft.objects.returned().filter(member__in=members).order_by("pk")
    for draft in drafts.select_related("member", "strategy").prefetch_related("receipts"):
        returned_on = draft.returned_on
        if returned_on:
            heading = _("Returned for changes: %(plan)s") % {"plan": draft}
            path = draft.get_absolute_url()
            yield entered(f"returned-{draft.pk}", whole(returned_on), draft.updated_at, heading, "", path)


def confirmation(account: User, on: date) -> Iterator[Entry]:
    due_on = account.person and account.person.confirmation_due_on(on)
    if account.person and due_on:
        heading = _("Confirm your contact data")
        words = _("Once a year the secretariat asks whether they are still correct.")
        changed_at = account.person.updated_at
        yield entered(f"contact-{account.pk}", whole(due_on), changed_at, heading, words, reverse("contact"))


def whole(day: date) -> Days:
    return Days(day, day)
