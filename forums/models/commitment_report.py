from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns
from alliance.names import readable
from alliance.sources import Sourced
from forums.models.commitment import Commitment


class CommitmentReport(Sourced):
    """What was reported of a commitment, and when (R2 letter, ¶5 (d)).

    How far it has come is told where a source says so, and never guessed.
    """

    class Scale(models.TextChoices):
        NOT_STARTED = "not_started", gettext_lazy("not started")
        LIMITED = "limited", gettext_lazy("limited progress")
        SUBSTANTIAL = "substantial", gettext_lazy("substantial progress")
        COMPLETE = "complete", gettext_lazy("complete")
        NO_EVIDENCE = "no_evidence", gettext_lazy("no evidence")

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="reports", verbose_name=gettext_lazy("commitment")
    )
    when = PartialDateColumns("on", gettext_lazy("reported"), help_text=gettext_lazy("As far as known."))
    words = models.CharField(
        gettext_lazy("what was reported"), max_length=500, validators=[readable], help_text=gettext_lazy("In words.")
    )
    scale = models.CharField(
        gettext_lazy("how far it has come"),
        max_length=20,
        choices=Scale,
        blank=True,
        help_text=gettext_lazy("Empty where no source says so: it is not to be guessed from the words."),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("report on a commitment")
        verbose_name_plural = gettext_lazy("reports on commitments")
        ordering = ["-on", "-id"]
        indexes = [models.Index("commitment", "on", name="commitment_report_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "on", "on_precision", "words"],
                name="commitment_report_once",
                violation_error_message=gettext_lazy("This report stands already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.when}: {self.words}"

    def clean(self) -> None:
        super().clean()
        if self.when and self.when.first > timezone.localdate():
            raise ValidationError(
                {"on": _("%(when)s has not come yet: a report tells what has happened.") % {"when": self.when}}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.tell_of_change()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.tell_of_change()
        return super().delete(*args, **kwargs)

    def tell_of_change(self) -> None:
        """The commitment has changed for whoever reads it."""
        Commitment.objects.filter(pk=self.commitment_id).update(updated_at=timezone.now())
