from __future__ import annotations

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.forms.fields import InvalidJSONInput
from django.http import HttpRequest
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from people import tasks


class ForgottenPasswordForm(ResetPasswordForm):
    """Asked for alike by everybody; only an account is sent a link, and not while one waits."""

    def save(self, request: HttpRequest, **more: Any) -> str:
        email: str = self.cleaned_data["email"]
        try:
            tasks.send_password_link.apply_async((email,), argsrepr="()")  # type: ignore[call-arg]  # kept out of logs
        except (OperationalError, OSError):  # the queue is away: who forgot a password is helped all the same
            tasks.send_password_link(email)
        return email


class CodeForm(AuthenticateForm):
    """A code is taken once, for as long as an app could still show it: one period before its own and one after."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        seen = f"second-factor:{self.user.pk}:{code}"
        if not cache.add(seen, True, timeout=3 * app_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class Answer(forms.JSONField):
    """Of a passkey: made anew by the device each time, never shown again."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return InvalidJSONInput("")


class FromADevice(forms.Form):
    """What comes instead of a passkey's answer may be anything: it is refused in words."""

    credential = Answer()

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.add_error("credential", _("This is no answer of a passkey: try again."))


class AddPasskeyForm(FromADevice, webauthn.AddWebAuthnForm):
    pass


class PasskeyForm(FromADevice, webauthn.AuthenticateWebAuthnForm):
    pass


class SignInPasskeyForm(FromADevice, webauthn.LoginWebAuthnForm):
    pass


class ConfirmPasskeyForm(FromADevice, webauthn.ReauthenticateWebAuthnForm):
    pass
