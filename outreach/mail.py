"""To readers: the links that only the owner of an address gets; to the office: a window that was missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mailroom import keys
from mailroom.outbox import Recipient, post
from mailroom.reminding import absolute
from mailroom.rules import in_admin, office
from outreach.models import Newsletter, Subscriber
from outreach.models.languages import of_letters

if TYPE_CHECKING:
    from uuid import UUID

CONFIRMING = TimestampSigner(salt="outreach.confirm")
PREFERRING = Signer(salt="outreach.preferences")


def ask_to_confirm(subscriber: Subscriber) -> None:
    """Once confirmed the same mail leads to the reader's own page: who asks does not learn which."""
    references = {"confirm": ("outreach.confirm", subscriber.pk)}
    to = Recipient(subscriber.address, subscriber.name, of_letters(subscriber.language), keys=references)
    context = {"days": Subscriber.KEPT_UNCONFIRMED.days, "is_confirmed": subscriber.confirmed_at is not None}
    post("outreach/mail/confirm_subscription", [to], context=context)


def window_missed(newsletter: Newsletter) -> None:
    closes_at = timezone.localtime(newsletter.closes_at)
    context = {"newsletter": newsletter, "closes_at": closes_at, "address": absolute(in_admin(newsletter))}
    post("outreach/mail/window_missed", [office()], context=context)


@keys.maker("outreach.confirm")
def confirmation_link(subscriber: Any) -> str:
    return absolute(reverse("subscription_confirm", args=[CONFIRMING.sign(number(subscriber).hex)]))


@keys.maker("outreach.preferences")
def preferences_link(subscriber: Any) -> str:
    return absolute(reverse("subscription", args=[PREFERRING.sign(number(subscriber).hex)]))


def number(subscriber: Any) -> UUID:
    found = Subscriber.objects.filter(pk=subscriber).values_list("number", flat=True).first()
    if found is None:
        raise keys.Void(_("This reader is not in the register any more."))
    return found


def confirming(token: str) -> Subscriber | None:
    """The reader behind a link that is still good."""
    return behind(CONFIRMING, token, max_age=Subscriber.KEPT_UNCONFIRMED)


def preferring(token: str) -> Subscriber | None:
    return behind(PREFERRING, token)


def behind(signer: Any, token: str, **options: Any) -> Subscriber | None:
    try:
        return Subscriber.objects.filter(number=signer.unsign(token, **options)).first()
    except BadSignature:
        return None
