"""The measures of all plans, those marked as good practices, and each with its progress."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from plans.api import GoodPracticeFilter, MeasureFilter
from plans.models import Measure, Publication


@login_not_required
@require_safe
def measure_list(request: HttpRequest) -> HttpResponse:
    """What members do, whatever plan it stands in, with the filters of the API."""
    measures = MeasureFilter(request.GET, Measure.objects.visible_to(request.user).with_whole(), request=request)
    context = {"filter": measures, "page": page_of(measures.qs, request), "api_url": reverse("measure-list")}
    return render(request, "plans/measure_list.html", context)


@login_not_required
@require_safe
def good_practice_list(request: HttpRequest) -> HttpResponse:
    """The measures from which others may learn, each with the reason that staff give (SP L80-82)."""
    practices = Measure.objects.visible_to(request.user).current().practices().with_whole()
    measures = GoodPracticeFilter(request.GET, practices, request=request)
    context = {"filter": measures, "page": page_of(measures.qs, request, most=30), "api_url": reverse("measure-list")}
    return render(request, "plans/good_practice_list.html", context)


@login_not_required
@require_safe
def measure_detail(request: HttpRequest, key: str) -> HttpResponse:
    found = Measure.objects.visible_to(request.user).with_whole().telling_notes(request.user)
    measure = get_object_or_404(found.select_related("supports__member"), key=key)
    beside = Measure.objects.filter(member=measure.member).of(measure.whole).current().order_by("number")
    context = {
        "measure": measure,
        "publications": publications_of(measure),
        "before": beside.filter(number__lt=measure.number).last(),
        "after": beside.filter(number__gt=measure.number).first(),
    }
    return render(request, "plans/measure_detail.html", context)


def publications_of(measure: Measure) -> list[Publication]:
    """The texts of what it stands in, the newest first."""
    of_it = Publication.objects.filter(member=measure.member).of(measure.whole).defer("content")
    return list(of_it.select_related("member", "plan__member", "strategy").order_by("-number"))
