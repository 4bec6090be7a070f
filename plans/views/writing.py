"""One section of a plan in work: written, saved by hand or by itself, and never lost."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware, RejectRequest, get_token
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.decorators import decorator_from_middleware
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alliance.drafts import Stale
from people.models import User
from plans.comparison import compared_part
from plans.forms.drafting import PartForm, Saving, sent
from plans.models import DraftPart, PlanDraft
from plans.views.drafting import comments_on, mine

KEPT = "text_written_while_signed_out"
LONGEST_KEPT = 100_000
KEPT_FOR = 60 * 60


class TellStaleToken(CsrfViewMiddleware):
    """Whoever signs in anew has a new token, and a page that lay open meanwhile sends the old one.

    Such a page's text is shown back instead of thrown away; nothing is saved. Other sites are refused as everywhere.
    """

    def _check_token(self, request: HttpRequest) -> None:
        try:
            super()._check_token(request)  # type: ignore[misc]
        except RejectRequest:
            request.has_stale_token = True  # type: ignore[attr-defined]


@csrf_exempt
@decorator_from_middleware(TellStaleToken)
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_draft_part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The page asks who comes itself: what somebody sends whose session is over must not be lost."""
    if not request.user.is_authenticated:
        return signed_out(request)
    draft = mine(request, pk)
    part = get_object_or_404(draft.parts.select_related("saved_by__person"), number=number)
    if request.method == "POST":
        return save(request, draft, part)
    if not draft.is_writable:
        return redirect(draft)
    return section(request, draft, part, **kept(request, part))


def save(request: HttpRequest, draft: PlanDraft, part: DraftPart) -> HttpResponse:
    told = sent(request.POST, part.number, part.content)
    if getattr(request, "has_stale_token", False):
        return token_again(request, draft, part, told)
    try:
        saved = draft.keep(part.number, told, by=cast("User", request.user), **Saving(request.POST).told)
    except Stale as refusal:
        return stale(request, draft, cast("DraftPart", refusal.stored), told)
    except ValidationError as refusal:
        return refused(request, draft, part, told, " ".join(refusal.messages))
    request.session.pop(KEPT, None)
    return answered(request, draft, saved)


def answered(request: HttpRequest, draft: PlanDraft, saved: DraftPart) -> HttpResponse:
    """By hand it is said on the page that comes next; what saves itself says it where it stands."""
    told, is_by_hand = told_of(draft, saved), "then" in request.POST or not wants_json(request)
    leads = {"next": onward(request, draft, saved)} if is_by_hand else {}
    if is_by_hand:
        messages.success(request, told["said"])
    return JsonResponse({**told, **leads}) if wants_json(request) else redirect(leads["next"])


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def told_of(draft: PlanDraft, part: DraftPart) -> dict[str, Any]:
    said = _("Saved at %(time)s.") % {"time": clock(part.saved_at)}
    if part.is_removed:
        said += " " + _("But somebody has taken this measure out of the plan: put it back from the list of sections.")
    mistakes = draft.mistakes_of_part(part.number, part.content)
    return {
        "version": part.version,
        "said": said,
        "missing": {mistake.name: mistake.words for mistake in mistakes if mistake.name},
    }


def clock(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def onward(request: HttpRequest, draft: PlanDraft, part: DraftPart) -> Any:
    later = draft.shown_parts.filter(number__gt=part.number).first()
    leads = {"list": draft, "next": later or draft}
    return resolve_url(leads.get(request.POST.get("then", ""), part))


def section(request: HttpRequest, draft: PlanDraft, part: DraftPart, **more: Any) -> HttpResponse:
    """The form with what is stored, or with what was written and is not saved yet: then `told` is that."""
    status, told = more.pop("status", 200), more.pop("told", part.content)
    published = draft.measures.filter(number=part.number, dropped_on=None).first() if part.number else None
    is_told = bool(part.number and draft.measures.filter(number=part.number).exists())
    mistakes = draft.mistakes_of_part(part.number, told) if any(told.values()) else []
    about: dict[str, Any] = {"mistakes": {mistake.name: mistake.words for mistake in mistakes}}
    about |= {"language": draft.text_language, "is_published": is_told}
    others = list(draft.shown_parts.exclude(pk=part.pk).values_list("number", flat=True))
    context = {
        "draft": draft,
        "part": part,
        "form": PartForm(part.number, draft.member, told, **about),
        "seen": part.version,
        "writer": token_urlsafe(12),
        "published": published,
        "before": max((number for number in others if number < part.number), default=None),
        "after": min((number for number in others if number > part.number), default=None),
        "comments": [comment for comment in comments_on(request, draft) if comment.number == part.number],
        **more,
    }
    return render(request, "plans/draft_part.html", context, status=status)


def stale(request: HttpRequest, draft: PlanDraft, stored: DraftPart, told: dict[str, Any]) -> HttpResponse:
    """Both texts beside each other; what is saved after that is saved by somebody who has seen both."""
    conflict = {
        "stored": stored,
        "lines": compared_part(stored.content, told, stored.number),
        "language": draft.text_language,
    }
    if wants_json(request):
        shown = render_to_string("plans/_conflict.html", {"conflict": conflict}, request)
        return JsonResponse({"version": stored.version, "conflict": shown}, status=409)
    return section(request, draft, stored, told=told, conflict=conflict, status=409)


def refused(
    request: HttpRequest, draft: PlanDraft, part: DraftPart, told: dict[str, Any], words: str, status: int = 409
) -> HttpResponse:
    """Submitted meanwhile, by a colleague: what was written is shown back, to be copied or saved after a recall."""
    if wants_json(request):
        return JsonResponse({"refused": words}, status=status)
    seen = Saving(request.POST).told["seen"]
    return section(request, draft, part, told=told, refused=words, seen=max(seen, 0), status=status)


def token_again(request: HttpRequest, draft: PlanDraft, part: DraftPart, told: dict[str, Any]) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"token": get_token(request)}, status=403)
    words = _("Nothing was saved yet, because you have signed in anew since this page was opened: save it once more.")
    return refused(request, draft, part, told, words, status=403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """What is sent is kept with the session, and shown again to whoever signs in with it and may write there."""
    login = redirect_to_login(request.get_full_path())
    if request.method != "POST" or getattr(request, "has_stale_token", False):
        return login
    if wants_json(request):
        return JsonResponse({"login": login.url}, status=401)
    written = request.POST.urlencode()
    if "seen" in request.POST and len(written) <= LONGEST_KEPT:
        request.session[KEPT] = {"path": request.path, "written": written}
        request.session.set_expiry(KEPT_FOR)
        messages.warning(request, _("You had been signed out. Sign in: what you wrote is shown again, to be saved."))
    return login


def kept(request: HttpRequest, part: DraftPart) -> dict[str, Any]:
    found = request.session.get(KEPT)
    if not found or found["path"] != request.path:
        return {}
    if "saved" in request.GET:
        del request.session[KEPT]
        return {}
    written = QueryDict(found["written"])
    told, seen = sent(written, part.number, part.content), Saving(written).told["seen"]
    return {"told": told, "seen": max(seen, 0), "is_kept": True}
