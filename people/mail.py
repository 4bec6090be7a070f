"""One function for each message; the words are in `templates/people/mail/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mailroom import keys
from mailroom.outbox import Recipient, post
from people import models

if TYPE_CHECKING:
    from people.models import Invitation, User


def invitation(sent: Invitation) -> None:
    fields = {"name": sent.account.get_full_name(), "email": sent.sent_to, "until": timezone.localdate(sent.expires_at)}
    reader = reached(sent.account, fields=fields, keys={"link": ("people.invitation", sent.pk)})
    post("people/mail/invitation", [reader], is_of_account=True)


@keys.maker("people.invitation")
def invitation_link(number: int) -> str:
    sent = models.Invitation.objects.select_related("account").filter(pk=number).first()
    if sent is None:
        raise keys.Void(_("The invitation is not there any more."))
    if reason := sent.opens_nothing_because:
        raise keys.Void(reason)
    return sent.link


def password_link(account: User) -> None:
    about = {"account": account.pk, "address": account.email}
    reader = reached(account, keys={"link": ("people.password_link", about)})
    post("people/mail/password_link", [reader], is_of_account=True)


@keys.maker("people.password_link")
def password_link_to(about: dict[str, Any]) -> str:
    """Only to the address that the account has now: whoever reads the one before shall not come in by it."""
    account = models.User.objects.filter(pk=about["account"], email=about["address"]).first()
    if account is None:
        raise keys.Void(_("The account is gone, or has another address."))
    if not account.may_set_a_password(on=timezone.localdate()):
        raise keys.Void(_("The account is closed, or waits for its invitation."))
    key = default_token_generator.make_token(account)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(account), key])
    return f"{settings.SITE_URL}{path}"


def address_changed(account: User, earlier: str) -> None:
    """To the old address and to the new one: whoever lost the account learns of it."""
    fields = {"earlier": earlier, "present": account.email}
    readers = [reached(account, to=to, fields=fields) for to in (earlier, account.email)]
    post("people/mail/address_changed", readers, is_of_account=True)


def account_notice(template: str, account: User, context: dict[str, Any]) -> None:
    """Of allauth, by the name that allauth has for it."""
    subject, text = f"{template}_subject.txt", f"{template}_message.txt"
    post(template, [reached(account)], context=context, is_of_account=True, subject=subject, text=text)


def reached(account: User, *, to: str = "", **more: Any) -> Recipient:
    name = account.person.name if account.person else ""
    return Recipient(to or account.email, name, account.mail_language, **more)
