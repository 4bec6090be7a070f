from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.names import readable
from alliance.sources import Sourced


class Fund(Sourced):
    """The Alliance's own fund, or an autonomous one, which never enters its totals (R1 ¶12, ¶24, trap T10)."""

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    name = models.CharField(gettext_lazy("name"), max_length=200, validators=[readable])
    is_autonomous = models.BooleanField(
        gettext_lazy("autonomous"),
        default=False,
        help_text=gettext_lazy("Not the Alliance's own: what it receives is counted in no total."),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("fund")
        verbose_name_plural = gettext_lazy("funds")
        ordering = ["name", "id"]
        indexes = [models.Index("name", "id", name="fund_by_name")]

    def __str__(self) -> str:
        return self.name
