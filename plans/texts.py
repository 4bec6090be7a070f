"""What each publication changed, in a line, as lists of them tell it."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.names import capital

if TYPE_CHECKING:
    from plans.models import Publication


class PublishedText(NamedTuple):
    """A publication with what it changed, in a line."""

    publication: Publication
    change: str


def texts_of(publications: list[Publication]) -> list[PublishedText]:
    """The newest first, each compared with the one after it in the list."""
    told = []
    for text, before in zip_longest(publications, publications[1:]):
        earlier = before.content if before else None
        change = change_in_a_line(earlier, text.content) if before or text.number == 1 else ""
        told.append(PublishedText(text, change))
    return told


def change_in_a_line(before: dict[str, Any] | None, after: dict[str, Any]) -> str:
    """How much is new, changed and taken out, as a list of publications tells it."""
    if before is None:
        number = len(after["measures"])
        return ngettext("The first text: %(n)d measure.", "The first text: %(n)d measures.", number) % {"n": number}
    was = {raw["number"]: undertaken(raw) for raw in before["measures"]}
    now = {raw["number"]: undertaken(raw) for raw in after["measures"]}
    new, changed = len(now.keys() - was.keys()), sum(was[number] != now[number] for number in was.keys() & now.keys())
    gone = len(was.keys() - now.keys())
    told = [
        new and ngettext("%(n)d new measure", "%(n)d new measures", new) % {"n": new},
        changed and ngettext("%(n)d measure changed", "%(n)d measures changed", changed) % {"n": changed},
        gone and ngettext("%(n)d measure taken out", "%(n)d measures taken out", gone) % {"n": gone},
        before.get("about") != after.get("about") and _("what is told of the plan changed"),
    ]
    return capital("; ".join(str(words) for words in told if words) or _("nothing changed")) + "."


def undertaken(raw: dict[str, Any]) -> dict[str, Any]:
    """What a measure says, without the order of its fields and without how far it had come."""
    return {**raw, "fields": sorted(raw.get("fields", [])), "completion": ""}
