from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _


def safeguards(request: HttpRequest) -> dict[str, bool]:
    return {"second_factor_is_lifted": not settings.SECOND_FACTOR_REQUIRED, "has_name": has_name(request)}


def has_name(request: HttpRequest) -> bool:
    """Passkeys belong to a name: where the portal is called by a number, no browser makes or uses one."""
    try:
        ip_address(urlsplit(f"//{request.META.get('HTTP_HOST', '')}").hostname or "")
    except ValueError:
        return True
    return False


def environment(request: HttpRequest) -> list[str] | None:
    """What stands at the head of every register while staff come in with a password alone."""
    return None if settings.SECOND_FACTOR_REQUIRED else [_("Demonstration: no second factor"), "warning"]
