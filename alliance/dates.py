"""Dates as far as they are known, and periods (DESIGN 4.3)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise


class Period(NamedTuple):
    """Both days included, as the reports count."""

    start: date
    end: date

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def parse(cls, start: str, end: str) -> Self:
        """Two dates as far as they are known: `2008-05`, `2009-05` is 1 May 2008 to 31 May 2009."""
        first, last = PartialDate.parse(start).first, PartialDate.parse(end).last
        if last < first:
            raise ValidationError(_("The period ends on %(end)s, before it starts.") % {"end": spoken(last)})
        return cls(first, last)

    @property
    def eve(self) -> date:
        """The day on which a stock stood before anything of the period happened."""
        return self.start - timedelta(days=1) if self.start > date.min else self.start

    @property
    def before(self) -> Self:
        """The window of the same length that ends on its eve: of whole months as many months (trap T6)."""
        if self.start.day != 1 or (self.end + timedelta(days=1)).day != 1:
            return type(self)(self.start - (self.end - self.start) - timedelta(days=1), self.eve)
        months = 12 * (self.end.year - self.start.year) + self.end.month - self.start.month + 1
        year, month = divmod(12 * self.start.year + self.start.month - 1 - months, 12)
        return type(self)(date(year, month + 1, 1), self.eve)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def years(self) -> list[Self]:
        """The calendar years that the period touches, cut to it."""
        years = range(self.start.year, self.end.year + 1)
        return [type(self)(max(self.start, date(y, 1, 1)), min(self.end, date(y, 12, 31))) for y in years]

    def __str__(self) -> str:
        return _("%(start)s to %(end)s") % {"start": spoken(self.start), "end": spoken(self.end)}


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last: a year after 29 February is 28 February."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    """What is before the answer is, so many months later, before the day; nothing else is."""
    year, month = divmod(12 * day.year + day.month - 1 - months, 12)
    days = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, days)) + timedelta(days=day.day > days)


class Precision(models.TextChoices):
    DAY = "day", gettext_lazy("day")
    MONTH = "month", gettext_lazy("month")
    YEAR = "year", gettext_lazy("year")


SPOKEN = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
WRITTEN = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}


def spoken(day: date, precision: Precision = Precision.DAY) -> str:
    return formats.date_format(day, SPOKEN[precision])


@dataclass(frozen=True)
class PartialDate:
    """2008-01-15, 2008-01 or 2008; `../2006-11` where a source only shows that it was so by then (EDTF)."""

    year: int
    month: int | None = None
    day: int | None = None
    known_by: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        found = re.fullmatch(r"(\.\./)?(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text.strip(), re.ASCII)
        if not found:
            raise ValidationError(
                _("“%(text)s” is no date: write 2008-01-15, 2008-01 or 2008; put ../ before it for “by then”."),
                params={"text": text.strip()},
            )
        by, year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, bool(by))

    @classmethod
    def of(cls, first: date, precision: str, known_by: bool = False) -> Self:
        month = first.month if precision != Precision.YEAR else None
        return cls(first.year, month, first.day if precision == Precision.DAY else None, known_by)

    @classmethod
    def of_end(cls, over_by: date, precision: str, known_by: bool = False) -> Self:
        """Of the first day by which something is surely over."""
        first = over_by if precision == Precision.DAY else over_by - timedelta(days=1)
        return cls.of(first, precision, known_by)

    @classmethod
    def today(cls) -> Self:
        return cls.of(timezone.localdate(), Precision.DAY)

    @property
    def at_the_latest(self) -> str:
        """As an end, to stand after “until” or “to”."""
        if not self.known_by:
            return str(self)
        return _("%(day)s at the latest") % {"day": replace(self, known_by=False)}

    def __post_init__(self) -> None:
        try:
            self.first  # noqa: B018
        except ValueError as error:
            finer = [f"-{part:02}" for part in (self.month, self.day) if part is not None]
            written = f"{self.year:04}" + "".join(finer)
            raise ValidationError(_("There is no such day as %(written)s."), params={"written": written}) from error

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @property
    def last(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def over_by(self) -> date:
        """As an end: the first day by which it is surely over."""
        return self.first if self.day else self.last + timedelta(days=1)

    @property
    def precision(self) -> Precision:
        return Precision.DAY if self.day else Precision.MONTH if self.month else Precision.YEAR

    @property
    def iso(self) -> str:
        return ("../" if self.known_by else "") + self.first.isoformat()[: WRITTEN[self.precision]]

    def __str__(self) -> str:
        words = spoken(self.first, self.precision)
        return _("by %(date)s") % {"date": words} if self.known_by else words


def spanned(start: PartialDate | None, end: PartialDate | None) -> str:
    """15–16 January 2008, 27 May to 2 June 2009, or the one day that is known."""
    if start is None or end is None or start == end:
        return str(start or end or "")
    if start.day and end.day and not end.known_by and (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end}"
    return _("%(start)s to %(end)s") % {"start": start, "end": end.at_the_latest}


class PartialDateColumns(property):
    """`when = PartialDateColumns("on")`: the columns on, on_precision and on_known_by, read and set as one value.

    The first holds the earliest day; of an end (`is_end`) the first day by which it is surely over, so that whoever
    held an office "until February 2013" held it in February.
    """

    def __init__(
        self,
        column: str,
        verbose_name: StrOrPromise = "",
        *,
        help_text: StrOrPromise = "",
        null: bool = False,
        is_end: bool = False,
        editable: bool = True,
    ) -> None:
        self.column, self.verbose_name, self.help_text, self.null = column, verbose_name, help_text, null
        self.editable = editable

        def read(record: Any) -> PartialDate | None:
            day, precision = getattr(record, column), getattr(record, f"{column}_precision")
            if day is None:
                return None
            of = PartialDate.of_end if is_end else PartialDate.of
            return of(day, precision, getattr(record, f"{column}_known_by"))

        def write(record: Any, value: PartialDate | None) -> None:
            setattr(record, column, value and (value.over_by if is_end else value.first))
            setattr(record, f"{column}_precision", value.precision if value else Precision.DAY)
            setattr(record, f"{column}_known_by", bool(value and value.known_by))

        super().__init__(read, write)

    @property
    def columns(self) -> list[str]:
        return [self.column, f"{self.column}_precision", f"{self.column}_known_by"]

    def contribute_to_class(self, cls: type[models.Model], name: str) -> None:
        first, precision, known_by = self.columns
        setattr(cls, name, self)
        options: dict[str, Any] = {} if self.editable else {"editable": False}
        named: dict[str, Any] = {"null": self.null, "blank": self.null, "help_text": self.help_text}
        cls.add_to_class(first, models.DateField(self.verbose_name, **named, **options))
        cls.add_to_class(precision, models.CharField(max_length=5, choices=Precision, default=Precision.DAY, **options))
        cls.add_to_class(known_by, models.BooleanField(default=False, **options))


def partial_dates(model: type[models.Model]) -> Iterator[tuple[str, PartialDateColumns]]:
    """The partial dates of a model by name, those of its abstract parents too."""
    for name in dir(model):
        found = getattr(model, name, None)
        if isinstance(found, PartialDateColumns):
            yield name, found
