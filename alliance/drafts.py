"""Long forms, saved as often as one likes, complete or not (DESIGN 4.6)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F
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

    class Meta:
        abstract = True

    def keep(self, content: dict[str, Any], *, seen: int) -> None:
        """Save over the version that was seen, never over another; compare-and-set, so no lock is held."""
        content = without_nul(content)
        mine, now = type(self)._default_manager.filter(pk=self.pk, version=seen), timezone.now()
        if not mine.update(content=content, version=F("version") + 1, saved_at=now):
            raise Stale(type(self)._default_manager.get(pk=self.pk))
        self.content, self.version, self.saved_at = content, seen + 1, now


def without_nul(content: Any) -> Any:
    """A browser can send the character NUL, and PostgreSQL keeps it in no text."""
    if isinstance(content, dict):
        return {without_nul(name): without_nul(value) for name, value in content.items()}
    if isinstance(content, list):
        return [without_nul(value) for value in content]
    return content.replace("\0", "") if isinstance(content, str) else content
