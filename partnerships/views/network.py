from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from partnerships.api import NetworkFilter
from partnerships.models import Network


@login_not_required
@require_safe
def network_list(request: HttpRequest) -> HttpResponse:
    """The networks of the Alliance as a list, with the filters of the API."""
    user = request.user
    seen = Network.objects.visible_to(user).counting_members(timezone.localdate(), user)
    networks = NetworkFilter(request.GET, seen, request=request)
    context = {"filter": networks, "page": page_of(networks.qs, request), "api_url": reverse("network-list")}
    return render(request, "partnerships/network_list.html", context)


@login_not_required
@require_safe
def network_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One network; beside who belongs to it today stand those who did."""
    today = timezone.localdate()
    network = get_object_or_404(Network.objects.visible_to(request.user), key=key)
    seats = network.members.visible_to(request.user).select_related("partner")
    context = {
        "network": network,
        "members": seats.current(today),
        "former": seats.filter(until__lte=today),
        "commitments": network.commitments.visible_to(request.user).telling_reports().select_related("forum"),
        "meetings": network.meetings.visible_to(request.user),
        "aliases": network.aliases.all(),
    }
    return render(request, "partnerships/network_detail.html", context)
