"""A figure asked for a period: what the register computes beside what documents state, and the gap between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from alliance.dates import Period
from alliance.figures import AnyFigure, Figure
from documents.models import StatedFigure
from documents.models.stated_figure import latest


@dataclass(frozen=True)
class Answer:
    figure: AnyFigure
    period: Period
    computed: Any
    stated: list[StatedFigure]

    @property
    def stated_value(self) -> Decimal | None:
        """The number stated; where a document gives only the parts, their sum."""
        return sum((figure.value for figure in self.stated), Decimal(0)) if self.stated else None

    @property
    def gap(self) -> Decimal | None:
        """What documents state over what the register names: a list of work, never papered over."""
        if self.stated_value is None or not isinstance(self.figure, Figure) or not self.is_same_window:
            return None
        gap: Decimal = self.stated_value - self.computed
        return gap

    @property
    def is_same_window(self) -> bool:
        """A stock is compared as it stood last; a flow only with the same window (trap T6)."""
        return self.figure.is_stock or all(figure.window == self.period for figure in self.stated)

    @property
    def computed_words(self) -> str:
        return "" if self.computed is None else f"{self.computed:,}"


def ask(figures: Iterable[AnyFigure], period: Period) -> list[Answer]:
    """All of them for one period; what is stated is read in one statement."""
    asked = list(figures)
    stated = statements({figure.measure for figure in asked if figure.measure})
    return [Answer(f, period, f.value(period), beside(f, period, stated.get(f.measure, []))) for f in asked]


def statements(measures: set[str]) -> dict[str, list[StatedFigure]]:
    found: dict[str, list[StatedFigure]] = {measure: [] for measure in measures}
    for figure in StatedFigure.objects.filter(measure__in=measures).select_related("document"):
        found[figure.measure].append(figure)
    return found


def beside(figure: AnyFigure, period: Period, statements: list[StatedFigure]) -> list[StatedFigure]:
    """The statement to show beside a figure of the period, or its parts where no document gives the whole."""
    wholes = [statement for statement in statements if not statement.part]
    if figure.is_stock:
        last = latest(wholes, period.end)
        return [last] if last else []
    windows = [(s, s.window) for s in (wholes or statements)]
    within = [s for s, w in windows if w and period.start <= w.start and w.end <= period.end]
    last_window = max((s.window for s in within if s.window), key=lambda w: w.end, default=None)
    same = [s for s in within if s.window == last_window]
    return same if any(s.part for s in same) else same[-1:]


def cuts_of(figure: AnyFigure, period: Period) -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """The figure by each of its cuts, with the words of the field."""
    if not isinstance(figure, Figure):
        return []
    return [
        (key, cut, [(cut.label(value), cells[0]) for value, cells in figure.by(key, [period]).items()])
        for key, cut in figure.cuts.items()
    ]
