"""Rows that are read with another: whoever harvests that one is told when they change."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class Part(models.Model):
    """`PART_OF` is its key to what it is read with, whose `updated_at` it moves."""

    PART_OF: ClassVar[str] = "record"

    class Meta:
        abstract = True

    def is_told(self) -> bool:
        """Of what is hidden nobody is told."""
        return True

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_told = self.is_told()
        super().save(*args, **kwargs)
        if is_told:
            self.tell_of_change()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if self.is_told():
            self.tell_of_change()
        return super().delete(*args, **kwargs)

    def tell_of_change(self) -> None:
        whole: Any = self._meta.get_field(self.PART_OF).related_model
        whole._default_manager.filter(pk=getattr(self, f"{self.PART_OF}_id")).update(updated_at=timezone.now())
