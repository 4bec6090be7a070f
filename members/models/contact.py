from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from members.models.member import Member


class ContactNote(models.Model):
    """A call, mail or visit between the secretariat and a member, in a few words. For staff only."""

    class Kind(models.TextChoices):
        CALL = "call", gettext_lazy("call")
        MAIL = "mail", gettext_lazy("mail")
        VISIT = "visit", gettext_lazy("visit")

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="contact_notes", verbose_name=gettext_lazy("member")
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=Kind)
    on = models.DateField(gettext_lazy("on"), default=timezone.localdate)
    by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("by"),
        null=True,
        blank=True,
    )
    summary = models.TextField(gettext_lazy("summary"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("contact note")
        verbose_name_plural = gettext_lazy("contact log")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.member}, {self.on}"

    def clean(self) -> None:
        super().clean()
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": _("A contact is noted once it has taken place.")})
