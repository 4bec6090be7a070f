"""The way into the mailroom: what is posted here is sent once the transaction of the act is committed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from mailroom.addresses import deliverable
from mailroom.batches import batched
from mailroom.marks import UNPRINTABLE, checked, line, refuse_missing_keys
from mailroom.models import Letter, Message
from mailroom.models.message import wake
from mailroom.writing import File, MailingList, write

AT_ONCE = 1000  # rows; a list of a hundred thousand is never in memory as a whole


@dataclass(frozen=True)
class Recipient:
    """Whom a message is for, and what differs for them.

    `keys` are made at sending: for each its maker and what that asks for (`mailroom.keys`). A message whose `key` is
    there already is not queued again.
    """

    address: str
    name: str = ""
    language: str = ""
    fields: Mapping[str, object] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, Any]] = field(default_factory=dict)
    key: str = ""


@transaction.atomic
def post(
    kind: str,
    to: Iterable[Recipient],
    *,
    context: Mapping[str, Any] | None = None,
    stream: str = "",
    is_of_account: bool = False,
    is_of_reader: bool = False,
    mailing_list: MailingList | None = None,
    files: Sequence[File] = (),
    language: str = "",
    **templates: str,
) -> list[Letter]:
    """Queue a mail for each recipient, by the templates `<kind>.subject.txt` and `<kind>.txt`.

    With a `stream` it is a subscription, which can be unsubscribed from; without, a notice of office. A recipient
    whose address or fields are wrong gets a row that has failed, in words; the others get theirs. Where the words
    themselves are of one `language` everybody gets that one. What comes again and again names its `mailing_list`. The
    letters are as many as the languages.
    """
    letters: dict[str, Letter] = {}

    def letter(spoken: str) -> Letter:
        if spoken not in letters:
            about: dict[str, Any] = {"stream": stream, "is_of_account": is_of_account, "is_of_reader": is_of_reader}
            about |= {"mailing_list": mailing_list, "files": files, **templates}
            letters[spoken] = write(kind, spoken, context or {}, **about)
        return letters[spoken]

    count = 0
    for some in batched(to, AT_ONCE):
        messages = [queued(recipient, letter(language or spoken(recipient.language))) for recipient in some]
        Message.objects.bulk_create(messages, ignore_conflicts=True)
        count += len(messages)
    if count >= AT_ONCE:
        tell_the_planner()
    if count:
        wake(count)
    return [*letters.values()]


def spoken(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def tell_the_planner() -> None:
    """PostgreSQL would else sort the whole queue for each window of it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {Message._meta.db_table} (state, is_subscription, next_try_at)")


def queued(recipient: Recipient, letter: Letter) -> Message:
    message = Message(
        letter=letter,
        address=UNPRINTABLE.sub("�", recipient.address.strip())[:320],
        is_subscription=not letter.is_notice,
        keys={name: list(reference) for name, reference in recipient.keys.items()},
        key=recipient.key,
    )
    try:
        if letter.fault:
            raise ValidationError(letter.fault)
        message.address = deliverable(recipient.address)
        message.name = line("name", recipient.name)[:200]
        message.fields = checked(letter.marks, recipient.fields)
        refuse_missing_keys(letter.marks, recipient.keys, letter.stream)
    except ValidationError as refusal:
        message.state, message.settled_at = Message.State.FAILED, timezone.now()
        message.cause = " ".join(refusal.messages)
    return message
