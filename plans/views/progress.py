"""How far measures have come, on a short page each; and the notes of editors, which wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.acts import made, made_of, tried
from alliance.files import hand_out
from alliance.listing import page_of
from members.models import Member, NationalPlan, RegionalStrategy
from people.models import User
from plans.forms.work import ProgressNoteForm
from plans.models import Evidence, Measure, ProgressNote, UpdateDue
from plans.models.undertaken import in_action_plan


@require_http_methods(["GET", "HEAD", "POST"])
def progress_note_tell(request: HttpRequest, key: str) -> HttpResponse:
    """One measure: one press where nothing has changed, one column where something has."""
    user = cast("User", request.user)
    mine = Measure.objects.editable_by(user).current().select_related("member", "plan__member", "strategy")
    measure = get_object_or_404(mine, key=key)
    form = ProgressNoteForm(request.POST or None, request.FILES or None, measure=measure)
    if request.method == "POST":
        if note := told(request, measure, form):
            messages.success(request, answered(note))
            return redirect(measure.progress_url)
        if "unchanged" in request.POST:
            form = ProgressNoteForm(None, None, measure=measure)
    context = {
        "form": form,
        "measure": measure,
        "is_published_at_once": measure.is_submittable_by(user),
        "notes": measure.notes.standing_first()[:3],
        "is_to_choose_again": bool(form.errors and request.FILES),
    }
    return render(request, "plans/progress_note_form.html", context)


def told(request: HttpRequest, measure: Measure, form: ProgressNoteForm) -> ProgressNote | None:
    by = cast("User", request.user)
    if "unchanged" in request.POST:
        return made(request, lambda: ProgressNote.tell(measure=measure, by=by, is_unchanged=True))
    return made_of(form, lambda: form.tell(by))


def answered(note: ProgressNote) -> str:
    words = _("Told of “%(measure)s”, and public now. Thank you.")
    if note.status == ProgressNote.Status.PROPOSED:
        words = _("Told of “%(measure)s”. It waits for the focal point, who publishes it.")
    return words % {"measure": note.measure}


@require_safe
def plan_progress(request: HttpRequest, key: str) -> HttpResponse:
    """All measures of a plan, those first that need a word most."""
    user = cast("User", request.user)
    mine = NationalPlan.objects.filter(member__in=Member.objects.editable_by(user).order_by())
    plan = get_object_or_404(mine.select_related("member"), key=key)
    due = UpdateDue.objects.unanswered().filter(plan=plan).select_related("window").order_by("due_on").first()
    measures = Measure.objects.filter(plan=plan)
    return progress(request, measures, {"name": plan.name, "whole": plan, "member": plan.member, "due": due})


@require_safe
def strategy_progress(request: HttpRequest, key: str, member: str) -> HttpResponse:
    """The lines of one member in the action plan of a regional strategy."""
    acting_for = get_object_or_404(Member.objects.editable_by(cast("User", request.user)), key=member)
    strategy = get_object_or_404(RegionalStrategy.objects.visible_to(request.user), key=key)
    measures = Measure.objects.filter(strategy=strategy, member=acting_for)
    context = {"name": in_action_plan(acting_for, strategy), "whole": strategy, "member": acting_for}
    return progress(request, measures, context)


def progress(request: HttpRequest, measures: Any, context: dict[str, Any]) -> HttpResponse:
    today = timezone.localdate()
    listed = measures.current().told_waiting().most_in_need_first(today)
    overdue = set(measures.ended_unfinished(today).values_list("pk", flat=True))
    context |= {"page": page_of(listed, request), "overdue": overdue, "today": today}
    return render(request, "plans/progress.html", context)


@require_safe
def notes_waiting(request: HttpRequest) -> HttpResponse:
    """What editors have told, for whoever may submit to publish; the editors see that it waits."""
    user = cast("User", request.user)
    waiting = ProgressNote.objects.editable_by(user).proposed().order_by("told_at", "pk")
    shown = waiting.select_related("measure__member", "told_by__person").prefetch_related("evidence")
    mine = set(Member.objects.submittable_by(user).values_list("pk", flat=True))
    return render(request, "plans/notes_waiting.html", {"page": page_of(shown, request), "submits_for": mine})


@require_POST
def note_publish(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(ProgressNote.objects.submittable_by(cast("User", request.user)), pk=pk)
    return decided(request, note.publish, _("Published."))


@require_POST
def note_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(ProgressNote.objects.editable_by(cast("User", request.user)), pk=pk)
    return decided(request, note.withdraw, _("Withdrawn."))


def decided(request: HttpRequest, act: Callable[..., None], said: str) -> HttpResponse:
    tried(request, lambda: act(by=request.user), said)
    return redirect("notes_waiting")


@login_not_required
@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Public with its note."""
    notes = ProgressNote.objects.visible_to(request.user)
    evidence = get_object_or_404(Evidence, pk=pk, note__in=notes.order_by())
    return hand_out(request, evidence, is_public=evidence.note.status == ProgressNote.Status.PUBLISHED)
