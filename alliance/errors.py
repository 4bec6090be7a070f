"""Error pages in the portal's look; for programs in their form (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _

from alliance.logs import reference


class NotThere(Http404):
    """What was asked for is not there, in words that the visitor may read."""


@login_not_required
def addresses_are_the_office_s(request: HttpRequest) -> HttpResponse:
    """Changed by the secretariat alone: an open session must not be enough to take an account over."""
    raise NotThere(_("The secretariat changes the address by which you sign in."))


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, 400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, 403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return told(request, 404, words=str(exception) if isinstance(exception, NotThere) else "")


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: most often one that lay open for a day."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Asks nothing of what may have failed: no session, no database, no manifest."""
    if request.path.startswith("/api/"):
        status, words = HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong on our side.")
        return for_programs({"type": "about:blank", "title": status.phrase, "status": status, "detail": words})
    page = get_template("500.html").render({"reference": reference.get()})
    return HttpResponse(page, status=500)


def told(request: HttpRequest, status: int, **context: str) -> HttpResponse:
    return render(request, f"{status}.html", context, status=status)


def for_programs(problem: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(problem, status=problem["status"], json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/problem+json"
    return response
