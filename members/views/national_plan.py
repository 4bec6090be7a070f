from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from members.api import NationalPlanFilter
from members.models import NationalPlan


@login_not_required
@require_safe
def national_plan_list(request: HttpRequest) -> HttpResponse:
    """The national plans as a list, with the filters of the API."""
    plans = NationalPlanFilter(request.GET, NationalPlan.objects.select_related("member"), request=request)
    context = {"filter": plans, "page": page_of(plans.qs, request), "api_url": reverse("national-plan-list")}
    return render(request, "members/national_plan_list.html", context)


@login_not_required
@require_safe
def national_plan_detail(request: HttpRequest, key: str) -> HttpResponse:
    found = NationalPlan.objects.as_of(timezone.localdate(), user=request.user).select_related("member")
    plan = get_object_or_404(found, key=key)
    others = plan.member.national_plans.visible_to(request.user).exclude(pk=plan.pk)
    context = {
        "plan": plan,
        "steps": plan.steps.visible_to(request.user).with_documents(request.user).order_by("-on", "-pk"),
        "document": plan.text_for(request.user),
        "announcements": plan.announcements.visible_to(request.user).select_related("forum"),
        "other_editions": others.select_related("member"),
    }
    return render(request, "members/national_plan_detail.html", context)
