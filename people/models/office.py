from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns
from alliance.sources import Sourced
from alliance.terms import Term, TermQuerySet
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
        """Where one term ends and the next begins in the same month, whoever came last."""
        appointment = self.appointments.current(on).select_related("person").order_by("-since").first()
        return appointment.person if appointment else None


class Appointment(Sourced, Term):
    """Who holds an office, from when until when, as far as known."""

    OF = "office"
    office = models.ForeignKey(Office, models.PROTECT, related_name="appointments", verbose_name=gettext_lazy("office"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name=gettext_lazy("person"))
    appointed = PartialDateColumns("appointed_on", gettext_lazy("appointed on"), null=True)
    held_since = PartialDateColumns("since", gettext_lazy("since"))
    held_until = PartialDateColumns("until", gettext_lazy("until"), null=True, is_end=True)
    since: date
    until: date | None
    note = models.TextField(gettext_lazy("note"), blank=True)

    objects = TermQuerySet["Appointment"].as_manager()
    history = HistoricalRecords()

    class Meta(Term.Meta):
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
            *Term.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.office}"

    @property
    def latest_since(self) -> date:
        return self.held_since.last if self.held_since else self.since

    @property
    def earliest_until(self) -> date | None:
        return self.held_until.first if self.held_until else None

    def excludes(self, other: Appointment) -> bool:
        return True

    def refusal(self, other: Appointment) -> str:
        words = _("%(person)s holds this office from %(since)s until %(until)s.")
        until = other.held_until or _("today")
        return words % {"person": other.person, "since": other.held_since, "until": until}

    def others(self) -> models.QuerySet[Self]:
        return super().others().select_related("person")
