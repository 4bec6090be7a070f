"""The public library: plans, their measures and their publications."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from plans.comparison import sections
from plans.models import Measure, Publication


@login_not_required
@require_safe
def measure_detail(request: HttpRequest, key: str) -> HttpResponse:
    measure = get_object_or_404(Measure.objects.visible_to(request.user), key=key)
    return render(request, "plans/measure_detail.html", {"measure": measure})


@login_not_required
@require_safe
def publication_detail(request: HttpRequest, key: str, number: int) -> HttpResponse:
    publication = get_object_or_404(Publication.objects.visible_to(request.user), plan__key=key, number=number)
    context = {"publication": publication, "sections": sections(publication.content)}
    return render(request, "plans/publication_detail.html", context)


@login_not_required
@require_safe
def strategy_publication_detail(request: HttpRequest, key: str, member: str, number: int) -> HttpResponse:
    seen = Publication.objects.visible_to(request.user)
    publication = get_object_or_404(seen, strategy__key=key, member__key=member, number=number)
    context = {"publication": publication, "sections": sections(publication.content)}
    return render(request, "plans/publication_detail.html", context)
