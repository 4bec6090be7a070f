"""How a figure grew: year by year beside what is stated, and the picture of the Group of Friends."""

from __future__ import annotations

from datetime import date
from typing import Any

from alliance.dates import Period, spoken
from alliance.figures import AnyFigure
from documents.models import StatedFigure
from members.figures import members
from reports.answers import Answer, beside, statements
from reports.forms import FOUNDED
from reports.pictures import LineChart, Point


def yearly(figure: AnyFigure, period: Period) -> list[Answer]:
    """One answer for each calendar year of the period: one statement for the counts, one for what is stated."""
    years = period.years()
    stated = statements({figure.measure} if figure.measure else set()).get(figure.measure, [])
    answers = []
    for year, computed in zip(years, figure.series(years), strict=True):
        told = [s for s in beside(figure, year, stated) if not figure.is_stock or s.holds_on in year]
        answers.append(Answer(figure, year, computed, told))
    return answers


def growth(until: date) -> list[LineChart]:
    """The membership as documents state it and as the register counts it, for wide pages and for narrow ones."""
    told = {s.holds_on: s for s in statements({members.measure})[members.measure] if not s.part and s.is_round}
    stated = [point(told[day], day) for day in sorted(day for day in told if day and day <= until)]
    years = Period(FOUNDED, until).years()
    counted = [
        Point(year.end, value, f"{value}", f"{spoken(year.end)}: {value}")
        for year, value in zip(years, members.series(years), strict=True)
    ]
    return [
        LineChart(name="wide", width=1216, height=400, stated=stated, counted=counted),
        LineChart(name="narrow", width=360, height=320, left=34, right=22, stated=stated, counted=counted),
    ]


def point(statement: StatedFigure, day: date) -> Point:
    value: Any = int(statement.value)
    return Point(day, value, f"{value}", f"{statement.as_of}: {statement.words}, {statement.citation}")
