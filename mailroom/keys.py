"""Links that are keys: whoever has one may do what it says. They are made at sending and stand nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import translation

Maker = Callable[[Any], str]
MAKERS: dict[str, Maker] = {}


class Void(Exception):
    """What the key would open is no longer there: the mail is not sent, for these reasons in words."""


def maker(name: str) -> Callable[[Maker], Maker]:
    """Register what makes the key of that name, from what the message stores: an id, a date, never a secret."""

    def register(function: Maker) -> Maker:
        MAKERS[name] = function
        return function

    return register


def made(reference: list[Any]) -> str:
    """The link, from the reference that a message keeps: the maker's name and what it asks for.

    Why there is none is for the office, in its own language and not in the recipient's.
    """
    name, about = reference
    with translation.override(settings.LANGUAGE_CODE):
        return MAKERS[name](about)
