"""The six official languages, in which an issue may be written and a reader may choose to read."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language_info

from people.models.person import LANGUAGES

OFFICIAL = ("ar", "zh", "en", "fr", "ru", "es")
CHOICES = [(code, LANGUAGES[code]) for code in OFFICIAL]
MAIN = "en"  # every issue has it
RIGHT_TO_LEFT = {"ar"}


def of_letters(language: str) -> str:
    """English as the United Nations write it, Chinese in simplified characters."""
    return {MAIN: settings.LANGUAGE_CODE, "zh": "zh-hans"}.get(language, language)


def direction_of(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def named_in_itself(language: str) -> str:
    """As its readers call it."""
    return str(get_language_info(of_letters(language))["name_local"]) if language != MAIN else "English"
