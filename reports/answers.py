"""A figure asked for a period: what the register computes beside what documents state, and the gap between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.defaultfilters import floatformat

from alliance.dates import Period
from alliance.figures import AnyFigure, Figure
from documents.models import StatedFigure
from documents.models.stated_figure import latest
from forums.models import Forum


@dataclass(frozen=True)
class Answer:
    figure: AnyFigure
    period: Period
    computed: Any
    stated: list[StatedFigure]
    computed_then: Any = None

    @property
    def stated_value(self) -> Decimal | None:
        """The number stated; where a document gives only the parts, their sum."""
        return sum((figure.value for figure in self.stated), Decimal(0)) if self.stated else None

    @property
    def compared_on(self) -> date | None:
        """Both sides of a stock are compared on the day that the statement speaks of, whatever the period."""
        return self.stated[0].holds_on if self.stated and self.figure.is_stock else None

    @property
    def gap(self) -> Decimal | None:
        """What documents state over what the register names: a list of work. A bound such as “over 100” makes none."""
        computed = self.computed_then if self.figure.is_stock else self.computed
        is_number = self.stated_value is not None and all(figure.is_round for figure in self.stated)
        if not (is_number and isinstance(self.figure, Figure) and (self.compared_on or self.is_same_window)):
            return None
        gap: Decimal = self.stated_value - computed
        return gap

    @property
    def is_same_window(self) -> bool:
        """A stock speaks of the last day; a flow of the very same window (trap T6)."""
        if self.figure.is_stock:
            return all(figure.is_of(self.period.end) for figure in self.stated)
        return all(figure.window == self.period for figure in self.stated)

    @property
    def computed_words(self) -> str:
        if self.computed is None:
            return ""
        return floatformat(self.computed, "-2g") if isinstance(self.figure, Figure) else f"{self.computed:,}"


def ask(figures: Iterable[AnyFigure], period: Period) -> list[Answer]:
    """All of them for one period, one statement each; what is stated is read in one statement."""
    asked = list(figures)
    stated = statements({figure.measure for figure in asked if figure.measure})
    return [answered(figure, period, beside(figure, period, stated.get(figure.measure, []))) for figure in asked]


def answered(figure: AnyFigure, period: Period, stated: list[StatedFigure]) -> Answer:
    day = stated[0].holds_on if stated and figure.is_stock else None
    periods = [period, Period(min(period.start, day), day)] if day else [period]
    computed, *then = figure.series(periods)
    return Answer(figure, period, computed, stated, *then)


def statements(measures: set[str]) -> dict[str, list[StatedFigure]]:
    found: dict[str, list[StatedFigure]] = {measure: [] for measure in measures}
    for figure in StatedFigure.objects.published().filter(measure__in=measures).select_related("document"):
        found[figure.measure].append(figure)
    return found


def beside(figure: AnyFigure, period: Period, statements: list[StatedFigure]) -> list[StatedFigure]:
    """The statement to show beside a figure of the period: of a stock the last, of a flow that of the same window.

    What happened at a forum is no stock, though the same document may tell it by the same measure (R2 ¶19).
    """
    if figure.is_of_forums:
        return of_one_forum(statements, period)
    fitting = [s for s in statements if not (figure.is_stock and s.forum_number)]
    groups = {group[0]: group for group in said_together(fitting)}
    if figure.is_stock:
        last_told = latest(groups, period.end)
        return groups[last_told] if last_told else []
    within = [(s, s.window) for s in groups if s.window and s.window.start in period and s.window.end in period]
    last = max(within, key=lambda pair: (pair[1] == period, pair[1].end, pair[0].is_of_the_alliance), default=None)
    return groups[last[0]] if last else []


def of_one_forum(statements: list[StatedFigure], period: Period) -> list[StatedFigure]:
    """What is stated of the only forum of the period: a report of the Alliance goes before another source."""
    told = [statement for statement in statements if statement.forum_number]
    held = Forum.objects.filter(status=Forum.Status.HELD, starts_on__range=period)
    forums = held.order_by().values_list("ordinal", flat=True)
    of_forums = {*forums} if told else set()
    groups = {group[0]: group for group in said_together([s for s in told if of_forums == {s.forum_number}])}
    if not groups:
        return []
    return groups[max(groups, key=lambda s: (s.is_of_the_alliance, s.holds_on or period.start, s.key))]


def said_together(statements: list[StatedFigure]) -> list[list[StatedFigure]]:
    """What one document says of one day or window: the whole, or its parts, which add up, where it gives no whole."""
    groups: dict[Any, list[StatedFigure]] = {}
    for statement in statements:
        groups.setdefault((statement.document_id, statement.holds_on, statement.window), []).append(statement)
    return [whole(group) or group for group in groups.values()]


def whole(group: list[StatedFigure]) -> list[StatedFigure]:
    wholes = [statement for statement in group if not statement.part]
    return sorted(wholes, key=lambda statement: statement.is_round)[-1:]


def cuts_of(figure: AnyFigure, period: Period) -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """The figure by each of its cuts, with the words of the field."""
    if not isinstance(figure, Figure):
        return []
    return [
        (key, cut, [(cut.label(value), cells[0]) for value, cells in figure.by(key, [period]).items()])
        for key, cut in figure.cuts.items()
    ]
