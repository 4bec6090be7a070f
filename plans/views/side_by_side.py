from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.models import NationalPlan
from plans.side_by_side import MOST, chosen, rows


@login_not_required
@require_safe
def plans_side_by_side(request: HttpRequest) -> HttpResponse:
    """Two to four plans by field; what cannot be compared is told in words above the form."""
    known = NationalPlan.objects.as_of(timezone.localdate(), user=request.user).telling_measures()
    plans = known.select_related("member").prefetch_related("fields")
    keys = request.GET.getlist("plan")
    context = {"boxes": boxes(keys), "known": plans.order_by("member__name", "edition")}
    if any(keys):
        try:
            found = chosen(keys, plans)
            context |= {"plans": found, "rows": rows(found, request.user)}
        except ValidationError as refusal:
            context["refusal"] = " ".join(refusal.messages)
    return render(request, "plans/side_by_side.html", context)


def boxes(keys: list[str]) -> list[str]:
    """What the four boxes of the form hold."""
    held = [key for key in keys if key][:MOST]
    return held + [""] * (MOST - len(held))
