"""What focal points do beside the form: progress, practices, the task force, their calendar."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.errors import NotThere
from alliance.files import hand_out
from plans.models import CalendarFeed, Evidence, Practice, ProgressNote


@login_not_required
@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Public with its note."""
    notes = ProgressNote.objects.visible_to(request.user)
    evidence = get_object_or_404(Evidence, pk=pk, note__in=notes.order_by())
    return hand_out(request, evidence, is_public=evidence.note.status == ProgressNote.Status.PUBLISHED)


@require_safe
def practice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    practice = get_object_or_404(Practice.objects.visible_to(request.user), pk=pk)
    return render(request, "plans/practice_detail.html", {"practice": practice})


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    if CalendarFeed.found(token) is None:
        raise NotThere
    return HttpResponse("", content_type="text/calendar; charset=utf-8")
