"""The focal point's plans: what stands, what is in work, and the list of what there is to write in one."""

from __future__ import annotations

from collections import Counter
from secrets import token_urlsafe
from typing import Any, cast

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.acts import made, tried
from alliance.errors import NotThere
from members.models import FocalPoint, Member, NationalPlan
from people.models import User
from plans.checklist import checklist, warnings
from plans.forms.drafting import BeginForm, Page
from plans.models import Comment, PlanDraft, Publication, Receipt
from plans.models.undertaken import strategies_of


def mine(request: HttpRequest, pk: int) -> PlanDraft:
    drafts = PlanDraft.objects.editable_by(cast("User", request.user)).select_related("member", "strategy")
    return get_object_or_404(drafts, pk=pk)


def acted_for(request: HttpRequest, key: str) -> Member:
    return get_object_or_404(Member.objects.editable_by(cast("User", request.user)), key=key)


@require_safe
def member_plans(request: HttpRequest, key: str) -> HttpResponse:
    """The editions of a member's plan and its parts in regional strategies, each with what can be done about it."""
    member = acted_for(request, key)
    published = Publication.objects.filter(member=member).defer("content", "receipt__content")
    plans = (
        NationalPlan.objects.as_of(timezone.localdate(), user=request.user)
        .filter(member=member)
        .prefetch_related(Prefetch("publications", published.order_by("-number")))
    )
    in_strategies = strategies_of(member).prefetch_related(
        Prefetch("publications", published.select_related("strategy", "member").order_by("-number"))
    )
    receipts = Receipt.objects.filter(draft__member=member).defer("content", "publication__content")
    context = {
        "member": member,
        "plans": plans.order_by("-edition"),
        "strategies": in_strategies,
        **in_work(member),
        "receipts": receipts.select_related("draft__member", "draft__strategy", "publication")[:20],
    }
    return render(request, "plans/member_plans.html", context)


def in_work(member: Member) -> dict[str, Any]:
    """What stands of each edition and of each strategy, and which edition may be begun."""
    next_edition = PlanDraft.next_edition(member)
    standing = list(PlanDraft.objects.standing().filter(member=member).telling_last_save())
    for draft in standing:
        draft.member = member
    return {
        "of_edition": {draft.edition: draft for draft in standing if not draft.is_of_strategy},
        "of_strategy": {draft.strategy_id: draft for draft in standing if draft.is_of_strategy},
        "next_edition": next_edition,
        "next_is_begun": any(draft.edition == next_edition for draft in standing),
    }


@require_POST
def plan_begin(request: HttpRequest, key: str) -> HttpResponse:
    """An edition of the plan, or the lines in a strategy; what stands already is gone on with."""
    member, form = acted_for(request, key), BeginForm(request.POST)
    if not form.is_valid():
        raise NotThere(_("Say which plan you begin."))
    by, wanted = cast("User", request.user), form.cleaned_data
    draft = made(request, lambda: PlanDraft.begin(member=member, by=by, **wanted))
    return redirect(draft) if draft else redirect("member_plans", member.key)


@require_safe
def plan_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of what there is to write: what is not started, what is missing, what is complete."""
    draft = mine(request, pk)
    told = of_draft(request, draft)
    if not draft.is_writable:
        publication = Publication.objects.filter(receipt__draft=draft).defer("content").first()
        return render(request, "plans/draft_closed.html", {**told, "publication": publication})
    parts = list(draft.parts.select_related("saved_by__person"))
    shown = [part for part in parts if not part.is_removed]
    comments = list(comments_on(request, draft))
    tasks = checklist(draft, shown, Counter(comment.number for comment in comments))
    context = {
        **told,
        "about": [task for task in tasks if not task.part.number],
        "measures": [task for task in tasks if task.part.number],
        "left": sum(task.state != "complete" for task in tasks),
        "removed": [part for part in parts if part.is_removed],
        "last": max(parts, key=lambda part: part.saved_at, default=None),
        "page": token_urlsafe(12),
        "warnings": warnings(draft, [task.part.content for task in tasks if task.part.number]),
        "comments": [comment for comment in comments if not comment.number],
    }
    return render(request, "plans/draft.html", context)


def of_draft(request: HttpRequest, draft: PlanDraft) -> dict[str, Any]:
    """What every page of it tells: how it stands, and who may submit it."""
    submitting = FocalPoint.objects.current(timezone.localdate()).empowered().filter(member=draft.member)
    return {
        "draft": draft,
        "receipt": draft.latest_receipt,
        "may_submit": draft.is_submittable_by(cast("User", request.user)),
        "submitters": [point.person.name for point in submitting.select_related("person")],
    }


def comments_on(request: HttpRequest, draft: PlanDraft) -> Any:
    """What the secretariat said when it returned the plan, as long as that is what is worked on."""
    if draft.status != PlanDraft.Status.RETURNED:
        return Comment.objects.none()
    return Comment.objects.visible_to(request.user).filter(receipt=draft.latest_receipt)


@require_POST
def plan_measure_add(request: HttpRequest, pk: int) -> HttpResponse:
    draft, by, page = mine(request, pk), cast("User", request.user), Page(request.POST).name
    return redirect(made(request, lambda: draft.add_measure(by=by, page=page)) or draft)


@require_POST
def plan_measure_remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    said = _("Measure %(number)d is taken out. You can put it back below until the plan is submitted.")
    return set_aside(request, pk, number, is_removed=True, said=said % {"number": number})


@require_POST
def plan_measure_restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    said = _("Measure %(number)d is back, with all it held.") % {"number": number}
    return set_aside(request, pk, number, is_removed=False, said=said)


def set_aside(request: HttpRequest, pk: int, number: int, *, is_removed: bool, said: str) -> HttpResponse:
    draft = mine(request, pk)
    part = get_object_or_404(draft.parts.exclude(number=0), number=number)
    tried(request, lambda: draft.remove(part.number, by=cast("User", request.user), is_removed=is_removed), said)
    return redirect(draft)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: a plan in work that is given up is not taken up again."""
    draft = mine(request, pk)
    if request.method == "POST":
        said = _("Given up. What is published stays as it is.")
        is_done = tried(request, lambda: draft.discard(by=cast("User", request.user)), said)
        return redirect("member_plans", draft.member.key) if is_done else redirect(draft)
    if not draft.is_writable or not draft.is_submittable_by(cast("User", request.user)):
        return redirect(draft)
    return render(request, "plans/draft_discard.html", {"draft": draft, "count": draft.shown_parts.count()})
