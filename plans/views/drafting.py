"""The focal point's form: a plan in work, section by section, until it is submitted."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.models import User
from plans.comparison import sections
from plans.models import PlanDraft, Receipt


@require_safe
def plan_draft(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(PlanDraft.objects.editable_by(cast("User", request.user)), pk=pk)
    return render(request, "plans/draft.html", {"draft": draft, "parts": draft.shown_parts})


@require_safe
def plan_draft_part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    draft = get_object_or_404(PlanDraft.objects.editable_by(cast("User", request.user)), pk=pk)
    part = get_object_or_404(draft.shown_parts, number=number)
    return render(request, "plans/draft_part.html", {"draft": draft, "part": part})


@require_safe
def plan_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    receipt = get_object_or_404(Receipt.objects.visible_to(request.user), pk=pk)
    return render(request, "plans/receipt.html", {"receipt": receipt, "sections": sections(receipt.content)})
