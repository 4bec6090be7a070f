"""What falls due for focal points at work: for whoever may submit, and nobody else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from mailroom.outbox import Recipient
from mailroom.rules import ENDS, Due, Rule, Words, in_admin, office
from members.models import FocalPoint, Member
from plans.models import Measure, PlanDraft, ProgressNote, Receipt, UpdateDue
from plans.models.update_due import expected

READ_BY = timedelta(days=14)  # so long staff may take to open what was submitted
RETURNED = Words(_("will be returned on %(day)s"), _("was returned today"), _("was returned on %(day)s, %(span)s ago"))
WAITS = Words(_("will wait from %(day)s"), _("waits since today"), _("waits since %(day)s, %(span)s ago"))


class Submitters(NamedTuple):
    """Who may submit on a day for each member that is shown: without those of the demonstration."""

    by_member: dict[int, list[Recipient]]

    @classmethod
    def on(cls, day: date) -> Submitters:
        points = FocalPoint.objects.current(day).empowered().real().exclude(member__public_status="")
        found: dict[int, dict[str, Recipient]] = defaultdict(dict)
        for point in points.select_related("person__user").order_by("member", "-role", "pk"):
            person = point.person
            to = Recipient(person.notices_go_to, person.name, person.mail_language)
            found[point.member_id].setdefault(to.address.lower(), to)
        return cls({member: [*mailboxes.values()] for member, mailboxes in found.items()})

    def of(self, member_id: int) -> list[Recipient]:
        return self.by_member.get(member_id, [])


def updates(on: date, until: date) -> Iterator[Due]:
    """Of a plan with one measure the short page itself."""
    submitters = Submitters.on(on)
    dues: Any = UpdateDue.objects.unanswered().filter(due_on__lte=until, window__opens_on__lte=on)
    current = Q(plan__measures__dropped_on=None)
    dues = dues.filter(plan__in=expected(on).order_by()).select_related("plan__member", "window")
    for due in dues.annotate(
        n=Count("plan__measures", filter=current), only=Max("plan__measures__key", filter=current)
    ):
        is_short = due.n == 1
        link = (
            reverse("progress_note_tell", args=[due.only])
            if is_short
            else reverse("plan_progress", args=[due.plan.key])
        )
        for to in submitters.of(due.plan.member_id):
            yield Due(
                about=due,
                to=to,
                by=due.due_on,
                what=format_lazy(_("The update of {plan} ({window})"), plan=due.plan, window=due.window),
                text=_("A word on one measure is enough, also that nothing has changed; or submit the plan anew."),
                label=_("Tell its progress"),
                link=link,
            )


def unfinished(on: date, until: date) -> Iterator[Due]:
    """Measures whose last day has passed, and that are not told to be complete."""
    submitters = Submitters.on(on)
    for measure in Measure.objects.ended_unfinished(on).select_related("member").order_by("pk"):
        last_day = measure.ends and measure.ends.last
        for to in submitters.of(measure.member_id) if last_day and last_day <= until else []:
            yield Due(
                about=measure,
                to=to,
                by=last_day or until,
                what=format_lazy(_("The measure “{measure}” of {member}"), measure=measure, member=measure.member),
                text=_("Tell on one short page how far it has come, and whether it is complete."),
                label=_("Tell its progress"),
                link=reverse("progress_note_tell", args=[measure.key]),
            )


def returned(on: date, until: date) -> Iterator[Due]:
    """Drafts that came back and that nobody has touched since."""
    submitters = Submitters.on(on)
    drafts: Any = PlanDraft.objects.returned().select_related("member", "strategy")
    for draft in drafts.annotate(touched_at=Max("parts__saved_at"), answered_at=Max("receipts__answered_at")):
        returned_on = draft.answered_at and timezone.localdate(draft.answered_at)
        if not returned_on or returned_on > until or (draft.touched_at and draft.touched_at > draft.answered_at):
            continue
        for to in submitters.of(draft.member_id):
            yield Due(
                about=draft,
                to=to,
                by=returned_on,
                what=format_lazy(_("The draft “{draft}”"), draft=draft),
                text=_("Nobody has written in it since. The page shows the reason and the comments."),
                label=_("Open the draft"),
                link=draft.get_absolute_url(),
            )


def waiting(on: date, until: date) -> Iterator[Due]:
    """What an editor has told and nobody has published."""
    submitters = Submitters.on(on)
    notes = ProgressNote.objects.proposed().select_related("measure__member", "told_by__person").order_by("pk")
    for note in notes:
        told_on = timezone.localdate(note.told_at)
        for to in submitters.of(note.measure.member_id) if told_on <= until else []:
            yield Due(
                about=note,
                to=to,
                by=told_on,
                what=format_lazy(
                    _("What {editor} tells of the measure “{measure}”"),
                    editor=note.told_by.get_full_name() if note.told_by else _("an editor"),
                    measure=note.measure,
                ),
                text=_("It is public once you publish it, by one press."),
                label=_("Read and publish it"),
                link=reverse("notes_waiting"),
            )


def unread(on: date, until: date) -> Iterator[Due]:
    """Receipts that staff have not opened."""
    waiting_since = Receipt.objects.unopened().filter(
        draft__status=PlanDraft.Status.SUBMITTED,
        draft__member__in=Member.objects.exclude(public_status="").order_by(),
    )
    for receipt in waiting_since.select_related("draft__member", "draft__strategy").order_by("pk"):
        by = timezone.localdate(receipt.submitted_at) + READ_BY
        if by <= until:
            yield Due(
                about=receipt,
                to=office(),
                by=by,
                what=format_lazy(
                    _("The review of “{plan}” (receipt {number})"), plan=receipt.draft, number=receipt.number
                ),
                text=_("Nobody has opened it yet; as long as that is so, the member may recall it."),
                label=_("Open it"),
                link=in_admin(receipt),
            )


RULES = [
    Rule("plans.update", _("Update of a plan"), updates, stages=(-30, -14, -3, 1, 14, 28), to_office=35),
    Rule(
        "plans.measure_unfinished",
        _("Measure past its last day"),
        unfinished,
        words=ENDS,
        stages=(1, 30, 90),
        to_office=180,
    ),
    Rule(
        "plans.returned",
        _("Returned draft that nobody has touched"),
        returned,
        words=RETURNED,
        stages=(7, 21, 35),
        to_office=49,
    ),
    Rule(
        "plans.note_waiting", _("Progress note of an editor"), waiting, words=WAITS, stages=(2, 9, 23), to_office=None
    ),
    Rule("plans.receipt_unread", _("Submission that nobody has opened"), unread, stages=(0, 7, 14), to_office=None),
]
