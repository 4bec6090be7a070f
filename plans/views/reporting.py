"""Who brings its plan up to date in time: public, by a rule that everybody can read."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from plans.api.update_due import UpdateDueFilter
from plans.models import ReportingWindow, UpdateDue


@login_not_required
@require_safe
def reporting(request: HttpRequest) -> HttpResponse:
    """The windows with their tallies, and every plan that was asked, with the filters of the API."""
    today = timezone.localdate()
    seen = UpdateDue.objects.visible_to(request.user)
    asked = UpdateDueFilter(
        request.GET, seen.told_standing(today).select_related("plan__member", "window"), request=request
    )
    tallies = seen.tallied(today)
    windows = [
        {"window": window, "is_open": window.is_open(today), **tallies.get(window.pk, {})}
        for window in ReportingWindow.objects.opened(today)
    ]
    context = {
        "filter": asked,
        "page": page_of(asked.qs, request),
        "api_url": reverse("update-due-list"),
        "windows": windows,
        "today": today,
    }
    return render(request, "plans/reporting.html", context)
