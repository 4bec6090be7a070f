from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from members.models import Member
from partnerships.api import PartnerFilter
from partnerships.models import Network, Partner, Programme


@login_not_required
@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """The organizations that the Alliance works with as a list, with the filters of the API."""
    partners = PartnerFilter(request.GET, Partner.objects.visible_to(request.user), request=request)
    context = {"filter": partners, "page": page_of(partners.qs, request), "api_url": reverse("partner-list")}
    return render(request, "partnerships/partner_list.html", context)


@login_not_required
@require_safe
def partner_detail(request: HttpRequest, key: str) -> HttpResponse:
    today, seen = timezone.localdate(), Partner.objects.visible_to(request.user)
    partner = get_object_or_404(seen, key=key)
    context = {
        "partner": partner,
        "commitments": partner.commitments.visible_to(request.user).telling_reports().select_related("forum"),
        "aliases": partner.aliases.all(),
        "part_of": seen.filter(parts=partner).first(),
        "parts": seen.filter(part_of=partner),
        "member": Member.objects.as_of(today, user=request.user).filter(partner=partner).first(),
        "agreements": partner.agreements_to_see(today, user=request.user),
        "networks": Network.objects.visible_to(request.user).of_partner(partner, today, request.user),
        "programmes": Programme.objects.as_of(today, user=request.user).of_partner(partner),
        "contributors": partner.contributors.of(request.user),
    }
    return render(request, "partnerships/partner_detail.html", context)
