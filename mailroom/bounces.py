"""What comes back to the bounce mailbox: reports of what could not be delivered (RFC 3464), complaints (RFC 5965).

Anybody can write such a report. So only one counts that brings back the Message-ID of a message of ours, which nobody
but its recipient has read, and that tells of that recipient; whatever else lies there is counted and left.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message as Mail
from email.utils import getaddresses
from typing import NamedTuple

from django.conf import settings
from django.db import DataError

from mailroom.answers import Answer
from mailroom.mailboxes import unseen
from mailroom.models import Message, Suppression

COMPLAINTS = {"abuse", "fraud", "opt-out"}
ADDRESSES = ("Original-Recipient", "Final-Recipient")
IN_GENERAL = {"", "5.0.0"}  # statuses that say no more than that it failed

log = logging.getLogger(__name__)


class Report(NamedTuple):
    """Of one recipient, who may be told of by several addresses."""

    message_id: str
    addresses: set[str]
    is_complaint: bool
    answer: Answer
    is_permanent: bool = True


def read() -> Counter[str]:
    """Deal with what is new. The log tells how many of each kind, and nobody's address."""
    tally: Counter[str] = Counter()
    if settings.BOUNCE_MAILBOX:
        for content in unseen(settings.BOUNCE_MAILBOX):
            tally.update(taken(content))
    if tally:
        log.info("Mail that came back: %s", dict(tally))
    return tally


def taken(content: bytes) -> list[str]:
    """What each report in this mail came to."""
    try:
        found = list(reports(message_from_bytes(content)))
    except Exception:  # whoever wrote it, it holds up no other
        return ["unreadable"]
    return [tried(report) for report in found] or ["no report"]


def tried(report: Report) -> str:
    try:
        return settled(report)
    except (DataError, ValueError):  # of signs that no column takes: nothing behind it waits for it
        return "unreadable"


def settled(report: Report) -> str:
    message = Message.objects.numbered(report.message_id)
    if message is None or not message.address or message.address.lower() not in report.addresses:
        return "not ours"
    if report.is_complaint:
        Suppression.objects.note(message, Suppression.Reason.COMPLAINED, words=str(report.answer))
        return "complaint"
    is_of_nobody = report.is_permanent and report.answer.is_of_nobody(at_recipient=True)
    message.come_back(str(report.answer), is_of_nobody=is_of_nobody)
    return "nobody there" if is_of_nobody else "undelivered"


def reports(mail: Mail) -> Iterator[Report]:
    """An automatic reply is none: it has no part that a machine wrote for a machine."""
    if mail.get_content_type() != "multipart/report":
        return
    parts = {part.get_content_type(): part for part in within(mail)}
    original = returned(parts)
    if "message/delivery-status" in parts:
        yield from undelivered(parts["message/delivery-status"], original)
    if "message/feedback-report" in parts:
        yield from complained(parts["message/feedback-report"], original)


def returned(parts: dict[str, Mail]) -> Mail:
    """The headers of the message that it is about."""
    if "message/rfc822" in parts:
        return next(iter(within(parts["message/rfc822"])), Mail())
    if "text/rfc822-headers" in parts:
        headers = parts["text/rfc822-headers"].get_payload(decode=True)
        return message_from_bytes(headers if isinstance(headers, bytes) else b"")
    return Mail()


def within(mail: Mail) -> list[Mail]:
    payload = mail.get_payload()
    return [part for part in payload if isinstance(part, Mail)] if isinstance(payload, list) else []


def undelivered(part: Mail, original: Mail) -> Iterator[Report]:
    """For each recipient that was given up; a delay is followed by another report, or by none."""
    for block in within(part):
        if said(block, "Action").lower() == "failed":
            status = said(block, "Status").partition(" ")[0]
            yield Report(
                message_id=number(original),
                addresses={address(said(block, name)) for name in ADDRESSES},
                is_complaint=False,
                answer=answer(status, said(block, "Diagnostic-Code")),
                is_permanent=not status.startswith("4."),
            )


def complained(part: Mail, original: Mail) -> Iterator[Report]:
    """Some providers leave the recipient out; then the returned message says whom it was for."""
    for feedback in within(part):
        kind = said(feedback, "Feedback-Type").lower()
        if kind not in COMPLAINTS:
            continue
        told = feedback.get_all("Original-Rcpt-To", []) or [said(original, "To")]
        addresses = {told_of.lower() for _name, told_of in getaddresses([str(value) for value in told])}
        yield Report(number(original), addresses, is_complaint=True, answer=Answer(0, kind))


def answer(status: str, diagnosis: str) -> Answer:
    """Of the server that refused it; the report's own status where that server gave none."""
    given = Answer.quoted(diagnosis)
    if given.status or status in IN_GENERAL:
        return given if given.words else Answer(0, status)
    return Answer(given.code, f"{status} {given.words}".strip())


def said(mail: Mail, name: str) -> str:
    return " ".join(str(mail.get(name, "")).split())


def number(original: Mail) -> str:
    return "".join(str(original.get("Message-ID", "")).split())


def address(recipient: str) -> str:
    """“rfc822; Reader@example.org” as the portal keeps it."""
    return recipient.partition(";")[2].strip().strip("<>").lower()
