from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliance.errors import NotThere
from alliance.listing import page_of
from documents.models import StatedFigure
from funds.api import ContributionFilter, PledgeFilter
from funds.figures.contribution import raised
from funds.models import Contribution, Pledge
from funds.models.contribution import YearOfReceipts
from funds.pictures import BarChart, by_year

MOST_APART = 100


@login_not_required
@require_safe
def contribution_list(request: HttpRequest) -> HttpResponse:
    """What the Trust Fund has received, with the filters of the API, and apart from it what does not count."""
    seen = Contribution.objects.visible_to(request.user)
    found = seen.select_related("contributor__member", "contributor__partner", "fund").told()
    contributions = ContributionFilter(request.GET, found, request=request)
    received = Contribution.objects.received()
    years, stated = received.by_year(), windows_stated()
    context = {
        "filter": contributions,
        "page": page_of(contributions.qs.received(), request),
        "apart": contributions.qs.not_counted()[:MOST_APART],
        "pledges": pledges(request),
        "most_apart": MOST_APART,
        "usd": received.usd(),
        "others": received.filter(usd=None).totals(),
        "contributors": received.contributors(),
        "unnamed": received.exclude(pk__in=seen.values("pk")).usd(),
        "years": years,
        "stated": stated,
        "charts": by_year(years, stated),
        "api_url": reverse("contribution-list"),
    }
    return render(request, "funds/contribution_list.html", context)


def pledges(request: HttpRequest) -> Any:
    """By the same filters, as far as a pledge has what they ask for."""
    asked = request.GET.dict()
    asked |= {"pledged_from": asked.pop("dated_from", ""), "pledged_to": asked.pop("dated_to", ""), "ordering": ""}
    found = Pledge.objects.visible_to(request.user).select_related(
        "contributor__member", "contributor__partner", "fund"
    )
    return PledgeFilter(asked, found.told(), request=request).qs[:MOST_APART]


@login_not_required
@require_safe
def contributions_picture(request: HttpRequest) -> HttpResponse:
    """The picture alone, at an address that stays."""
    charts = drawn()
    if not charts:
        raise NotThere(_("There is nothing yet to draw."))
    context = {"chart": charts[0], "is_alone": True}
    return render(request, "funds/_bar_chart.svg", context, content_type="image/svg+xml")


def drawn() -> list[BarChart]:
    years: list[YearOfReceipts] = Contribution.objects.received().by_year()
    return by_year(years, windows_stated())


def windows_stated() -> list[StatedFigure]:
    """What documents say that the fund received, the earlier window first."""
    told = [figure for figure in StatedFigure.objects.of(raised.measure) if figure.window]
    return sorted(told, key=lambda figure: (figure.window, figure.key))
