"""What was done to a record and to its parts, read from their histories: when, by whom, from what to what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Max, Model, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.dates import partial_dates, spoken

MOST = 200
DONE = {"+": gettext_lazy("added"), "~": gettext_lazy("changed"), "-": gettext_lazy("deleted")}


@dataclass(frozen=True)
class Difference:
    name: str
    old: str
    new: str

    def __str__(self) -> str:
        if not self.old:
            return _("%(name)s: %(new)s") % vars(self)
        return _("%(name)s: from “%(old)s” to “%(new)s”") % vars(self)


@dataclass(frozen=True)
class Change:
    at: datetime
    by: str
    done: str
    what: str
    differences: list[Difference]
    reason: str
    version: int | None

    def __str__(self) -> str:
        words = {"by": self.by or _("The portal"), "at": date_format(timezone.localtime(self.at), "DATETIME_FORMAT")}
        what = _("%(what)s %(done)s") % {"what": self.what, "done": self.done}
        return _("%(by)s, %(at)s: %(what)s.") % {**words, "what": "; ".join([what, *map(str, self.differences)])}


@dataclass(frozen=True)
class Part:
    """A register whose rows belong to a record by this column; the record itself by its own key."""

    model: type[Model]
    column: str

    @property
    def history(self) -> Any:
        return getattr(self.model, self.model._meta.simple_history_manager_attribute).model  # type: ignore[attr-defined]

    @property
    def is_record(self) -> bool:
        return self.column == self.model._meta.pk.attname

    def newest(self, key: Any) -> int:
        found = self.history.objects.filter(**{self.column: key}).aggregate(newest=Max("history_id"))
        return found["newest"] or 0

    def versions(self, key: Any, after: int) -> QuerySet[Any]:
        """The newest rows of history, each with the key of the one before it."""
        own = self.model._meta.pk.attname
        earlier = self.history.objects.filter(**{own: OuterRef(own)}, history_id__lt=OuterRef("history_id"))
        rows = self.history.objects.filter(**{self.column: key}, history_id__gt=after)
        rows = rows.annotate(before=Subquery(earlier.order_by("-history_id").values("history_id")[:1]))
        found: QuerySet[Any] = rows.select_related("history_user__person").order_by("-history_id")[:MOST]
        return found

    def earlier(self, rows: Iterable[Any]) -> dict[int, Any]:
        found: dict[int, Any] = self.history.objects.in_bulk([row.before for row in rows if row.before])
        return found

    @cached_property
    def many(self) -> list[Any]:
        return [self.model._meta.get_field(field.name) for field in self.history._history_m2m_fields]

    def read_many(self, rows: Iterable[Any]) -> None:
        """The keys of many-to-many fields, as `many_keys` of each row."""
        found: dict[int, dict[Any, list[Any]]] = {}
        for row in rows:
            row.many_keys = found.setdefault(row.history_id, {field: [] for field in self.many})
        for field in self.many:
            through = getattr(self.history, field.name).model.objects.filter(history__in=found)
            for history, key in through.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
                found[history][field].append(key)

    @cached_property
    def dates(self) -> dict[str, tuple[str, Any]]:
        """Of each column of a partial date its first column and the date itself."""
        return {column: (d.column, d) for _name, d in partial_dates(self.model) for column in d.columns}


class Names:
    """What the rows that are pointed at are called, read once for each register; what is gone has a number."""

    def __init__(self, rows: Iterable[Any]) -> None:
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for row in rows:
            for model, key in pointers(row):
                wanted[model].add(key)
        self.found = {model: model._default_manager.in_bulk(keys) for model, keys in wanted.items()}

    def get(self, model: type[Model], key: Any) -> Model | None:
        return self.found.get(model, {}).get(key)

    def of(self, model: type[Model], key: Any) -> str:
        if key is None:
            return ""
        named = self.get(model, key)
        return str(named) if named else _("%(name)s %(key)s, no longer there") % words_of(model, key)


def words_of(model: type[Model], key: Any) -> dict[str, Any]:
    return {"name": model._meta.verbose_name, "key": key}


def pointers(row: Any) -> Iterable[tuple[Any, Any]]:
    for field in row.tracked_fields:
        if field.is_relation and getattr(row, field.attname) is not None:
            yield field.related_model, getattr(row, field.attname)
    for field, keys in row.many_keys.items():
        yield from ((field.related_model, key) for key in keys)


def changes(parts: list[Part], key: Any, after: Iterable[int] = ()) -> list[Change]:
    """The newest first; a row of history in which nothing differs tells nothing. The queries do not grow."""
    seen = dict(zip(parts, after, strict=False))
    rows = {part: list(part.versions(key, seen.get(part, 0))) for part in parts}
    earlier = {part: part.earlier(rows[part]) for part in parts}
    for part in parts:
        part.read_many([*rows[part], *earlier[part].values()])
    names = Names(row for part in parts for row in (*rows[part], *earlier[part].values()))
    found = [
        (row.history_date, row.history_id, change)
        for part in parts
        for row in rows[part]
        if (change := told(part, row, earlier[part].get(row.before), names))
    ]
    return [change for *_when, change in sorted(found, key=lambda line: line[:2], reverse=True)][:MOST]


def told(part: Part, row: Any, before: Any, names: Names) -> Change | None:
    now, then = values(part, row, names), values(part, before, names) if before else {}
    if row.history_type == "-":
        now, then = {}, now
    labels = {**now, **then}
    differences = [
        Difference(label, then.get(label, ""), now.get(label, ""))
        for label in labels
        if then.get(label, "") != now.get(label, "")
    ]
    is_unknown = row.history_type == "~" and before is None
    if row.history_type == "~" and not is_unknown and not differences:
        return None
    user = row.history_user
    return Change(
        at=row.history_date,
        by=user.get_full_name() if user else "",
        done=str(DONE[row.history_type]),
        what=title(part, row, names),
        differences=[] if is_unknown else differences,
        reason=row.history_change_reason or "",
        version=row.history_id if part.is_record else None,
    )


def title(part: Part, row: Any, names: Names) -> str:
    """What the row was called then, where all that it is called after is still there."""
    name, key = capfirst(str(part.model._meta.verbose_name)), getattr(row, part.model._meta.pk.attname)
    record = part.model(**{field.attname: getattr(row, field.attname) for field in row.tracked_fields})
    for field in row.tracked_fields:
        if field.is_relation and getattr(row, field.attname) is not None:
            if (related := names.get(field.related_model, getattr(row, field.attname))) is None:
                return f"{name} {key}"
            field.set_cached_value(record, related)
    return _("%(name)s “%(title)s”") % {"name": name, "title": called(record) or key}


def called(record: Model) -> str:
    try:
        return str(record)
    except ObjectDoesNotExist:
        return ""


def values(part: Part, row: Any, names: Names) -> dict[str, str]:
    """What a row of history says, field by field, as people read it."""
    said: dict[str, str] = {}
    for field in row.tracked_fields:
        first, dates = part.dates.get(field.name, (field.name, None))
        if first != field.name or field.primary_key or field.attname == part.column or getattr(field, "auto_now", None):
            continue
        value = getattr(row, field.attname)
        if dates:
            words = str(dates.fget(row) or "")
        elif field.is_relation:
            words = names.of(field.related_model, value)
        else:
            words = shown(field, value)
        said[capfirst(str(dates.verbose_name if dates and dates.verbose_name else field.verbose_name))] = words
    for field, keys in row.many_keys.items():
        said[capfirst(str(field.verbose_name))] = "; ".join(sorted(names.of(field.related_model, k) for k in keys))
    return said


def shown(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else ""
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return spoken(value)
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return Truncator(str(value)).chars(500)
