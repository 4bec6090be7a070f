"""What became of a message that a worker took."""

from __future__ import annotations

import smtplib
from typing import NamedTuple

from anymail.exceptions import AnymailAPIError

from mailroom.models import Message


class Outcome(NamedTuple):
    """How a message ends up. One that waits again is to be tried later."""

    message: Message
    state: str
    cause: str = ""
    is_bounce: bool = False  # nobody has this address
    is_closed: bool = False  # there is nothing to decide

    @classmethod
    def again(cls, message: Message, cause: str) -> Outcome:
        return cls(message, Message.State.PENDING, cause)


class Refused(Exception):
    """The mail server does not talk to the portal at all: no message is to blame."""


def told(error: Exception) -> str:
    """In words that staff can look up; nothing of what was sent, which may hold a key."""
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {words}"
    if isinstance(error, AnymailAPIError):  # its own words quote what the provider quotes of the mail
        response = getattr(error, "response", None)
        reason = getattr(response, "reason", "") or ""
        return " ".join(str(word) for word in (type(error).__name__, error.status_code, reason) if word)
    return f"{type(error).__name__}: {error}"[:500]
