import logging
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from people import mail

logger = logging.getLogger(__name__)

TOLD = {"timestamp", "ip", "user_agent"}


def printable(value: Any) -> Any:
    """Browsers call themselves what they like; no name of one keeps a notice from its reader."""
    return "".join(sign if sign.isprintable() else " " for sign in value) if isinstance(value, str) else value


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the secretariat: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse | None:
        """The right password does not open an account whose time is over, nor does a passkey."""
        if not user.may_come_in(on=timezone.localdate()):
            clear_login(request)
            return cast("HttpResponse", self.respond_user_inactive(request, user))
        return cast("HttpResponse | None", super().pre_login(request, user, **more))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What was done is done, also when the mail that tells of it cannot be queued.

        A notice tells what was done, when, from where and with what. Whatever else allauth would write may be a key,
        such as a link that confirms an address: none may be stored, so it is not queued.
        """
        told = {name: printable(value) for name, value in context.items() if name != "account"}
        if "account" not in context or not told.keys() <= TOLD:
            logger.error("A mail of allauth was not queued, since it may hold a key: %s", template_prefix)
            return
        try:
            mail.account_notice(template_prefix, context["account"], told)
        except DatabaseError:
            logger.exception("A notice about an account could not be queued.")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """To the address by which the account signs in today."""
        super().send_notification_mail(template_prefix, user, {**(context or {}), "account": user}, user.email)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Attempts are counted for an account and where they come from: no stranger keeps its owner out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People sign in by e-mail; there is no user name to fill in."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors under the portal's name."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}
