"""One function for each message; the words are in `templates/people/mail/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from people.models import Invitation, User


def invitation(invitation: Invitation) -> None:
    send("invitation", invitation.account, link=invitation.link, until=invitation.expires_at)


def password_link(account: User, link: str) -> None:
    send("password_link", account, link=link)


def address_changed(account: User, earlier: str) -> None:
    """To the old address and to the new one: whoever lost the account learns of it."""
    for address in (earlier, account.email):
        send("address_changed", account, to=address, earlier=earlier)


def send(name: str, account: User, *, to: str = "", **context: Any) -> None:
    context |= {"account": account, "site_url": settings.SITE_URL}
    subject = render_to_string(f"people/mail/{name}.subject.txt", context)
    text = render_to_string(f"people/mail/{name}.txt", context)
    EmailMessage(" ".join(subject.split()), text.strip() + "\n", to=[to or account.email]).send()
