"""The registry of figures. A figure is its rows; its value is an aggregate of them (DESIGN 4.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.db.models import CharField, Count, DecimalField, Model, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise

from alliance.dates import Period

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

M = TypeVar("M", bound=Model)
Text = str | Promise
register: dict[str, AnyFigure] = {}


rows_counted = partial(Count, "pk")
each_counted_once = partial(Count, "pk", distinct=True)  # where a row is met several times


def added_up(column: str) -> Callable[..., Any]:
    """The sum of a column, nothing where there is no row; its cuts may not overlap."""

    def aggregate(filter: Q) -> Any:
        return Coalesce(Sum(column, filter=filter), Value(Decimal(0)), output_field=DecimalField())

    return aggregate


class Cut(NamedTuple):
    """A way to divide a figure: the column or expression that divides it, and what its values are called."""

    name: Text
    lookup: Any
    labels: Mapping[str, Text]

    def label(self, value: str) -> str:
        return str(self.labels.get(value, value))


class Column(NamedTuple):
    """What a row of a figure shows; some only to machines."""

    name: Text
    of: Callable[[Any], Any]
    is_on_page: bool = True


@dataclass(frozen=True, kw_only=True)
class AnyFigure:
    """What every figure says of itself; `measure` is the name under which documents state it.

    One that is confidential counts what is for staff: for everyone else it is not there. One of forums counts what
    happened at those that began in the period: beside it stands what is stated of one of these, and nothing else.
    """

    key: str
    name: Text
    definition: Text
    unit: Text
    is_stock: bool = False
    measure: str = ""
    is_confidential: bool = False
    is_of_forums: bool = False

    def __post_init__(self) -> None:
        if register.setdefault(self.key, self) is not self:
            raise ValueError(f"two figures are called {self.key}")

    @property
    def kept_by(self) -> str:
        """The part of the house whose rows it counts."""
        raise NotImplementedError

    def series(self, periods: Sequence[Period]) -> list[Any]:
        raise NotImplementedError

    def value(self, period: Period) -> Any:
        return self.series([period])[0]


def visible_to(user: User | AnonymousUser) -> dict[str, AnyFigure]:
    return {key: figure for key, figure in register.items() if user.is_staff or not figure.is_confidential}


@dataclass(frozen=True, kw_only=True)
class Figure(AnyFigure, Generic[M]):
    """Counted from the rows of a register. The value never depends on who looks."""

    all_rows: Callable[[], QuerySet[M]]
    counted: Callable[[Period], Q]
    aggregate: Callable[..., Any] = rows_counted
    columns: Mapping[str, Column]
    cuts: Mapping[str, Cut] = field(default_factory=dict)
    link: Callable[[M], str] = field(default=lambda row: "")

    @property
    def kept_by(self) -> str:
        return str(self.all_rows().model._meta.app_config.verbose_name)

    def rows(self, period: Period) -> QuerySet[M]:
        """Each once, also where it is met several times."""
        found = self.all_rows().filter(self.counted(period))
        return found.distinct() if self.aggregate is each_counted_once else found

    def series(self, periods: Sequence[Period]) -> list[Any]:
        """The value of each period, in one statement."""
        return list(self.all_rows().aggregate(**self._cells(periods)).values())

    def by(self, cut: str, periods: Sequence[Period]) -> dict[str, list[Any]]:
        """The same by kind, region or another cut, in one statement. Cuts may overlap, so parts need not add up."""
        part = Coalesce(self.cuts[cut].lookup, Value(""), output_field=CharField())
        rows = self.all_rows().order_by().annotate(cut_part=part)
        if any(annotation.contains_aggregate for annotation in rows.query.annotations.values()):
            return self._by_names(rows, cut, periods)
        found = rows.values_list("cut_part").annotate(**self._cells(periods)).order_by("cut_part")
        return {row[0]: list(row[1:]) for row in found if any(row[1:])}

    def _by_names(self, rows: QuerySet[Any], cut: str, periods: Sequence[Period]) -> dict[str, list[Any]]:
        """Rows that are themselves put together of others are not grouped again: each part is named."""
        parts, cells = sorted(self.cuts[cut].labels), {}
        for of, part in enumerate(parts):
            for n, period in enumerate(periods):
                cells[f"p{of}_{n}"] = self.aggregate(filter=self.counted(period) & Q(cut_part=part))
        told = [*rows.aggregate(**cells).values()]
        found = {part: told[of * len(periods) : (of + 1) * len(periods)] for of, part in enumerate(parts)}
        return {part: row for part, row in found.items() if any(row)}

    def _cells(self, periods: Sequence[Period]) -> dict[str, Any]:
        return {f"p{n}": self.aggregate(filter=self.counted(period)) for n, period in enumerate(periods)}


@dataclass(frozen=True, kw_only=True)
class Ratio(AnyFigure):
    """A figure made of two others, in per cent with one decimal; empty where there is nothing to divide by."""

    above: Figure[Any]
    below: Figure[Any]
    less_one: bool = False

    @property
    def kept_by(self) -> str:
        return self.above.kept_by

    def series(self, periods: Sequence[Period]) -> list[Decimal | None]:
        pairs = zip(self.above.series(periods), self.below.series(periods), strict=True)
        return [self.of(above, below) for above, below in pairs]

    def of(self, above: int | Decimal, below: int | Decimal) -> Decimal | None:
        if not below:
            return None
        return (Decimal(100 * (above - below if self.less_one else above)) / below).quantize(Decimal("0.1"))
