from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns
from alliance.sources import Sourced
from people.models.person import Person


class Office(models.Model):
    """A post that one person holds at a time, such as that of the High Representative."""

    key = models.SlugField(gettext_lazy("key"), max_length=80, unique=True)
    name = models.CharField(gettext_lazy("name"), max_length=200)
    note = models.TextField(gettext_lazy("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("office")
        verbose_name_plural = gettext_lazy("offices")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def held_by(self, on: date) -> Person | None:
        appointment = self.appointments.current(on).select_related("person").first()
        return appointment.person if appointment else None


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, on: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


class Appointment(Sourced):
    """Who holds an office, from a day until another on which it is no longer held; closed, never overwritten."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="appointments", verbose_name=gettext_lazy("office"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name=gettext_lazy("person"))
    appointed = PartialDateColumns("appointed_on", gettext_lazy("appointed on"), null=True)
    held_since = PartialDateColumns("since", gettext_lazy("since"))
    held_until = PartialDateColumns("until", gettext_lazy("until"), null=True)
    since: date
    until: date | None
    note = models.TextField(gettext_lazy("note"), blank=True)

    objects = AppointmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("appointment")
        verbose_name_plural = gettext_lazy("appointments")
        ordering = ["office", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(until=None),
                name="appointment_one_current_holder",
                violation_error_message=gettext_lazy("This office has a holder already: end that appointment first."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="appointment_ends_after_it_begins",
                violation_error_message=gettext_lazy("The appointment ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.office}"

    def clean(self) -> None:
        super().clean()
        if not (self.office_id and self.held_since):
            return
        for other in Appointment.objects.filter(office_id=self.office_id).exclude(pk=self.pk).select_related("person"):
            self.refuse_beside(other)

    def refuse_beside(self, other: Appointment) -> None:
        """Nobody holds the office while another does."""
        if (other.until and other.until <= self.since) or (self.until and self.until <= other.since):
            return
        words = _("%(person)s holds this office from %(since)s until %(until)s.")
        until = other.held_until or _("today")
        raise ValidationError({"since": words % {"person": other.person, "since": other.held_since, "until": until}})
