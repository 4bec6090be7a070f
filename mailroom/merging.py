"""A letter becomes the bytes of one recipient's mail.

Django's own `EmailMultiAlternatives` builds them once for a letter, with stand-ins for what differs; a merge joins the
pieces between. Where a line would grow so long that the part has to be encoded, Django builds that recipient's mail
alone. Both give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from email.policy import compat32
from email.utils import formataddr, formatdate
from functools import cached_property, lru_cache
from itertools import chain
from secrets import token_hex
from time import time
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import RFC5322_EMAIL_LINE_LENGTH_LIMIT, forbid_multi_line_headers
from django.utils import translation
from django.utils.html import escape

from mailroom import keys
from mailroom.marks import DAY, KEY, MARK, Mark, Values, filled, filled_html, link, marks, spoken
from mailroom.models import Letter, Message
from mailroom.subscriptions import unsubscribe_link
from mailroom.writing import longest

UNSUBSCRIBE: Mark = (KEY, "unsubscribe")
TEXT, HTML = "text", "html"
BYTES_OF_A_CHARACTER = 4  # at most, in UTF-8
SHORT = re.compile(r"[!-~]{1,30}( [!-~]{1,30}){0,2}")
CRLF = compat32.clone(linesep="\r\n")

Given = dict[str, dict[Mark, str]]


class Piece(NamedTuple):
    """What is filled in: a value into the text or the HTML, or the header of that name."""

    place: str
    mark: Mark = ("", "")


class Line(NamedTuple):
    """A line of the text or the HTML that something is filled into, and how many bytes it has without."""

    place: str
    size: int
    marks: list[Mark]


@dataclass(frozen=True)
class Template:
    """The bytes that are the same for all, and what goes between each two."""

    fixed: list[bytes]
    pieces: list[Piece]

    @cached_property
    def stuffed(self) -> list[bytes]:
        """The same with leading dots doubled, once for all."""
        return [part.replace(b"\r\n.", b"\r\n..") for part in self.fixed]

    @cached_property
    def begins_a_line(self) -> list[bool]:
        return [part.endswith(b"\r\n") for part in self.fixed]

    def filled(self, values: list[bytes]) -> bytes:
        return b"".join(chain([self.fixed[0]], *zip(values, self.fixed[1:], strict=True)))

    def filled_and_stuffed(self, values: list[bytes]) -> bytes:
        """For SMTP. A value has no line break but a header's, so only its own first dot can begin a line."""
        if not all(values):  # with nothing in between, what follows may begin the line
            return stuffed(self.filled(values))
        dotted = [
            b"." + value if begins and value.startswith(b".") else value
            for value, begins in zip(values, self.begins_a_line, strict=False)
        ]
        return b"".join(chain([self.stuffed[0]], *zip(dotted, self.stuffed[1:], strict=True)))


def stuffed(content: bytes) -> bytes:
    """A line of one dot would end the message, so a leading dot is doubled (RFC 5321 4.5.2)."""
    return content.replace(b"\r\n.", b"\r\n..")


