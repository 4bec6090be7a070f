"""How the portal's mail leaves it, by the setting EMAIL_URL or MAIL_ESP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, Self

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend

from mailroom.merging import Merge
from mailroom.models import Message
from mailroom.outcomes import Outcome, told
from mailroom.smtp import Dialogue, Mail

TOO_MANY, SERVER_S_FAULT = 429, 500


class Backend(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(self, *about: object) -> None: ...

    def written(self, merge: Merge, message: Message) -> Any:
        """The mail in the form that this backend sends. Raises `keys.Void` and `ValidationError`."""

    def send(self, mails: Sequence[Any]) -> Iterator[Outcome]:
        """Raises `Refused`."""


class ByBytes(Dialogue):
    """A mail server, which gets the merged bytes."""

    def written(self, merge: Merge, message: Message) -> Mail:
        return Mail(message, merge.bytes(message))


class ByObjects:
    """Any other backend of Django's: a provider by anymail, the console of a desk, the outbox of a test."""

    def __init__(self, backend: Any) -> None:
        self.backend = backend

    def __enter__(self) -> Self:
        self.backend.open()
        return self

    def __exit__(self, *about: object) -> None:
        self.backend.close()

    def written(self, merge: Merge, message: Message) -> tuple[Message, EmailMultiAlternatives]:
        mail: Any = merge.mail(message, merge.values(message))
        mail.metadata = {"message": message.number.hex}  # a provider's events bring it back
        mail.message()  # refuses now, in words, what no backend can write
        return message, mail

    def send(self, mails: Sequence[tuple[Message, EmailMultiAlternatives]]) -> Iterator[Outcome]:
        for message, mail in mails:
            yield self.sent(message, mail)

    def sent(self, message: Message, mail: EmailMultiAlternatives) -> Outcome:
        try:
            self.backend.send_messages([mail])
        except AnymailRecipientsRefused as refusal:
            return Outcome(message, Message.State.FAILED, told(refusal), is_bounce=True)
        except AnymailAPIError as error:
            if error.status_code is None:  # it may have been taken before the line broke
                return Outcome(message, Message.State.IN_DOUBT, told(error))
            is_temporary = error.status_code == TOO_MANY or error.status_code >= SERVER_S_FAULT
            return Outcome.again(message, told(error)) if is_temporary else failed(message, error)
        except (AnymailError, ValueError, OSError) as error:
            return failed(message, error)
        return Outcome(message, Message.State.SENT)


def failed(message: Message, error: Exception) -> Outcome:
    return Outcome(message, Message.State.FAILED, told(error))


def chosen() -> Backend:
    backend = get_connection()
    return ByBytes(backend) if isinstance(backend, EmailBackend) else ByObjects(backend)
