"""The calendar of initiatives that members host for the regional strategies (R1 annex III.C)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_http_methods, require_POST, require_safe

from alliance.calendars import as_calendar
from alliance.listing import page_of
from members.views.portal import proposed, withdrawn
from plans.api.initiative import InitiativeFilter
from plans.calendar import of_initiatives
from plans.forms.work import InitiativeForm
from plans.models import Initiative


@login_not_required
@require_safe
def initiative_list(request: HttpRequest) -> HttpResponse:
    asked = found(request)
    context = {"filter": asked, "page": page_of(asked.qs, request), "api_url": reverse("initiative-list")}
    return render(request, "plans/initiative_list.html", context)


@login_not_required
@require_safe
@conditional_page
def initiatives_ical(request: HttpRequest) -> HttpResponse:
    """Those that the filters of the list find, for a calendar."""
    return as_calendar(of_initiatives(found(request).qs), "initiatives")


def found(request: HttpRequest) -> InitiativeFilter:
    shown = Initiative.objects.visible_to(request.user).by_day().select_related("strategy", "member")
    return InitiativeFilter(request.GET, shown, request=request)


@require_http_methods(["GET", "HEAD", "POST"])
def initiative_propose(request: HttpRequest, key: str) -> HttpResponse:
    said = _("Proposed. Once the secretariat accepts it, it stands in the public calendar.")
    return proposed(request, key, InitiativeForm, "plans/initiative_form.html", said)


@require_POST
def initiative_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return withdrawn(request, Initiative.objects.all(), pk)
