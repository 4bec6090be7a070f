"""Who holds the link of a mail leaves its subscription, whoever they are."""

from __future__ import annotations

from typing import Any

from tests.access.answers import LED_AWAY, OPEN
from tests.access.keepers import Register
from tests.access.walk import Row, said

WORDS: dict[str, set[str]] = {"Reader-Address": set(), "Subject-Sent": set()}
PUBLIC: dict[str, Row] = {
    "unsubscribe": Row("/mail/unsubscribe/{subscription}/", OPEN, LED_AWAY, unknown=said(405)),
    "unsubscribe_undo": Row("/mail/unsubscribe/{subscription}/undo/", said(405), LED_AWAY, unknown=said(405)),
}
FOREIGN: dict[str, Row] = {
    "forged unsubscribing": Row("/mail/unsubscribe/{forged}/", said(404), said(404), unknown=said(405)),
    "undoing of a notice of office": Row("/mail/unsubscribe/{notice}/undo/", said(405), said(404), unknown=said(405)),
    "unsubscribing from a notice of office": Row(
        "/mail/unsubscribe/{notice}/", said(404), said(404), unknown=said(405)
    ),
}
API: dict[str, Row] = {}
REGISTERS: dict[str, Register] = {}


def lay_out(world: Any) -> None:
    from mailroom.subscriptions import SIGNER
    from tests.factories.mail import MessageFactory

    reader = {"address": "Reader-Address@example.org", "letter__subject": "Subject-Sent"}
    world.subscription = SIGNER.sign(MessageFactory(subscription=True, **reader).number.hex)
    world.notice = SIGNER.sign(MessageFactory(**reader).number.hex)
    world.forged = world.subscription[:-1] + ("a" if world.subscription[-1] != "a" else "b")
