"""What staff write in an issue: a little Markdown, which becomes HTML that cannot act, and text that reads alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {"p", "br", "ul", "ol", "li", "a", "strong", "em", "blockquote", "h3", "h4"}
SCHEMES = {"http", "https", "mailto"}
HEADINGS = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}  # below the issue's own
SIGNS = re.compile(r"[\\`*_\[\]<]")
BEGINNINGS = re.compile(r"^((?:\d{1,9}(?=[.)]))?)([#>+\-=~.)])")  # of a list, a heading or a quotation
READER = MarkdownIt("commonmark", {"html": False}).disable(
    # an entity would bring in what no box takes, such as the signs by which the mailroom marks a reader's own link
    ["image", "code", "fence", "html_block", "html_inline", "entity"]
)


def parsed(text: str) -> list[Token]:
    """An address within the portal is told whole, since a mail is read elsewhere."""
    tokens = READER.parse(text)
    for link in (child for token in tokens for child in token.children or [] if child.type == "link_open"):
        address = str(link.attrs["href"])
        if address.startswith("/") and not address.startswith("//"):
            link.attrs["href"] = f"{settings.SITE_URL}{address}"
    return tokens


def html(text: str) -> SafeString:
    """Sanitised, and well-formed enough for MJML."""
    tokens = parsed(text)
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    found = str(READER.renderer.render(tokens, READER.options, {}))
    clean = nh3.clean(found, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="noopener")
    return mark_safe(clean.replace("<br>", "<br />").strip())  # by nh3


def plain(text: str) -> str:
    """As it is read without HTML: an address stands behind its words."""
    return joined(lines(parsed(text), lambda address: f"({address})"))


class Footnotes:
    """Numbers in place of addresses, which stand beneath each text: ten links do not drown ten names.

    Through all the texts of a mail a number means one address.
    """

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def under(self, text: str) -> str:
        named: dict[str, int] = {}

        def number(address: str) -> str:
            named[address] = self.numbers.setdefault(address, len(self.numbers) + 1)
            return f"[{named[address]}]"

        words = joined(lines(parsed(text), number))
        return "\n".join([words, "", *(f"[{n}] {address}" for address, n in named.items())]).strip()


def joined(parts: Iterator[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()


def lines(tokens: list[Token], told: Callable[[str], str]) -> Iterator[str]:
    """Lists keep their dashes, so that a letter's HTML could make a list of them again."""
    numbers: list[int | None] = []
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            numbers.append(None if token.type.startswith("bullet") else int(token.attrs.get("start", 1)))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            numbers.pop()
            yield "" if numbers else "\n"
        elif token.type == "list_item_open":
            number = numbers[-1]
            yield "  " * (len(numbers) - 1) + ("- " if number is None else f"{number}. ")
            numbers[-1] = number if number is None else number + 1
        elif token.type == "inline":
            yield "".join(words(token.children or [], told))
            yield "\n" if numbers else "\n\n"


def words(children: list[Token], told: Callable[[str], str]) -> Iterator[str]:
    address, label = "", ""
    for token in children:
        if token.type == "link_open":
            address, label = str(token.attrs["href"]), ""
        elif token.type == "link_close":
            yield "" if label == address else f" {told(address.removeprefix('mailto:'))}"
            address = ""
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"
        else:
            label += token.content
            yield token.content


def literal(words: str) -> str:
    """What a register holds is words, whatever signs are among them."""
    return BEGINNINGS.sub(r"\1\\\2", SIGNS.sub(r"\\\g<0>", " ".join(words.split())))
