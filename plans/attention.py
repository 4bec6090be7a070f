"""What the plans in work have to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from alliance.attention import Matter, rows
from plans.models import Initiative, PlanDraft, ProgressNote, UpdateDue

A_FORTNIGHT = timedelta(days=14)


def matters(on: date) -> Iterator[Matter]:
    yield Matter(
        PlanDraft.objects.to_review().count(),
        _("submissions to review"),
        _("Nobody sees what was submitted until it is published; the focal point waits for an answer."),
        rows("plans_plandraft", work="review"),
    )
    yield Matter(
        PlanDraft.objects.resting(on).count(),
        _("submissions returned, and untouched for 30 days"),
        _("Ask the focal point whether the reason was understood, and what is missing."),
        rows("plans_plandraft", work="resting"),
    )
    yield Matter(
        UpdateDue.objects.overdue(on).count(),
        _("updates of plans overdue"),
        _("The member has told nothing since the window opened: ask, or extend it with a reason."),
        rows("plans_updatedue", standing="overdue"),
    )
    yield Matter(
        Initiative.objects.undecided().count(),
        _("initiatives to enter in the calendar"),
        _("A State offers to host an event for a regional strategy: accept or decline it."),
        rows("plans_initiative", status__exact=Initiative.Status.PROPOSED),
    )
    yield Matter(
        ProgressNote.objects.told_since(on - A_FORTNIGHT).count(),
        _("progress notes of the last 14 days"),
        _("They are public already: look whether each says what it should."),
        rows("plans_progressnote", work="new"),
    )
