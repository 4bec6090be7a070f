"""What a harvester takes out of its copy: what was shown once and is no longer there under its key (DESIGN 6)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, Model, OuterRef

from alliance.workflow import record_in_history

if TYPE_CHECKING:
    from people.models import User

MERGED = re.compile(r"merged into row ([0-9]{1,18})")
MOST = 1000
EXAMPLE = {"key": "ruritania-2", "at": "2026-11-22T12:00:00Z", "reason": "merged", "into": "ruritania"}
SCHEMA = {
    "type": "array",
    "maxItems": MOST,
    "description": f"With `updated_since`, on the first page: what was shown once and has gone since, oldest first. "
    f"After {MOST} of them ask again with the last `at`. Other filters change nothing in it.",
    "items": {
        "type": "object",
        "required": ["key", "at", "reason", "into"],
        "properties": {
            "key": {"type": "string"},
            "at": {"type": "string", "format": "date-time"},
            "reason": {"type": "string", "enum": ["deleted", "hidden", "merged", "renamed"]},
            "into": {"type": "string", "nullable": True, "description": "The key of the row that stands for it now."},
        },
        "example": EXAMPLE,
    },
}


class Gone(NamedTuple):
    key: str
    at: datetime
    reason: str
    into: str | None = None


def merge(duplicate: Any, *, into: Any, by: User | None) -> None:
    """Take the duplicate out; whoever harvested it is told which row stands for it."""
    record_in_history(duplicate, by=by, note=f"merged into row {into.pk}")
    duplicate.delete()


def gone(model: type[Model], key: str, user: Any, since: datetime) -> list[Gone]:
    """Only what this user could see once: what `visible_to` asks of a row it asks of the row's history too."""
    live: Any = model._default_manager.all()
    past: Any = model.history.model  # type: ignore[attr-defined]
    changed = past.objects.filter(history_date__gte=since).values("id")
    shown = type(live)(model=past).visible_to(user).filter(id__in=changed).exclude(history_type="-")
    live = live.visible_to(user)
    lost = shown.exclude(Exists(live.filter(**{key: OuterRef(key)})))
    last = {(row.id, getattr(row, key)): row for row in lost.order_by("history_id")}
    touched: dict[int, list[Any]] = {pk: [] for pk, _ in last}
    for row in past.objects.filter(id__in=touched).order_by("history_id"):
        touched[row.id].append(row)
    named = {*touched, *(merged_into(rows[-1]) for rows in touched.values())}
    keys = {pk: str(name) for pk, name in live.filter(pk__in=named).values_list("pk", key)}
    found = [ending(str(name), row, touched[pk], keys) for (pk, name), row in last.items()]
    return sorted((end for end in found if end.at >= since), key=lambda end: (end.at, end.key))[:MOST]


def ending(key: str, last: Any, touched: list[Any], keys: dict[int, str]) -> Gone:
    """`last` is the last time that it was shown under its key; it went with the change after that."""
    end = touched[-1]
    at = next((row for row in touched if row.history_id > last.history_id), end).history_date
    if end.history_type != "-":
        return Gone(key, at, "renamed", keys[last.id]) if last.id in keys else Gone(key, at, "hidden")
    into = keys.get(merged_into(end))
    return Gone(key, at, "merged", into) if into else Gone(key, at, "deleted")


def merged_into(end: Any) -> int:
    """The number of the row that stands for it now, 0 for none; staff write reasons in words of their own."""
    found = MERGED.fullmatch(end.history_change_reason or "")
    return int(found[1]) if found else 0
