from __future__ import annotations

from typing import Any

from tests.access.keepers import Register
from tests.access.walk import Row, said

WORDS: dict[str, set[str]] = {
    "Hidden-Letter": set(),
    "Hidden-Recipient": set(),
    "Hidden-Mail-Text": set(),
    "hidden-suppressed": set(),
    "Hidden-Reader": set(),
}
DECIDE, LOOK = {"programme", "communications", "management", "superuser"}, {"finance", "auditor"}
KEEP = {"communications", "management", "superuser"}
PUBLIC: dict[str, Row] = {}
SEES_READERS = said(302, **dict.fromkeys(KEEP, 200))
KNOWS_READERS = said(302, staff=404, **dict.fromkeys(KEEP, 200))
SEES_ACCOUNTS = said(302, management=200, auditor=200, superuser=200)
POSTS = said(302, staff=403)
FOREIGN: dict[str, Row] = {
    "mail about an account": Row(
        "/admin/mailroom/message/{account_mail}/change/", SEES_ACCOUNTS, POSTS, unknown=SEES_ACCOUNTS
    ),
    "mail to a reader": Row(
        "/admin/mailroom/message/{reader_mail}/change/",
        SEES_READERS,
        POSTS,
        unknown=SEES_READERS,
        shows={"Hidden-Reader"},
    ),
    "mail that asks a reader": Row(
        "/admin/mailroom/message/{asking_mail}/change/",
        SEES_READERS,
        POSTS,
        unknown=SEES_READERS,
        shows={"Hidden-Reader"},
    ),
    "HTML of a mail to a reader": Row(
        "/admin/mailroom/message/{reader_mail}/seen/", KNOWS_READERS, KNOWS_READERS, unknown=KNOWS_READERS
    ),
    "history of a mail to a reader": Row(
        "/admin/mailroom/message/{reader_mail}/history/",
        KNOWS_READERS,
        KNOWS_READERS,
        unknown=KNOWS_READERS,
        shows={"Hidden-Reader"},
    ),
    "version of a mail to a reader": Row(
        "/admin/mailroom/message/{reader_mail}/history/{reader_version}/",
        KNOWS_READERS,
        POSTS,
        unknown=KNOWS_READERS,
        shows={"Hidden-Reader"},
    ),
}
API: dict[str, Row] = {}
REGISTERS: dict[str, Register] = {
    "mailroom.message": Register(DECIDE, LOOK, {"export"}, shows={"Hidden-Letter", "Hidden-Recipient"}),
    "mailroom.letter": Register(DECIDE, LOOK, {"export"}, shows={"Hidden-Letter"}),
    "mailroom.suppression": Register(KEEP, set(), {"add", "export"}, shows={"hidden-suppressed"}),
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
    to_reader = MessageFactory(
        subscription=True, letter__html="<p>News</p>", address="Hidden-Reader@example.org", failed=True
    )
    to_reader.settle_as_failed(by=None)
    world.reader_mail, world.reader_version = to_reader.pk, to_reader.history.latest().pk
    asking = LetterFactory(is_of_reader=True)
    world.asking_mail = MessageFactory(letter=asking, address="Hidden-Reader@example.org").pk
    world.account_mail = MessageFactory(letter=LetterFactory(is_of_account=True)).pk
