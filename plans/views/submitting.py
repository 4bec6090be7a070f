"""From the last look at a plan in work to its receipt."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.acts import tried
from people.models import User
from plans import content
from plans.checklist import warnings, where
from plans.comparison import compared, sections
from plans.models import Comment, PlanDraft, Receipt
from plans.views.drafting import mine, of_draft


@require_http_methods(["GET", "HEAD", "POST"])
def plan_draft_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole text as it would go out, with all that is wrong with it. Two clicks are one receipt."""
    draft = mine(request, pk)
    if request.method == "POST" and draft.is_writable:
        try:
            receipt = draft.submit(by=cast("User", request.user), seen=request.POST.get("seen", ""))
        except ValidationError as refusal:
            draft.refresh_from_db(fields=["status"])
            if draft.is_writable:
                return checked(request, draft, refused=" ".join(refusal.messages))
        else:
            messages.success(request, _("Submitted. This is your receipt; it has gone out by mail as well."))
            return redirect(receipt)
    if not draft.is_writable:
        return redirect(draft.latest_receipt or draft)
    return checked(request, draft)


def checked(request: HttpRequest, draft: PlanDraft, refused: str = "") -> HttpResponse:
    told = draft.told()
    before = draft.publications.order_by("number").last()
    shown = sections(told)
    context: dict[str, Any] = {
        **of_draft(request, draft),
        "mistakes": where(draft, draft.mistakes(told), {section.number: section.heading for section in shown}),
        "warnings": warnings(draft, told["measures"]),
        "written": shown,
        "language": content.language_of(told),
        "before": before,
        "changes": [one for one in compared(before.content, told) if one.state != "same"] if before else [],
        "seen": content.print_of(told),
        "refused": refused,
    }
    return render(request, "plans/draft_submit.html", context, status=409 if refused else 200)


@require_POST
def plan_draft_recall(request: HttpRequest, pk: int) -> HttpResponse:
    draft = mine(request, pk)
    said = _("Recalled. You can write on; submit it again when it is right.")
    tried(request, lambda: draft.recall(by=cast("User", request.user)), said)
    return redirect(draft)


@require_safe
def plan_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What one prints and keeps: number, moment, by whom, and all that was submitted."""
    receipts = Receipt.objects.select_related("draft__member", "draft__strategy", "submitted_by__person")
    receipt = get_object_or_404(receipts.visible_to(request.user), pk=pk)
    user = cast("User", request.user)
    context = {
        "receipt": receipt,
        "draft": receipt.draft,
        "written": sections(receipt.content) if receipt.is_readable_by(user) else [],
        "language": receipt.language,
        "comments": Comment.objects.visible_to(request.user).filter(receipt=receipt),
        "may_recall": receipt.is_unopened and receipt.draft.is_submittable_by(user),
    }
    return render(request, "plans/receipt.html", context)
