from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.files import KeptFile
from alliance.names import readable
from plans.models.progress import ProgressNote


class Evidence(KeptFile):
    """A document that shows what a note says."""

    note = models.ForeignKey(
        ProgressNote, models.CASCADE, related_name="evidence", verbose_name=gettext_lazy("progress note")
    )
    title = models.CharField(gettext_lazy("title"), max_length=200, blank=True, validators=[readable])

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("evidence")
        verbose_name_plural = gettext_lazy("evidence")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title or self.file_name

    @property
    def file_url(self) -> str:
        return reverse("evidence_file", args=[self.pk])

    @classmethod
    def add(cls, note: ProgressNote, file: Any) -> Evidence:
        """A file, or one that a form has checked already."""
        added = file if isinstance(file, cls) else cls(file=file)
        added.note = note
        added.full_clean()
        added.save()
        return added
