"""The public library of plans: as a list, as a grid of members and editions, and one by one."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from members.api import NationalPlanFilter
from members.models import Member, NationalPlan
from plans import content
from plans.models import Measure, Publication, UpdateDue
from plans.progress import progress_by_field, progress_of
from plans.texts import PublishedText, texts_of

MEASURES_ON_A_PAGE = 50
TEXTS_ON_A_PLAN = 3


@login_not_required
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """The national plans as a list, with the filters of the API."""
    plans = filtered(request)
    context = {"filter": plans, "page": page_of(plans.qs, request), "api_url": reverse("national-plan-list")}
    return render(request, "plans/library.html", context)


def filtered(request: HttpRequest) -> NationalPlanFilter:
    plans = NationalPlan.objects.telling_measures().select_related("member")
    return NationalPlanFilter(request.GET, plans, request=request)


class GridRow(NamedTuple):
    """A member with its plans by edition, None where there is none."""

    member: Member
    plans: list[Any]


@login_not_required
@require_safe
def plan_grid(request: HttpRequest) -> HttpResponse:
    """The same plans: a row for each member, a column for each edition."""
    plans = filtered(request)
    members = Member.objects.filter(pk__in=plans.qs.order_by().values("member")).order_by("name", "pk")
    page = page_of(members, request)
    editions = range(1, (plans.qs.order_by().aggregate(last=Max("edition"))["last"] or 0) + 1)
    of_members: dict[int, dict[int, Any]] = {}
    for plan in plans.qs.filter(member__in=[member.pk for member in page]):
        of_members.setdefault(plan.member_id, {})[plan.edition] = plan
    rows = [GridRow(member, [of_members[member.pk].get(edition) for edition in editions]) for member in page]
    context = {"filter": plans, "page": page, "rows": rows, "editions": editions}
    return render(request, "plans/grid.html", context | {"api_url": reverse("national-plan-list")})


@login_not_required
@require_safe
def plan_detail(request: HttpRequest, key: str) -> HttpResponse:
    today = timezone.localdate()
    found = NationalPlan.objects.as_of(today, user=request.user).select_related("member")
    plan = get_object_or_404(found, key=key)
    others = plan.member.national_plans.visible_to(request.user).exclude(pk=plan.pk)
    context = {
        "plan": plan,
        "steps": plan.steps.visible_to(request.user).with_documents(request.user).order_by("-on", "-pk"),
        "document": plan.text_for(request.user),
        "announcements": plan.announcements.visible_to(request.user).select_related("forum"),
        "other_editions": others.select_related("member"),
        "updates": [(due, due.standing(today)) for due in updates_of(plan)],
        "supported_by": Measure.objects.visible_to(request.user).filter(supports=plan).current().with_whole(),
        "texts": latest_texts(plan),
    }
    return render(request, "plans/plan_detail.html", context | measures_of(plan, request))


def updates_of(plan: NationalPlan) -> Any:
    return UpdateDue.objects.filter(plan=plan).select_related("window").order_by("-due_on")[:3]


def latest_texts(plan: NationalPlan) -> list[PublishedText]:
    """The newest first, each with what it changed; one more is read than is shown, to compare with."""
    publications = Publication.objects.of(plan).select_related("plan__member", "member").order_by("-number")
    return texts_of(list(publications[: TEXTS_ON_A_PLAN + 1]))[:TEXTS_ON_A_PLAN]


def measures_of(plan: NationalPlan, request: HttpRequest) -> dict[str, Any]:
    """A page of them in their order or by field, beside how far all of them have come."""
    measures = Measure.objects.of(plan).current()
    is_by_field = request.GET.get("by") == "field"
    ordered = measures.in_each_field() if is_by_field else measures.order_by("number")
    fields = progress_by_field(measures)
    return {
        "is_by_field": is_by_field,
        "page": page_of(ordered.prefetch_related("fields"), request, most=MEASURES_ON_A_PAGE),
        "progress": progress_of(measures),
        "fields": fields,
        "left_out": content.says_nothing_on([field.key for field in fields if not field.progress.total]),
    }
