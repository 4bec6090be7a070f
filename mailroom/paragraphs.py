"""The words of a letter as HTML: what stands in them is escaped, so no name and no note can add markup to a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe

from mailroom.marks import KEY, LINK, MARK
from mailroom.templatetags.letters import ACTION, END, FOOT, LABEL, QUOTE, UNQUOTE

ACT = re.compile(f"{ACTION}([^{LABEL}]*){LABEL}([^{END}]*){END}")
QUOTED = re.compile(f"{QUOTE}(.*?){UNQUOTE}", re.DOTALL)
SCHEME = "://"
BULLET = "- "
SENTENCE = re.compile(r"(?<=[.!?:؟。！？])\s")
SALUTES = (",", "،", "，")


class Paragraphs(NamedTuple):
    """Blocks of MJML: what the letter says, why it is sent, and its first sentence, which lists of mails show."""

    blocks: SafeString
    foot: SafeString
    preview: str


def as_text(words: str) -> str:
    """An address under its label, and the foot below the sign by which mail programs know where a mail ends."""
    text = unquoted(ACT.sub(r"\2:\n\1", words).replace(FOOT, "-- "))
    return re.sub(r"\n{3,}", "\n\n", text)


def unquoted(words: str) -> str:
    """Mail programs open addresses of plain text too, so those of quoted words are told apart from their scheme."""
    return QUOTED.sub(lambda found: found[1].replace(SCHEME, f": {SCHEME[1:]}"), words)


def paragraphs(words: str) -> Paragraphs:
    said, _foot, why = words.partition(FOOT)
    blocks = mark_safe("\n".join(block(paragraph) for paragraph in split(said)))  # each escaped there
    foot = mark_safe("".join(paragraph_html(paragraph) for paragraph in split(why)))
    return Paragraphs(blocks, foot, first_sentence(said))


def split(words: str) -> list[str]:
    return [paragraph.strip() for paragraph in re.split(r"\n\s*\n", words) if paragraph.strip()]


def first_sentence(words: str) -> str:
    """After the salutation, which says nothing."""
    spoken = [paragraph for paragraph in split(words) if not paragraph.endswith(SALUTES) and not ACT.search(paragraph)]
    return SENTENCE.split(" ".join(unquoted(spoken[0]).split()))[0] if spoken else ""


def block(paragraph: str) -> str:
    if act := ACT.fullmatch(paragraph):
        return f'<mj-button href="{escape(act[1])}">{escape(act[2])}</mj-button>'
    return f'<mj-text css-class="says">{paragraph_html(paragraph)}</mj-text>'


def paragraph_html(paragraph: str) -> str:
    """Lines that begin with a dash are a list, with or without a line above it that says of what."""
    parts = groupby(paragraph.split("\n"), lambda line: line.startswith(BULLET))
    return "".join(items(lines) if is_list else running(lines) for is_list, lines in parts)


def items(lines: Iterator[str]) -> str:
    return "<ul>" + "".join(f"<li>{line_html(line.removeprefix(BULLET))}</li>" for line in lines) + "</ul>"


def running(lines: Iterator[str]) -> str:
    return "<p>" + "<br />".join(map(line_html, lines)) + "</p>"


def line_html(line: str) -> str:
    """Escaped, its addresses open to a click, but those of quoted words."""
    if act := ACT.fullmatch(line):
        return f'<a href="{escape(act[1])}">{escape(act[2])}</a>'
    parts, at = [], 0
    for quote in QUOTED.finditer(line):
        parts += [clickable(line[at : quote.start()]), str(escape(unquoted(quote[0])))]
        at = quote.end()
    return "".join([*parts, clickable(line[at:])])


def clickable(words: str) -> str:
    return MARK.sub(opened, urlize(escape(words), autoescape=False))


def opened(found: re.Match[str]) -> str:
    return f'<a href="{found[0]}">{found[0]}</a>' if found[1] in {KEY, LINK} else found[0]
