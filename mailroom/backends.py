"""How the portal's mail leaves it, by the setting EMAIL_URL or MAIL_ESP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, Self

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _
from requests.exceptions import ConnectionError, ConnectTimeout, ProxyError
from urllib3.exceptions import NewConnectionError

from mailroom.merging import Merge
from mailroom.models import Message
from mailroom.outcomes import Outcome, Refused, told
from mailroom.smtp import Dialogue, Mail

NOT_NOW = {401, 403, 429}  # a wrong key, or too much at once: no message is to blame
UNCLEAR = {*range(200, 300), 504}  # taken, but not as it was expected; or a gateway in between waited no longer
TIMED_OUT, SERVER_S_FAULT = 408, 500


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
        return Mail(message, merge.wire(message))


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
            return Outcome(message, Message.State.FAILED, told(refusal), is_invalid(mail))
        except AnymailAPIError as error:
            return answered(message, error)
        except (AnymailError, ValueError, OSError) as error:
            return failed(message, error)
        return Outcome(message, Message.State.SENT)


def is_invalid(mail: Any) -> bool:
    """A provider also rejects whom it suppresses itself, which says nothing of the address."""
    return bool(mail.anymail_status.status == {"invalid"})


def answered(message: Message, error: AnymailAPIError) -> Outcome:
    """What the provider's answer means; where there is none, or none that can be read, it may have taken the mail."""
    if error.status_code in NOT_NOW or was_not_reached(error):
        raise Refused(_("The provider takes no mail: %(words)s") % {"words": told(error)}) from error
    if error.status_code is None or error.status_code in UNCLEAR:
        return Outcome(message, Message.State.IN_DOUBT, told(error))
    if error.status_code == TIMED_OUT or error.status_code >= SERVER_S_FAULT:
        return Outcome.again(message, told(error))
    return failed(message, error)


def was_not_reached(error: Exception) -> bool:
    """Whether no connection came about, so that nothing can have been taken."""
    if isinstance(error, ConnectTimeout | ProxyError):
        return True
    cause = error.__cause__
    reason = getattr(cause.args[0], "reason", None) if isinstance(cause, ConnectionError) and cause.args else None
    return isinstance(reason, NewConnectionError)


def failed(message: Message, error: Exception) -> Outcome:
    return Outcome(message, Message.State.FAILED, told(error))


def chosen() -> Backend:
    backend = get_connection()
    return ByBytes(backend) if isinstance(backend, EmailBackend) else ByObjects(backend)