class Merge:
    """One letter, ready to be filled in for many."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.templates: dict[tuple[bool, bool], Template | None] = {}
        self.marks = {TEXT: marks(letter.text), HTML: marks(letter.html)}
        self.needed = {*marks(letter.subject), *self.marks[TEXT], *self.marks[HTML]}
        self.needed |= {UNSUBSCRIBE} if letter.stream else set()
        self.is_ascii = {part: MARK.sub("", getattr(letter, part)).isascii() for part in (TEXT, HTML)}
        self.lines = [*lines(TEXT, letter.text), *lines(HTML, letter.html)]
        widest = max((line.size for line in self.lines), default=0)
        often = max((len(line.marks) for line in self.lines), default=1)
        self.ample = (RFC5322_EMAIL_LINE_LENGTH_LIMIT - widest) // (often * BYTES_OF_A_CHARACTER)
        self.has_days = any(kind == DAY for kind, _name in self.needed)
        self.subject = b"" if marks(letter.subject) else folded("Subject", letter.subject)
        self.files = [(file.name, bytes(file.content), file.media_type) for file in letter.attachments.all()]

    def raw(self, message: Message) -> bytes:
        """The mail as Django writes it. Raises `keys.Void` and `ValidationError`."""
        template, pieces = self.merged(message)
        return template.filled(pieces) if template else pieces[0]

    def wire(self, message: Message) -> bytes:
        """The same as it goes over the wire, with leading dots doubled."""
        template, pieces = self.merged(message)
        return template.filled_and_stuffed(pieces) if template else stuffed(pieces[0])

    def merged(self, message: Message) -> tuple[Template | None, list[bytes]]:
        """What is filled in, and where; or the whole mail at once, built by Django."""
        values = self.values(message)
        given: Given = {TEXT: values, HTML: {mark: str(escape(value)) for mark, value in values.items()}}
        template = self.template(given) if self.has_room(given) else None
        if template is None:
            return None, [as_bytes(self.mail(message, values))]
        headers = self.headers(message, values)
        return template, [
            given[place][mark].encode() if place in given else self.header(place, headers[place])
            for place, mark in template.pieces
        ]

    def header(self, name: str, value: str) -> bytes:
        return self.subject if name == "Subject" and self.subject else folded(name, value)

    def values(self, message: Message) -> dict[Mark, str]:
        """What is filled in for a message; its keys are made here."""
        values = {}
        with translation.override(self.letter.language) if self.has_days else nullcontext():
            for kind, name in self.needed:
                if kind != KEY:
                    values[kind, name] = spoken(kind, message.fields[name])
                elif name in message.keys:
                    values[kind, name] = link(name, keys.made(message.keys[name]))
                else:
                    values[kind, name] = unsubscribe_link(message)
        return values

    def headers(self, message: Message, values: Values) -> dict[str, str]:
        """What differs by recipient. A line break in one is refused by Django where it is written."""
        address = str(message.address)
        headers = {
            "Subject": filled(self.letter.subject, values),
            "To": formataddr((message.name, address)) if message.name else address,
            "Date": now_in_words(int(time())),
            "Message-ID": message.message_id,
        }
        if self.letter.stream:
            headers["List-Unsubscribe"] = f"<{values[UNSUBSCRIBE]}>"
        return headers

    @property
    def fixed_headers(self) -> dict[str, str]:
        """A machine writes these mails, so no other machine shall answer (RFC 3834)."""
        headers = {"Auto-Submitted": "auto-generated", "Content-Language": self.letter.language}
        if self.letter.stream:
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        if self.letter.list_id:
            headers["List-Id"] = self.letter.list_id
        return headers

    def mail(self, message: Message, values: Values) -> EmailMultiAlternatives:
        """The same mail as Django's object, for backends that take no bytes."""
        text = filled(self.letter.text, values)
        html = filled_html(self.letter.html, values)
        return self.built(self.headers(message, values), text, html)

    def built(self, headers: dict[str, str], text: str, html: str) -> EmailMultiAlternatives:
        reply_to = [settings.SECRETARIAT_EMAIL] if settings.SECRETARIAT_EMAIL else []
        mail = EmailMultiAlternatives(headers["Subject"], text, to=[headers["To"]], reply_to=reply_to)
        mail.extra_headers = {**headers, **self.fixed_headers}
        del mail.extra_headers["Subject"], mail.extra_headers["To"]
        if html:
            mail.attach_alternative(html, "text/html")
        for file in self.files:
            mail.attach(*file)
        return mail

    def has_room(self, given: Given) -> bool:
        """Whether every line stays as short as a mail may have it; if all values fit into one, each line has room."""
        if sum(map(len, given[HTML].values())) <= self.ample:
            return True
        return all(
            size + sum(len(given[place][mark].encode()) for mark in found) <= RFC5322_EMAIL_LINE_LENGTH_LIMIT
            for place, size, found in self.lines
        )

    def template(self, given: Given) -> Template | None:
        """By which parts have only ASCII once they are filled in, since Django says so in their headers."""
        key = (self.stays_ascii(TEXT, given), self.stays_ascii(HTML, given))
        if key not in self.templates:
            self.templates[key] = self.compiled(*key)
        return self.templates[key]

    def stays_ascii(self, part: str, given: Given) -> bool:
        return self.is_ascii[part] and "".join([given[part][mark] for mark in self.marks[part]]).isascii()

    def compiled(self, text_is_ascii: bool, html_is_ascii: bool) -> Template | None:
        """None where a stand-in is lost in an encoding."""
        secret = f"xx{token_hex(8)}xx"
        pieces: list[Piece] = []

        def stand_in(sign: str, piece: Piece) -> str:
            pieces.append(piece)
            return f"{secret}{sign}{len(pieces) - 1:05d}"

        def part(name: str, is_ascii: bool) -> str:
            sign = "b" if is_ascii else "bé"
            return MARK.sub(lambda found: stand_in(sign, Piece(name, (found[1], found[2]))), getattr(self.letter, name))

        text, html = part(TEXT, text_is_ascii), part(HTML, html_is_ascii)
        if max(longest(text), longest(html)) > RFC5322_EMAIL_LINE_LENGTH_LIMIT:
            return None
        names = ["Subject", "To", "Date", "Message-ID", *(["List-Unsubscribe"] if self.letter.stream else [])]
        mail = self.built({name: stand_in("h", Piece(name)) for name in names}, text, html)
        raw, at, template = as_bytes(mail), 0, Template([], [])
        sign = secret.encode()
        for found in re.finditer(
            rb"(?m:^)[A-Za-z-]+: " + sign + rb"h(\d{5})\r\n|" + sign + rb"b(?:\xc3\xa9)?(\d{5})", raw
        ):
            template.fixed.append(raw[at : found.start()])
            template.pieces.append(pieces[int(found[1] or found[2])])
            at = found.end()
        template.fixed.append(raw[at:])
        return template if len(template.pieces) == len(pieces) else None


def as_bytes(mail: EmailMultiAlternatives) -> bytes:
    message: Any = mail.message()
    return bytes(message.as_bytes(linesep="\r\n"))


def lines(place: str, text: str) -> Iterator[Line]:
    for line in text.splitlines():
        if found := marks(line):
            yield Line(place, len(MARK.sub("", line).encode()), found)


@lru_cache(maxsize=2)
def now_in_words(second: int) -> str:
    return formatdate(second, localtime=settings.EMAIL_USE_LOCALTIME)


def folded(name: str, value: str) -> bytes:
    """A header's line, or lines, as Django and Python write it."""
    if name in {"Date", "Message-ID"} or (name == "To" and SHORT.fullmatch(value)):
        return f"{name}: {value}\r\n".encode()
    if name == "List-Unsubscribe":  # one long word goes onto a line of its own
        return f"{name}: {'' if len(value) <= 60 else CRLF.linesep + ' '}{value}\r\n".encode()
    name, value = forbid_multi_line_headers(name, value, settings.DEFAULT_CHARSET)
    return bytes(CRLF.fold_binary(name, value))
