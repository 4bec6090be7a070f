"""Names as they are read: nothing invisible in them that turns letters around."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

JOINERS_AND_MARKS = "\u200c\u200d\u200e\u200f"  # which some scripts need
LINES = "\n\r\t"


def readable(text: str) -> None:
    """No control character and no sign that overrides the direction of writing: one name must not read as another.

    Nor a sign of private use, by which the mailroom marks what it fills in.
    """
    for letter in text:
        is_invisible = unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs"} or is_noncharacter(letter)
        if is_invisible and letter not in JOINERS_AND_MARKS + LINES:
            words = _("It holds an invisible character (U+%(code)04X) that changes how it is read: write it without.")
            raise ValidationError(words % {"code": ord(letter)})


def is_noncharacter(letter: str) -> bool:
    """Which Unicode keeps from all text, and no XML may hold."""
    return ord(letter) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(letter) <= 0xFDEF


def refuse_lines(text: str) -> None:
    """A name stands within sentences, so it has one line."""
    if any(sign in text for sign in LINES + "\u2028\u2029"):
        raise ValidationError(_("A name has one line: write it without line breaks and tabs."))


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
