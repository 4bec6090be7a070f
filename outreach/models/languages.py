"""The six official languages, in which an issue may be written and a reader may choose to read."""

from __future__ import annotations

from django.conf import settings

from people.models.person import LANGUAGES

OFFICIAL = ("ar", "zh", "en", "fr", "ru", "es")
CHOICES = [(code, LANGUAGES[code]) for code in OFFICIAL]
MAIN = "en"  # every issue has it


def of_letters(language: str) -> str:
    """English as the United Nations write it."""
    return settings.LANGUAGE_CODE if language == MAIN else language
