"""The dialogue with a mail server: one connection for a worker's batch, commands pipelined where it offers that.

With pipelining (RFC 2920) a message's end and the next one's envelope travel together, so each message costs one round
trip. Never more than one message is without an answer: when a connection drops, that one alone is in doubt.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _

from mailroom.answers import Answer
from mailroom.models import Message
from mailroom.outcomes import Outcome, Refused, told

GO_ON, AGAIN, ENDS = 354, 400, 421
TAKEN = range(200, 300)
LONGEST_REPLY = 2**16


class Mail(NamedTuple):
    message: Message
    content: bytes


class Dialogue:
    """A connection, opened when it is needed, and again after it was lost."""

    def __init__(self, backend: EmailBackend) -> None:
        self.backend = backend
        self.smtp: Any = None
        self.is_ahead = False  # the next message's envelope has been sent with the end of this one

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *about: object) -> None:
        if self.is_ahead:  # the server waits for a message, and would take a farewell for one
            self.drop()
        elif self.smtp:
            self.backend.close()

    def send(self, mails: Sequence[Mail]) -> Iterator[Outcome]:
        """What becomes of each, as soon as it is known. Raises `Refused` where the server cannot be talked to."""
        for mail, following in zip_longest(mails, mails[1:]):
            self.connect()
            yield self.deliver(mail, following)

    def connect(self) -> None:
        if self.smtp:
            return
        try:
            self.backend.open()
            self.smtp = self.backend.connection
            self.smtp.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise Refused(_("The mail server cannot be reached: %(words)s") % {"words": told(error)}) from error
        self.pipelines, self.takes_8bit = self.smtp.has_extn("pipelining"), self.smtp.has_extn("8bitmime")

    def drop(self) -> None:
        """Without a farewell, which the other side may never answer."""
        if self.backend.connection:
            self.backend.connection.close()
        self.smtp = self.backend.connection = None
        self.is_ahead = False

    def deliver(self, mail: Mail, following: Mail | None) -> Outcome:
        is_handed_over = False
        try:
            refusal, is_of_recipient = self.introduce(mail)
            if refusal:
                self.take_back(refusal)
                return judged(mail.message, refusal, at_recipient=is_of_recipient)
            is_handed_over = True
            self.hand_over(mail, following)
            answer = self.read()
            if answer.code == ENDS:
                self.drop()
            return judged(mail.message, answer)
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            if not is_handed_over:
                words = _("The connection was lost before the message was handed over: %(words)s")
                return Outcome.again(mail.message, words % {"words": told(error)})
            words = _("The connection was lost when the message was handed over and not yet answered: %(words)s")
            return Outcome(mail.message, Message.State.IN_DOUBT, words % {"words": told(error)})

    def introduce(self, mail: Mail) -> tuple[Answer | None, bool]:
        """The envelope: the first refusal of its three commands, and whether it is the recipient that is refused."""
        if self.pipelines:
            sender, recipient, content = self.all_at_once(mail)
        else:
            sender, recipient, content = self.one_by_one(mail)
        if content.code == GO_ON and sender.code in TAKEN and recipient.code in TAKEN:
            return None, False
        if content.code == GO_ON:  # it waits for content all the same
            self.write(b".\r\n")
            self.read()
        if sender.code not in TAKEN:
            return sender, False
        return (content, False) if recipient.code in TAKEN else (recipient, True)

    def all_at_once(self, mail: Mail) -> tuple[Answer, Answer, Answer]:
        if not self.is_ahead:
            self.write(b"".join(self.envelope(mail)))
        self.is_ahead = False
        return self.read(), self.read(), self.read()

    def one_by_one(self, mail: Mail) -> tuple[Answer, Answer, Answer]:
        """Nothing is said any more after a refusal, which then stands for the rest."""
        answers: list[Answer] = []
        for command in self.envelope(mail):
            if not answers or answers[-1].code in TAKEN:
                self.write(command)
                answers.append(self.read())
            else:
                answers.append(answers[-1])
        sender, recipient, content = answers
        return sender, recipient, content

    def take_back(self, refusal: Answer) -> None:
        if refusal.code == ENDS:
            self.drop()
        else:
            self.write(b"RSET\r\n")
            self.read()

    def hand_over(self, mail: Mail, following: Mail | None) -> None:
        ahead = self.envelope(following) if following and self.pipelines else []
        self.write(b"".join([mail.content, b".\r\n", *ahead]))
        self.is_ahead = bool(ahead)

    def envelope(self, mail: Mail) -> list[bytes]:
        body = " BODY=8BITMIME" if self.takes_8bit and not mail.content.isascii() else ""
        return [
            f"MAIL FROM:<{settings.MAIL_RETURN_PATH}>{body}\r\n".encode(),
            f"RCPT TO:<{mail.message.address}>\r\n".encode(),
            b"DATA\r\n",
        ]

    def write(self, commands: bytes) -> None:
        self.smtp.sock.sendall(commands)

    def read(self) -> Answer:
        """One reply, of one line or several (RFC 5321 4.2)."""
        lines, is_last = [], False
        while not is_last:
            line = self.smtp.file.readline(LONGEST_REPLY)
            if not line[:3].isdigit():
                raise smtplib.SMTPServerDisconnected(_("The server hung up, or speaks no SMTP."))
            lines.append(line[4:])
            is_last = line[3:4] != b"-"
        code = int(line[:3])
        if code < AGAIN:  # nobody asks what else a server says of what it takes
            return Answer(code, "")
        return Answer(code, " ".join(b" ".join(lines).decode(errors="replace").split())[:500])


def judged(message: Message, answer: Answer, *, at_recipient: bool = False) -> Outcome:
    """What the server's answer means (RFC 5321 4.2.1)."""
    if answer.code in TAKEN:
        return Outcome(message, Message.State.SENT)
    if answer.code < AGAIN:
        return Outcome(message, Message.State.IN_DOUBT, _("The server answered “%(words)s”.") % {"words": answer})
    if answer.code >= 500:
        return Outcome(message, Message.State.FAILED, str(answer), answer.is_of_nobody(at_recipient=at_recipient))
    return Outcome.again(message, str(answer))
