"""How many of an issue's mails are in which state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from alliance.attention import rows
from mailroom.models import Letter, Message
from outreach.models import Newsletter
from outreach.models.languages import CHOICES

if TYPE_CHECKING:
    from people.models import User

State = Message.State


class Told(NamedTuple):
    """A number, what it counts, and where exactly these rows are."""

    number: int
    words: StrOrPromise
    address: str = ""


class Posted(NamedTuple):
    """One letter, in words, and its messages by state."""

    name: str
    address: str
    total: int
    states: list[Told]


def in_words(counts: Mapping[str, int], letter: int | None = None) -> list[Told]:
    """Where a letter is given, with the lists that the numbers open."""

    def address(state: str) -> str:
        return rows("mailroom_message", letter__id__exact=letter, state__exact=state) if letter else ""

    return [Told(counts[state], label, address(state)) for state, label in State.choices if counts.get(state)]


def told_of(newsletter: Newsletter, *, to: User) -> list[Posted]:
    """A line for each letter that goes to anybody, by two statements; whoever may not see to whom opens no list."""
    written = newsletter.letters.defer("text", "html").order_by("stream", "language", "pk")
    letters: list[Any] = list(written.told_to(to))
    counts = Message.objects.filter(letter__in=letters).by_letter_and_state() if letters else {}
    found = [(letter, counts[letter.pk]) for letter in letters if letter.pk in counts]
    return [
        Posted(
            called(letter), page(letter), sum(states.values()), in_words(states, letter.pk if letter.is_open else None)
        )
        for letter, states in found
    ]


def page(letter: Letter) -> str:
    return reverse("admin:mailroom_letter_change", args=[letter.pk])


def called(letter: Letter) -> str:
    audience = _("Focal points") if letter.is_notice else _("Subscribers")
    language = dict(CHOICES)[letter.language.partition("-")[0]]
    return _("%(audience)s, %(language)s") % {"audience": audience, "language": language}
