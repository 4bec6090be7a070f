"""Providers that send mail by an API of their own (django-anymail), and tell by a call what became of it."""

from __future__ import annotations

import re
from typing import Any

# Amazon SES is not among them, for it needs a library of its own: it sends by SMTP.
NAMES = {
    "brevo",
    "mailersend",
    "mailgun",
    "mailjet",
    "mailtrap",
    "mandrill",
    "postal",
    "postmark",
    "resend",
    "sendgrid",
    "sparkpost",
    "unisender_go",
}
SECRET = re.compile(r"[^:]+:.{8,}")


def refusal(name: str, options: dict[str, Any]) -> str:
    """Why the portal does not start with these settings; empty where it does."""
    if name not in NAMES:
        return f"MAIL_ESP is {name!r}: write one of {', '.join(sorted(NAMES))}, or nothing."
    prefix = f"{name.upper()}_"
    if not any(option.startswith(prefix) for option in options):
        return f"ANYMAIL says nothing of {name}: write its key, such as {prefix}API_KEY=..., as anymail calls it."
    if not SECRET.fullmatch(options.get("WEBHOOK_SECRET", "")):
        return (
            "ANYMAIL has no WEBHOOK_SECRET: write WEBHOOK_SECRET=user:password, a password of eight letters or more, "
            "and the same into the address that the provider calls. Without it anybody could report a bounce."
        )
    return ""


def doors(name: str) -> list[Any]:
    """Where this provider tells what became of a mail; no other provider's, and none for mail that comes in."""
    from anymail.urls import urlpatterns

    return [pattern for pattern in urlpatterns if pattern.name == f"{name}_tracking_webhook"]
