"""What happens in the office: one arrow at a time, with who and why (DESIGN 4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from people.models import User


class Workflow(models.Model):
    """A record with a `status` and its arrows `NEXT`; nothing else moves the status."""

    NEXT: ClassVar[dict[str, set[str]]]
    status: Any

    class Meta:
        abstract = True

    @transaction.atomic
    def move_to(self, status: str, *, by: User | None, note: str = "", **changes: Any) -> None:
        """Take one arrow from the stored status, or refuse in words and leave this record as it was."""
        stored = type(self)._default_manager.select_for_update().get(pk=self.pk)
        if status not in stored.NEXT[stored.status]:
            meta: Any = type(self)._meta
            labels = dict(meta.get_field("status").flatchoices)
            is_there = stored.status == status
            raise ValidationError(
                _("%(record)s is %(now)s already.")
                if is_there
                else _("%(record)s is %(now)s and cannot become %(then)s."),
                params={"record": stored, "now": labels[stored.status], "then": labels.get(status, status)},
            )
        for name, value in {"status": status, **changes}.items():
            setattr(stored, name, value)
        stored.full_clean()
        record_in_history(stored, by=by, note=note)
        moved = columns(type(self), ["status", *changes])
        stored.save(update_fields=moved)
        for name in moved:
            setattr(self, name, getattr(stored, name))


def columns(model: type[models.Model], names: list[str]) -> list[str]:
    """The fields that keep these values, a partial date its three; and when the record was last changed."""
    moments = [field.name for field in model._meta.concrete_fields if getattr(field, "auto_now", False)]
    return moments + [column for name in names for column in getattr(getattr(model, name), "columns", [name])]


def record_in_history(record: models.Model, *, by: User | None, note: str = "") -> None:
    """Say who acts and why to the history row that the next save of this record writes."""
    record.__dict__.pop("_history_user", None)
    if by is not None:
        record._history_user = by  # type: ignore[attr-defined]
    record._change_reason = note[:100] or None  # type: ignore[attr-defined]


def write_in_history(records: Sequence[models.Model], *, by: User | None, are_new: bool = False) -> None:
    """One row for each of these records, where one statement has written them all; no signal tells of it."""
    if not records:
        return
    history: Any = type(records[0]).history  # type: ignore[attr-defined]
    written = history.bulk_history_create(records, update=not are_new, default_user=by, default_change_reason=None)
    rows = {row.id: row for row in written}
    for field in history.model._history_m2m_fields:
        own, beside = field.m2m_column_name(), getattr(history.model, field.name).model
        links = field.remote_field.through.objects.filter(**{f"{own}__in": list(rows)}).order_by("pk").values()
        beside.objects.bulk_create(beside(history=rows[link[own]], **link) for link in links)
