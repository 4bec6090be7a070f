from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

if TYPE_CHECKING:
    from people.models import User


class PortalBackend(AuthenticationBackend):
    """Asked at every click as well as at the door: whose time is over is out at once."""

    def user_can_authenticate(self, user: User | Any) -> bool:
        return bool(user.may_come_in(on=timezone.localdate()))
