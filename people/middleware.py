from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alliance.errors import for_programs

WANTED = "wanted_before_the_second_factor"
OPEN = {
    "account",
    "second_factor",
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "usersessions_list",
    "set_language",
    "healthz",
    "readyz",
}


class SecondFactorFirst:
    """Who may see what staff see shows a second factor first: until then no page but those that set one up.

    Checked here and not page by page, because being staff opens rows at every door (docs/decisions/0007).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        if not getattr(request.user, "lacks_second_factor", False) or is_open(request):
            return None
        if request.path.startswith("/api/"):
            return refusal()
        if request.method == "GET":
            request.session[WANTED] = request.get_full_path()
        return redirect("second_factor")


def is_open(request: HttpRequest) -> bool:
    name = str(request.resolver_match and request.resolver_match.view_name)
    return name in OPEN or name.startswith("mfa_")


def refusal() -> HttpResponse:
    words = _("This account needs a second factor: set one up in the portal, and call again.")
    status = HTTPStatus.FORBIDDEN
    return for_programs({"type": "about:blank", "title": status.phrase, "status": status, "detail": words})
