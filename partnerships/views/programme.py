from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from documents.models import Document
from partnerships.api import ProgrammeFilter
from partnerships.models import Programme


@login_not_required
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """What the Alliance does or stands beside as a list, with the filters of the API."""
    programmes = ProgrammeFilter(request.GET, Programme.objects.prefetch_related("fields"), request=request)
    context = {"filter": programmes, "page": page_of(programmes.qs, request), "api_url": reverse("programme-list")}
    return render(request, "partnerships/programme_list.html", context)


@login_not_required
@require_safe
def programme_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One programme; what was heard about it in confidence stands here for staff alone."""
    user = request.user
    programme = get_object_or_404(Programme.objects.as_of(timezone.localdate(), user=user), key=key)
    steps = list(programme.steps.visible_to(user).with_documents(user).order_by("-on", "-pk"))
    heard = programme.consultations.visible_to(user)
    context = {
        "programme": programme,
        "steps": steps,
        "is_told_in_two_ways": not all(step.preferred for step in steps),
        "partners": programme.partners.visible_to(user).select_related("partner"),
        "consultations": heard.prefetch_related(Prefetch("documents", Document.objects.visible_to(user))),
        "announcements": programme.announcements.visible_to(user).select_related("forum"),
        "commitments": programme.commitments.visible_to(user).telling_reports().select_related("forum"),
        "aliases": programme.aliases.all(),
    }
    return render(request, "partnerships/programme_detail.html", context)
