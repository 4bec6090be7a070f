"""How far the measures of a plan have come, counted for a picture and for the table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import ngettext

from members.models import FieldOfAction
from plans.models import Completion
from plans.models.measure import MeasureQuerySet

FURTHEST_FIRST = [*reversed(Completion)]


class Portion(NamedTuple):
    """The measures that have come so far, and where they stand in the bar, in per cent of its length."""

    completion: Completion
    number: int
    start: str
    width: str


class Progress:
    """So many measures at each completion, the furthest first."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self.total = sum(counts.values())

    @property
    def numbers(self) -> list[int]:
        return [self.counts.get(completion, 0) for completion in FURTHEST_FIRST]

    @property
    def complete(self) -> int:
        return self.counts.get(Completion.COMPLETE, 0)

    @property
    def portions(self) -> list[Portion]:
        found, start = [], 0
        for completion, number in zip(FURTHEST_FIRST, self.numbers, strict=True):
            if number:
                found.append(Portion(completion, number, self.share(start), self.share(number)))
            start += number
        return found

    @property
    def words(self) -> str:
        """The picture for whoever does not see it."""
        told = [f"{portion.number} {portion.completion.label}" for portion in self.portions]
        words = ngettext("Of %(total)d measure: %(told)s.", "Of %(total)d measures: %(told)s.", self.total)
        return words % {"total": self.total, "told": ", ".join(told)}

    def share(self, number: int) -> str:
        return f"{100 * number / self.total:.3f}%"


class FieldProgress(NamedTuple):
    """The measures in one of the four fields; one measure may be in several."""

    key: str
    name: str
    progress: Progress


def progress_of(measures: MeasureQuerySet) -> Progress:
    counted = measures.order_by().values_list("completion").annotate(n=Count("pk", distinct=True))
    return Progress(dict(counted))


def progress_by_field(measures: MeasureQuerySet) -> list[FieldProgress]:
    """Each of the four, also where no measure is in it."""
    counted = measures.order_by().values_list("fields__key", "completion").annotate(n=Count("pk", distinct=True))
    return by_field((field, completion, number) for field, completion, number in counted)


def by_field(counted: Iterable[tuple[str | None, str, int]]) -> list[FieldProgress]:
    found: dict[str | None, dict[str, int]] = {}
    for field, completion, number in counted:
        found.setdefault(field, {})[completion] = number
    return [FieldProgress(key, str(name), Progress(found.get(key, {}))) for key, name in FieldOfAction.Key.choices]
