"""What was received year by year, drawn by a template (decision 2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from alliance.dates import Period
from documents.models import StatedFigure
from funds.models.contribution import YearOfReceipts

GAP = 3  # pixels between two bars
STEPS = (1, 2, 4, 5, 10)


class Bar(NamedTuple):
    """So much in such a window."""

    window: Period
    value: float
    title: str

    @property
    def label(self) -> str:
        return short(self.value)


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    title: str


@dataclass(frozen=True)
class BarChart:
    """Bars over time: what is counted (filled) and, of windows of their own, what is stated (hollow)."""

    name: str
    width: int
    height: int
    counted: Sequence[Bar]
    stated: Sequence[Bar]
    left: int = 56
    right: int = 8
    top: int = 28
    bottom: int = 30

    @property
    def span(self) -> Period:
        windows = [bar.window for bar in [*self.counted, *self.stated]]
        years = [window.start.year for window in windows] + [window.end.year for window in windows]
        return Period(date(min(years), 1, 1), date(max(years), 12, 31))

    @property
    def top_value(self) -> int:
        highest = max(bar.value for bar in [*self.counted, *self.stated])
        power = 10 ** (len(str(int(highest))) - 1)
        return int(next(step for step in STEPS if step * power >= highest) * power)

    def x(self, day: date) -> float:
        days = (self.span.end - self.span.start).days + 1
        return round(self.left + (day - self.span.start).days / days * (self.width - self.left - self.right), 1)

    def y(self, value: float) -> float:
        return round(self.height - self.bottom - value / self.top_value * (self.height - self.top - self.bottom), 1)

    @property
    def grid(self) -> list[tuple[float, str]]:
        parts = 4 if self.top_value % 4 == 0 else 5
        return [
            (self.y(self.top_value * part / parts), short(self.top_value * part / parts)) for part in range(parts + 1)
        ]

    @property
    def years(self) -> list[tuple[float, int]]:
        first, last = self.span.start.year, self.span.end.year
        every = -(-(last - first + 1) // (14 if self.width > 500 else 6))
        return [(self.x(date(year, 7, 1)), year) for year in range(first, last + 1, every)]

    @property
    def counted_boxes(self) -> list[Box]:
        return [self.box(bar) for bar in self.counted]

    @property
    def stated_boxes(self) -> list[Box]:
        return [self.box(bar) for bar in self.stated]

    def box(self, bar: Bar) -> Box:
        x, end, y = self.x(bar.window.start), self.x(bar.window.end + timedelta(days=1)), self.y(bar.value)
        width = max(round(end - x - GAP, 1), 1)
        return Box(x, y, width, round(self.y(0) - y, 1), round(x + width / 2, 1), bar.label, bar.title)


def short(value: float) -> str:
    """3.8 m, 250 k, 20."""
    for size, letter in ((1_000_000, _("m")), (1_000, _("k"))):
        if value >= size:
            return f"{value / size:,.3g} {letter}"
    return f"{value:,.0f}"


def by_year(years: Iterable[YearOfReceipts], stated: Iterable[StatedFigure]) -> list[BarChart]:
    """For wide pages and for narrow ones; nothing where nothing is known."""
    counted = [
        Bar(Period.of_year(told.year), float(told.usd), f"{told.year}: {money(told.usd)}")
        for told in years
        if told.usd > 0
    ]
    hollow = [
        Bar(told.window, float(told.value), f"{told.told}: {told.words}, {told.citation}")
        for told in stated
        if told.window
    ]
    if not (counted or hollow):
        return []
    return [
        BarChart("wide", 1216, 360, counted, hollow),
        BarChart("narrow", 360, 300, counted, hollow, left=44, right=4),
    ]


def money(usd: Decimal) -> str:
    return _("%(usd)s dollars") % {"usd": f"{usd:,.0f}"}
