"""Pictures drawn on the server, once for wide pages and once for narrow ones, in the colours of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

ASIDE, ABOVE = 34, 13  # pixels that a label needs from the one before it, beside it or above it


class Point(NamedTuple):
    day: date
    value: float
    label: str
    title: str


class Mark(NamedTuple):
    x: float
    y: float
    label: str
    title: str


@dataclass(frozen=True)
class LineChart:
    """Two lines over time: what is stated (hollow points) and what the register counts (filled)."""

    width: int
    height: int
    stated: Sequence[Point]
    counted: Sequence[Point]
    left: int = 40
    right: int = 24
    top: int = 28
    bottom: int = 30
    name: str = field(default="wide")

    @property
    def days(self) -> tuple[date, date]:
        days = [point.day for point in [*self.stated, *self.counted]]
        return date(min(days).year, 1, 1), date(max(days).year, 12, 31)

    @property
    def top_value(self) -> int:
        highest = max((point.value for point in [*self.stated, *self.counted]), default=0)
        step = 10 if highest <= 50 else 50 if highest <= 250 else 500
        return max(step, int(-(-highest // step) * step))

    def x(self, day: date) -> float:
        first, last = self.days
        share = (day - first).days / max((last - first).days, 1)
        return round(self.left + share * (self.width - self.left - self.right), 1)

    def y(self, value: float) -> float:
        return round(self.height - self.bottom - value / self.top_value * (self.height - self.top - self.bottom), 1)

    @property
    def grid(self) -> list[tuple[float, int]]:
        parts = 3 if self.top_value % 3 == 0 else 4 if self.top_value % 4 == 0 else 2
        return [(self.y(value), value) for value in range(0, self.top_value + 1, self.top_value // parts)]

    @property
    def years(self) -> list[tuple[float, int]]:
        first, last = self.days
        every = -(-(last.year - first.year + 1) // (8 if self.width > 500 else 4))
        return [(self.x(date(year, 7, 1)), year) for year in range(first.year, last.year + 1, every)]

    @property
    def stated_marks(self) -> list[Mark]:
        return self.marks(self.stated)

    @property
    def counted_marks(self) -> list[Mark]:
        return self.marks(self.counted, only_last=True)

    @property
    def stated_path(self) -> str:
        return "M" + " L".join(f"{self.x(p.day)},{self.y(p.value)}" for p in self.stated) if self.stated else ""

    @property
    def counted_path(self) -> str:
        """A count stands until the next one, so its line goes in steps."""
        path = ""
        for before, point in zip([None, *self.counted], self.counted, strict=False):
            x, y = self.x(point.day), self.y(point.value)
            path += f" L{x},{self.y(before.value)} L{x},{y}" if before else f"M{x},{y}"
        return path

    def marks(self, points: Sequence[Point], *, only_last: bool = False) -> list[Mark]:
        """Every point, with a label where there is room; the last one always has it."""
        marks: list[Mark] = []
        last_x, last_y = float("inf"), float("-inf")
        for number, point in enumerate(reversed(points)):
            x, y = self.x(point.day), self.y(point.value)
            is_free = number == 0 or (not only_last and (last_x - x >= ASIDE or y - last_y >= ABOVE))
            if is_free:
                last_x, last_y = x, y
            marks.append(Mark(x, y, point.label if is_free else "", point.title))
        return marks[::-1]
