from __future__ import annotations

from typing import Any

from tests.access.keepers import Register
from tests.access.walk import Row, said

WORDS: dict[str, set[str]] = {
    "Hidden-Letter": set(),
    "Hidden-Recipient": set(),
    "Hidden-Mail-Text": set(),
    "hidden-suppressed": set(),
}
DECIDE, LOOK = {"programme", "communications", "management", "superuser"}, {"finance", "auditor"}
PUBLIC: dict[str, Row] = {}
SEES_ACCOUNTS = said(302, management=200, auditor=200, superuser=200)
POSTS = said(302, staff=403)
FOREIGN: dict[str, Row] = {
    "mail about an account": Row(
        "/admin/mailroom/message/{account_mail}/change/", SEES_ACCOUNTS, POSTS, unknown=SEES_ACCOUNTS
    ),
}
API: dict[str, Row] = {}
REGISTERS: dict[str, Register] = {
    "mailroom.message": Register(DECIDE, LOOK, {"export"}, shows={"Hidden-Letter", "Hidden-Recipient"}),
    "mailroom.letter": Register(DECIDE, LOOK, {"export"}, shows={"Hidden-Letter"}),
    "mailroom.suppression": Register(DECIDE, LOOK, {"add", "export"}, shows={"hidden-suppressed"}),
}
READS = said(302, staff=200)
IN_ADMIN: dict[str, Row] = {
    "admin:mailroom_message_seen": Row(
        "/admin/mailroom/message/{first[mailroom.message]}/seen/",
        READS,
        READS,
        unknown=READS,
        shows={"Hidden-Mail-Text"},
    ),
}


def lay_out(world: Any) -> None:
    from tests.factories.mail import LetterFactory, MessageFactory, SuppressionFactory

    letter = LetterFactory(subject="Hidden-Letter", html="<p>Hidden-Mail-Text</p>")
    message = MessageFactory(letter=letter, address="Hidden-Recipient@example.org", failed=True)
    message.settle_as_failed(by=None)
    SuppressionFactory(address="hidden-suppressed@example.org", message=message)
    world.account_mail = MessageFactory(letter=LetterFactory(is_of_account=True)).pk
