"""Long forms, saved as often as one likes, complete or not (DESIGN 4.6).

A browser saves a page of the form again and again, over lines that break: an answer may be lost after its save was
kept, and an older save may arrive after a newer one. So each opened page has a name (`writer`) and counts its saves
(`turn`). What a page saves over its own saves is no conflict; what it saves over another's is refused.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone


class Stale(Exception):
    """Somebody saved since this text was opened; `stored` is theirs."""

    def __init__(self, stored: Draft) -> None:
        super().__init__(f"version {stored.version} is stored")
        self.stored = stored


class Draft(models.Model):
    """The raw form as it was written; checks run when it is submitted, on the model it becomes."""

    content = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    writer = models.CharField(max_length=64, blank=True, editable=False)
    turn = models.PositiveIntegerField(default=0, editable=False)
    taken_over_at = models.PositiveIntegerField(default=0, editable=False)  # the version that its writer found

    class Meta:
        abstract = True

    def keep(self, content: dict[str, Any], *, seen: int, writer: str = "", turn: int = 0, **more: Any) -> None:
        """Save over what was seen, or over what the same page saved since, never over another's: compare-and-set.

        An older turn of the page that saved last changes nothing, for the newer one told all of it; nor does a text
        that stands there already. Turn 0 is of a page that does not count.
        """
        content = without_nul(content)
        own = Q(writer=writer) if writer else Q(pk=None)
        own_and_later = own & Q(taken_over_at__lte=seen) & (Q(turn__lt=turn) if turn else Q())
        kept = self.stored().filter(Q(version=seen) | own_and_later)
        taken_over_at = Case(When(own, then=F("taken_over_at")), default=Value(seen))
        now = {"content": content, "version": F("version") + 1, "saved_at": timezone.now(), **more}
        is_kept = kept.update(**now, writer=writer, turn=turn, taken_over_at=taken_over_at)
        stored = self.stored().get()
        if not is_kept and not stored.tells_already(content, seen=seen, writer=writer, turn=turn):
            raise Stale(stored)
        for field in stored._meta.concrete_fields:
            setattr(self, field.attname, getattr(stored, field.attname))

    def stored(self) -> Any:
        return type(self)._default_manager.filter(pk=self.pk)

    def tells_already(self, content: dict[str, Any], *, seen: int, writer: str, turn: int) -> bool:
        is_own = bool(writer) and self.writer == writer and self.taken_over_at <= seen
        return bool(self.content == content) or (is_own and turn <= self.turn)


def without_nul(content: Any) -> Any:
    """A browser can send the character NUL, and PostgreSQL keeps it in no text."""
    if isinstance(content, dict):
        return {without_nul(name): without_nul(value) for name, value in content.items()}
    if isinstance(content, list):
        return [without_nul(value) for value in content]
    return content.replace("\0", "") if isinstance(content, str) else content
