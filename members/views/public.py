from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from members.api import MemberFilter
from members.models import Member, RegionalStrategy, StrategyParticipant


@login_not_required
@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """The Group of Friends as a list, with the filters of the API."""
    members = MemberFilter(request.GET, Member.objects.select_related("country"), request=request)
    context = {"filter": members, "page": page_of(members.qs, request), "api_url": reverse("member-list")}
    return render(request, "members/member_list.html", context)


@login_not_required
@require_safe
def member_detail(request: HttpRequest, key: str) -> HttpResponse:
    today = timezone.localdate()
    found = Member.objects.as_of(today, user=request.user).select_related("country")
    member = get_object_or_404(found, key=key)
    plans = member.national_plans.as_of(today, user=request.user)
    context = {
        "member": member,
        "steps": member.steps.visible_to(request.user).with_documents(request.user).order_by("-on", "-pk"),
        "groups": member.country.groups.all() if member.country else [],
        "aliases": member.aliases.all(),
        "seats": member.seats.current(today).select_related("platform"),
        "focal_point": member.focal_point(today),
        "plans": plans.telling_measures().telling_forums(request.user).select_related("member"),
        "action_plans": RegionalStrategy.objects.visible_to(request.user).telling_lines_of(member),
        "forums": member.hosted_forums.visible_to(request.user).order_by("ordinal"),
        "parts": StrategyParticipant.objects.of(member).visible_to(request.user).select_related("strategy"),
        "contributors": member.contributors.of(request.user),
    }
    if hasattr(member, "partner"):
        made = member.partner.commitments.visible_to(request.user)
        context["agreements"] = member.partner.agreements_to_see(today, user=request.user)
        context["commitments"] = made.telling_reports().select_related("forum")
    return render(request, "members/member_detail.html", context)
