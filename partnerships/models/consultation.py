from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns
from alliance.names import readable
from documents.models import Document
from partnerships.models.programme import Programme

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self if user.is_staff else self.none()


class Consultation(models.Model):
    """What the office heard from whom, as on the White Paper (R2 ¶45): for staff; the programme does not tell it."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="consultations", verbose_name=gettext_lazy("programme")
    )
    held = PartialDateColumns("held_on", gettext_lazy("held"), null=True)
    with_whom = models.CharField(gettext_lazy("with whom"), max_length=300, validators=[readable])
    summary = models.TextField(
        gettext_lazy("summary"), blank=True, help_text=gettext_lazy("It never leaves this office.")
    )
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name=gettext_lazy("documents"))

    objects = ConsultationQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["documents"])

    class Meta:
        verbose_name = gettext_lazy("consultation")
        verbose_name_plural = gettext_lazy("consultations")
        ordering = [F("held_on").desc(nulls_last=True), "-id"]
        indexes = [models.Index("held_on", name="consultation_by_day")]

    def __str__(self) -> str:
        return f"{self.with_whom}, {self.held}" if self.held else self.with_whom

    def clean(self) -> None:
        super().clean()
        if self.held and self.held.first > timezone.localdate():
            raise ValidationError({"held_on": _("%(when)s has not come yet.") % {"when": self.held}})
