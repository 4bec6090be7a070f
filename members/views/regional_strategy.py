from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from members.api import RegionalStrategyFilter
from members.models import RegionalStrategy


@login_not_required
@require_safe
def regional_strategy_list(request: HttpRequest) -> HttpResponse:
    """The regional strategies as a list, with the filters of the API."""
    found = RegionalStrategy.objects.counting_countries().prefetch_related("fields")
    strategies = RegionalStrategyFilter(request.GET, found, request=request)
    context = {
        "filter": strategies,
        "page": page_of(strategies.qs, request),
        "api_url": reverse("regional-strategy-list"),
    }
    return render(request, "members/regional_strategy_list.html", context)
