from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from members.api import ProposalFilter
from members.models import Proposal, RegionalStrategy


@login_not_required
@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """What was proposed and what became of it, with the filters of the API."""
    shown = Prefetch("strategy", RegionalStrategy.objects.visible_to(request.user))
    found = Proposal.objects.visible_to(request.user).select_related("document").prefetch_related(shown)
    asked = ProposalFilter(request.GET, found, request=request)
    context = {"filter": asked, "page": page_of(asked.qs, request), "api_url": reverse("proposal-list")}
    return render(request, "members/proposal_list.html", context)
