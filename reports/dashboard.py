"""The home page of the admin site: what needs attention, whichever app says so."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from alliance.attention import matters


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What there is to do comes before what is done."""
    user = request.user
    own = [one.of(user) for one in matters(timezone.localdate()) if not one.needs or user.has_perm(one.needs)]
    return context | {"matters": sorted(own, key=lambda matter: matter.count == 0)}
