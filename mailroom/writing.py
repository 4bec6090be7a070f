"""A letter is written once for a language: its words are a text template, from which the HTML follows.

Whatever stands in the text is escaped when it becomes HTML, so no name and no note can add markup to a mail. A kind
of mail with a picture of its own brings a `.mjml` template beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mrml
from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from mailroom.marks import CLOSE, IN_TEMPLATES, KEY, LINK, MARK, OPEN, unreadable
from mailroom.models import Attachment, Letter
from mailroom.templatetags.letters import ACTION, END, LABEL

ENGINE = "mail"  # which does not pass over what a template was not given
UNGIVEN = re.compile(f"{OPEN}\\?([^{CLOSE}]*){CLOSE}")
ACT = re.compile(f"{ACTION}([^{LABEL}]*){LABEL}([^{END}]*){END}")
LONGEST_LINE = 700  # bytes; beyond 998 a mail has to be encoded, and a mark with it


@dataclass(frozen=True)
class File:
    """What goes with a letter."""

    name: str
    media_type: str
    content: bytes


def write(
    kind: str,
    language: str,
    context: Mapping[str, Any],
    *,
    stream: str = "",
    files: Sequence[File] = (),
    subject: str = "",
    text: str = "",
) -> Letter:
    """Render and keep a letter. What is wrong with it stands in its `fault`: then it goes to nobody."""
    letter = Letter(kind=kind, language=language, stream=stream)
    with translation.override(language):
        given = {**IN_TEMPLATES, "site_url": settings.SITE_URL, "stream": stream, **context}
        try:
            letter.subject = " ".join(rendered(subject or f"{kind}.subject.txt", given).split())
            words = rendered(text or f"{kind}.txt", given).strip() + "\n"
            letter.text = short_lines(as_text(words))
            letter.html = short_lines(as_html(kind, language, words, {**given, "subject": letter.subject}))
            letter.fault = fault(letter, files)
        except Exception as error:  # a template, whoever wrote it, holds up no other mail
            letter.fault = f"{type(error).__name__}: {error}"
    letter.save()
    if not letter.fault:
        Attachment.objects.bulk_create(Attachment(letter=letter, **vars(file)) for file in files)
    return letter


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


def as_text(words: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", ACT.sub(r"\2:\n\1", words))


def as_html(kind: str, language: str, words: str, context: Mapping[str, Any]) -> str:
    """By the kind's own MJML template where it has one, else by that of a notice, a block for each paragraph."""
    own = {
        **context,
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "blocks": mark_safe("\n".join(blocks(words))),  # each escaped there
    }
    try:
        template = get_template(f"{kind}.mjml", using=ENGINE)
    except TemplateDoesNotExist:
        template = get_template("mailroom/mail/notice.mjml", using=ENGINE)
    return unpacked(str(mrml.to_html(packed(template.render(own))).content))


def packed(mjml: str) -> str:
    """Inside an address the compiler spoils what is not ASCII."""
    return MARK.sub(r"mark--\1--\2--mark", mjml)


def unpacked(html: str) -> str:
    return re.sub("mark--([a-z]+)--([a-z0-9_]+)--mark", f"{OPEN}\\1:\\2{CLOSE}", html)


def blocks(words: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", words.strip()):
        if act := ACT.fullmatch(paragraph.strip()):
            yield f'<mj-button href="{escape(act[1])}">{escape(act[2])}</mj-button>'
        else:
            yield f"<mj-text>{paragraph_html(paragraph.strip())}</mj-text>"


def paragraph_html(paragraph: str) -> SafeString:
    lines = paragraph.split("\n")
    if all(line.startswith("- ") for line in lines):
        items = "".join(f"<li>{line_html(line[2:])}</li>" for line in lines)
        return mark_safe(f"<ul>{items}</ul>")  # each line is escaped
    return mark_safe("<br />".join(line_html(line) for line in lines))  # each line is escaped


def line_html(line: str) -> str:
    """Escaped, its addresses open to a click."""
    linked = urlize(escape(line), autoescape=False)
    return MARK.sub(opened, linked)


def opened(found: re.Match[str]) -> str:
    return f'<a href="{found[0]}">{found[0]}</a>' if found[1] in {KEY, LINK} else found[0]


def short_lines(text: str) -> str:
    """Broken at a space where a line is too long for a mail."""
    return re.sub(rf"([^\n]{{{LONGEST_LINE // 2},}}?) ", r"\1\n", text) if longest(text) > LONGEST_LINE else text


def longest(text: str) -> int:
    return max((len(line.encode()) for line in text.splitlines()), default=0)
