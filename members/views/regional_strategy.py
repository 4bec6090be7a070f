from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
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


@login_not_required
@require_safe
def regional_strategy_detail(request: HttpRequest, key: str) -> HttpResponse:
    today = timezone.localdate()
    strategy = get_object_or_404(RegionalStrategy.objects.as_of(today, user=request.user), key=key)
    context = {
        "strategy": strategy,
        "steps": strategy.steps.visible_to(request.user).with_documents(request.user).order_by("-on", "-pk"),
        "participants": strategy.participants.told_membership(today).defer("stance").select_related("country"),
        "partners": strategy.partners.visible_to(request.user).select_related("partner"),
        "announcements": strategy.announcements.visible_to(request.user).select_related("forum"),
        "commitments": strategy.commitments.visible_to(request.user).telling_reports().select_related("forum"),
        "meetings": strategy.meetings.visible_to(request.user),
        "aliases": strategy.aliases.all(),
        "proposals": strategy.proposals.visible_to(request.user),
    }
    return render(request, "members/regional_strategy_detail.html", context)
