from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _


def safeguards(request: HttpRequest) -> dict[str, bool]:
    return {"second_factor_is_lifted": not settings.SECOND_FACTOR_REQUIRED}


def environment(request: HttpRequest) -> list[str] | None:
    """What stands at the head of every register while staff come in with a password alone."""
    return None if settings.SECOND_FACTOR_REQUIRED else [_("Demonstration: no second factor"), "warning"]
