"""The reader's door: to ask, to confirm, to choose, to leave."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse


@login_not_required
def subscribe(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


@login_not_required
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError


@login_not_required
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError


@login_not_required
def leave(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError


@login_not_required
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError


@login_not_required
def data(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError


@login_not_required
def erase(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError
