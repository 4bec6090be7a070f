"""A mail as its recipient read it, for staff: what was a key is named and not made."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from mailroom.marks import CLOSE, KEY, MARK, OPEN, STRAY, in_words, spoken
from mailroom.models import Message

KEY_AS_ADDRESS = re.compile(f'="{OPEN}{KEY}:[a-z0-9_]+{CLOSE}"')
UNGIVEN = re.compile(f"{OPEN}\\??([^{OPEN}{CLOSE}]*){CLOSE}")


class Copy:
    """Also of a mail that could not be written: what it lacks is named in its place."""

    def __init__(self, message: Message) -> None:
        self.message, self.letter = message, message.letter

    @property
    def subject(self) -> str:
        return self.filled(self.letter.subject)

    @property
    def text(self) -> str:
        return self.filled(self.letter.text)

    @property
    def html(self) -> str:
        return self.filled(KEY_AS_ADDRESS.sub('="#"', self.letter.html), escape)

    def filled(self, text: str, written: Callable[[str], str] = str) -> str:
        text = MARK.sub(lambda found: written(self.value(found[1], found[2])), text)
        return STRAY.sub("", UNGIVEN.sub(lambda found: written(lacking(found[1])), text))

    def value(self, kind: str, name: str) -> str:
        if kind == KEY:
            return _("[personal link]")
        try:
            with translation.override(self.letter.language):
                return spoken(kind, str(self.message.fields[name]))
        except (KeyError, TypeError, ValueError):
            return lacking(name)


def lacking(name: str) -> str:
    return _("[missing: %(name)s]") % {"name": in_words(name)}
