"""What differs by recipient: a mark stands for it in a letter, and each message fills in its own value.

A mark says of what type its value is. A line has no line break, a link is an address of the web, a day is written as
the letter's language writes it, and a key is a link that opens something to whoever has it: it is made at the moment
of sending (`mailroom.keys`) and stands nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}([a-z]+):([a-z0-9_]+){CLOSE}")
STRAY = re.compile(f"[{OPEN}{CLOSE}]")
UNPRINTABLE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{OPEN}-\ue00f\ud800-\udfff]")
LINE, LINK, DAY, KEY = "field", "link", "day", "key"
WEB = re.compile(r"https?://[\w.\-\[\]:@]+([/?#]\S*)?", re.IGNORECASE)
TYPES = (LINE, LINK, DAY, KEY)

Mark = tuple[str, str]
Values = Mapping[Mark, str]


class Marks:
    """In a template `{{ field.name }}` is the mark of the field “name”, `{{ key.invitation }}` that of a key."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __getitem__(self, name: str) -> SafeString:
        return mark_safe(f"{OPEN}{self.kind}:{name}{CLOSE}")  # letters of our own


IN_TEMPLATES = {kind: Marks(kind) for kind in TYPES}


def marks(text: str) -> list[Mark]:
    """In their order, each as often as it stands there."""
    return [(kind, name) for kind, name in MARK.findall(text)]


def unreadable(text: str) -> bool:
    """Whether a mark was spoilt, such as by a filter of the template."""
    return bool(STRAY.search(MARK.sub("", text))) or any(kind not in TYPES for kind, _name in marks(text))


def named(text: str) -> str:
    """With the name of each mark in its place, as staff read what is not yet filled in."""
    return STRAY.sub("", MARK.sub(lambda found: f"[{in_words(found[2])}]", text))


def in_words(name: str) -> str:
    return name.replace("_", " ").replace(".", " ")


def filled(text: str, values: Values, written: Callable[[str], str] = str) -> str:
    return MARK.sub(lambda found: written(values[found[1], found[2]]), text)


def filled_html(text: str, values: Values) -> str:
    return filled(text, values, escape)


def line(name: str, value: object) -> str:
    text = str(value)
    if UNPRINTABLE.search(text):
        words = _("The field “%(name)s” has a line break or a sign that no mail can carry.")
        raise ValidationError(words, params={"name": name})
    return text


def link(name: str, value: object) -> str:
    text = line(name, value)
    if not WEB.fullmatch(text):
        raise ValidationError(_("The field “%(name)s” is no address of the web."), params={"name": name})
    return text


def day(name: str, value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError as refusal:
        raise ValidationError(_("The field “%(name)s” is no day."), params={"name": name}) from refusal


STORED: dict[str, Callable[[str, object], str]] = {LINE: line, LINK: link, DAY: day}


def checked(needed: set[Mark], given: Mapping[str, object]) -> dict[str, str]:
    """The values as they are stored, or a refusal that names the field which is missing or wrong."""
    stored = {}
    for kind, name in sorted(needed):
        if kind == KEY:
            continue
        if name not in given:
            raise ValidationError(_("The field “%(name)s” is missing."), params={"name": name})
        stored[name] = STORED[kind](name, given[name])
    return stored


def refuse_missing_keys(needed: Iterable[Mark], given: Container[str], stream: str) -> None:
    """The link to unsubscribe is made for whoever gets a subscription; any other is asked for by the message."""
    for kind, name in sorted(needed):
        if kind == KEY and name not in given and not (name == "unsubscribe" and stream):
            raise ValidationError(_("The key “%(name)s” is missing."), params={"name": name})


def spoken(kind: str, value: str) -> str:
    """A stored value as it is read, in the language that is active."""
    return str(formats.date_format(date.fromisoformat(value))) if kind == DAY else value
