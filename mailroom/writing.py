"""A letter is written once for a language: its words are a text template, from which the HTML follows.

Whatever stands in the text is escaped when it becomes HTML, so no name and no note can add markup to a mail. A kind
of mail with a picture of its own brings a `.mjml` template beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formataddr
from secrets import token_hex
from typing import Any

import mrml
from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from mailroom.marks import CLOSE, IN_TEMPLATES, MARK, OPEN, line, unreadable
from mailroom.models import Attachment, Letter
from mailroom.paragraphs import as_text, paragraphs

ENGINE = "mail"  # which does not pass over what a template was not given
UNGIVEN = re.compile(f"{OPEN}\\?([^{CLOSE}]*){CLOSE}")
SECRET = f"mark-{token_hex(8)}"  # nobody's words become a mark
PACKED = re.compile(f"{SECRET}--([a-z]+)--([a-z0-9_]+)--")
LONGEST_LINE = 500  # bytes; beyond 998 a mail has to be encoded, and a mark with it
WORD = re.compile(r' ?(?:<!--\[[^\]]*\]>|="[^"]*"|[^ ])+| ')  # so is an attribute, and a condition for Outlook


@dataclass(frozen=True)
class File:
    """What goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class MailingList:
    """What a mail is one issue of; its key stays for ever, its name is read in the language of the letter."""

    key: str
    name: StrOrPromise

    @property
    def header(self) -> str:
        """As `List-Id` has it (RFC 2919); a name of more than one line is refused, so it adds no header."""
        return formataddr((line("mailing list", self.name), f"{self.key}.{settings.MAIL_DOMAIN}"))


def write(
    kind: str, language: str, context: Mapping[str, Any], *, files: Sequence[File] = (), **options: Any
) -> Letter:
    """Render and keep a letter."""
    letter = composed(kind, language, context, files=files, **options)
    letter.save()
    if not letter.fault:
        Attachment.objects.bulk_create(Attachment(letter=letter, **vars(file)) for file in files)
    return letter


def composed(
    kind: str,
    language: str,
    context: Mapping[str, Any],
    *,
    stream: str = "",
    is_of_account: bool = False,
    is_of_reader: bool = False,
    mailing_list: MailingList | None = None,
    files: Sequence[File] = (),
    subject: str = "",
    text: str = "",
) -> Letter:
    """Rendered, and kept nowhere. What is wrong with it stands in its `fault`: then it goes to nobody."""
    letter = Letter(kind=kind, language=language, stream=stream, is_of_account=is_of_account, is_of_reader=is_of_reader)
    with translation.override(language):
        given = {**IN_TEMPLATES, **of_the_office(), "stream": stream, **context}
        try:
            letter.list_id = mailing_list.header if mailing_list else ""
            letter.subject = " ".join(rendered(subject or f"{kind}.subject.txt", given).split())
            words = rendered(text or f"{kind}.txt", given).strip() + "\n"
            letter.text = short_lines(as_text(words))
            letter.html = short_lines(as_html(letter, words, given))
            letter.fault = fault(letter, files)
        except Exception as error:  # a template, whoever wrote it, holds up no other mail
            letter.fault = f"{type(error).__name__}: {error}"
    return letter


def of_the_office() -> dict[str, str]:
    """What every letter may name."""
    return {"site_url": settings.SITE_URL, "secretariat_email": settings.SECRETARIAT_EMAIL}


def rendered(name: str, context: Mapping[str, Any]) -> str:
    """Nothing is escaped in plain text; what becomes HTML is escaped there."""
    template: Any = get_template(name, using=ENGINE)
    return str(template.template.render(Context(dict(context), autoescape=False)))


def fault(letter: Letter, files: Sequence[File]) -> str:
    whole = f"{letter.subject}\n{letter.text}\n{letter.html}"
    if ungiven := UNGIVEN.search(whole):
        return _("The text names “%(name)s”, which it was not given.") % {"name": ungiven[1]}
    if unreadable(whole):
        return _("A field of the text was changed by a filter or a tag, and cannot be filled in.")
    large = next((file for file in files if Attachment.is_too_large(len(file.content))), None)
    if large:
        words = _("The attachment “%(name)s” is larger than %(most)d MB.")
        return words % {"name": large.name, "most": settings.MAIL_ATTACHMENT_LIMIT_MB}
    return ""


def as_html(letter: Letter, words: str, context: Mapping[str, Any]) -> str:
    """By the kind's own MJML template where it has one, else by that of a notice, a block for each paragraph."""
    of_letter = {"subject": letter.subject, "language": letter.language, "direction": letter.direction}
    own = {**context, **of_letter, **paragraphs(words)._asdict()}
    try:
        template = get_template(f"{letter.kind}.mjml", using=ENGINE)
    except TemplateDoesNotExist:
        template = get_template("mailroom/mail/notice.mjml", using=ENGINE)
    return unpacked(str(mrml.to_html(packed(template.render(own))).content))


def packed(mjml: str) -> str:
    """Inside an address the compiler spoils what is not ASCII."""
    return MARK.sub(rf"{SECRET}--\1--\2--", mjml)


def unpacked(html: str) -> str:
    return PACKED.sub(f"{OPEN}\\1:\\2{CLOSE}", html)


def short_lines(text: str) -> str:
    """Broken at spaces where a line is too long for a mail: what is read stays the same."""
    return "\n".join(broken(line) if len(line.encode()) > LONGEST_LINE else line for line in text.split("\n"))


def broken(line: str) -> str:
    lines = [""]
    for word in WORD.findall(line):
        if word.startswith(" ") and lines[-1] and len(f"{lines[-1]}{word}".encode()) > LONGEST_LINE:
            lines.append(word[1:])
        else:
            lines[-1] += word
    return "\n".join(lines)


def longest(text: str) -> int:
    return max((len(line.encode()) for line in text.splitlines()), default=0)
