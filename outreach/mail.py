"""To readers: the links that only the owner of an address gets; to the office: a window that was missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
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
from outreach.models.subscriber import CONFIRMATION

if TYPE_CHECKING:
    from uuid import UUID

CONFIRMING = TimestampSigner(salt="outreach.confirm")
PREFERRING = Signer(salt="outreach.preferences")


def ask_to_confirm(subscriber: Subscriber) -> None:
    """To the address alone: the name was typed by whoever asked, perhaps not its owner.

    Only the mail tells that it gets the newsletter already; who asks does not learn it.
    """
    references = {
        "confirm": ("outreach.confirm", subscriber.pk),
        "preferences": ("outreach.preferences", subscriber.number.hex),
    }
    to = Recipient(subscriber.address, language=of_letters(subscriber.language), keys=references)
    context = {"days": Subscriber.KEPT_UNCONFIRMED.days, "is_reading": subscriber.state == "reading"}
    post(CONFIRMATION, [to], context=context, is_of_reader=True)


def window_missed(newsletter: Newsletter) -> None:
    closes_at = timezone.localtime(newsletter.closes_at)
    context = {"newsletter": newsletter, "closes_at": closes_at, "address": absolute(in_admin(newsletter))}
    post("outreach/mail/window_missed", [office()], context=context)


@keys.maker("outreach.confirm")
def confirmation_link(subscriber: Any) -> str:
    return absolute(reverse("subscription_confirm", args=[CONFIRMING.sign(number(subscriber).hex)]))


@keys.maker("outreach.preferences")
def preferences_link(number: str) -> str:
    """Asked for each of fifty thousand readers, so without the register; whoever is erased is sent nothing."""
    return absolute(reverse("subscription", args=[PREFERRING.sign(number)]))


def number(subscriber: Any) -> UUID:
    found = Subscriber.objects.filter(pk=subscriber).values_list("number", flat=True).first()
    if found is None:
        raise keys.Void(_("This reader is not in the register any more."))
    return found


def confirming(token: str) -> Subscriber | None:
    """The reader behind a link that is still good."""
    return behind(CONFIRMING, token, max_age=Subscriber.KEPT_UNCONFIRMED)


def preferring(token: str) -> Subscriber | None:
    """The reader behind the link of an issue, which is good as long as they are in the register."""
    reader = behind(PREFERRING, token)
    return reader if reader and reader.confirmed_at else None


def behind(signer: Any, token: str, **options: Any) -> Subscriber | None:
    try:
        return Subscriber.objects.filter(number=signer.unsign(token, **options)).first()
    except (BadSignature, ValidationError):
        return None
