"""How a reader leaves a subscription: by a link that belongs to one message (RFC 8058)."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from mailroom.models import Message

SALT = "mailroom.unsubscribe"


SIGNER = Signer(salt=SALT)


@cache
def page(site: str) -> str:
    """The address without its token: found once, for it is asked for each of ten thousand readers."""
    return site + reverse("unsubscribe", args=["-"]).removesuffix("-/")


def unsubscribe_link(message: Message) -> str:
    return f"{page(settings.SITE_URL)}{SIGNER.sign(message.number.hex)}/"


def behind(token: str) -> Message | None:
    """The subscription's message that the link came with, as long as it is known to whom it went."""
    try:
        message = Message.objects.numbered(SIGNER.unsign(token))
    except BadSignature:
        return None
    return message if message and message.is_subscription and message.address else None
