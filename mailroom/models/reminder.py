from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from mailroom.models.message import Message


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def open(self) -> Self:
        """Of what was still to do when the rules were last asked."""
        return self.filter(settled_on=None)

    def unmailed(self) -> Self:
        """What the office has to follow by itself: fallen due before going live, or with nobody to write to."""
        return self.open().filter(state__in=[Reminder.State.LISTED, Reminder.State.UNADDRESSED])

    def made(self, on: date) -> Self:
        return self.filter(made_on=on)


class Reminder(models.Model):
    """That somebody was reminded of something at one stage. Its unique key makes a second one impossible."""

    class State(models.TextChoices):
        MAILED = "mailed", gettext_lazy("mailed")
        LISTED = "listed", gettext_lazy("listed")
        UNADDRESSED = "unaddressed", gettext_lazy("no address")

    rule = models.CharField(gettext_lazy("rule"), max_length=100)
    about = models.CharField(gettext_lazy("record"), max_length=200)
    what = models.TextField(gettext_lazy("what is due"))
    to = models.CharField(gettext_lazy("whose turn it is"), max_length=320, blank=True)
    name = models.CharField(gettext_lazy("name"), max_length=200, blank=True)
    due_on = models.DateField(gettext_lazy("due on"))
    stage = models.SmallIntegerField(
        gettext_lazy("stage"), help_text=gettext_lazy("In days from the due day, those before it negative.")
    )
    is_escalation = models.BooleanField(gettext_lazy("told to the secretariat"), default=False)
    state = models.CharField(
        gettext_lazy("state"),
        max_length=20,
        choices=State,
        help_text=gettext_lazy("Listed is what fell due before the office went live: nobody is mailed of it."),
    )
    made_on = models.DateField(gettext_lazy("day"), db_index=True)
    message = models.ForeignKey(
        Message,
        models.SET_NULL,
        null=True,
        related_name="reminders",
        verbose_name=gettext_lazy("message"),
    )
    settled_on = models.DateField(
        gettext_lazy("no longer due since"), null=True, help_text=gettext_lazy("When the rules first said so.")
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("reminder")
        verbose_name_plural = gettext_lazy("reminders")
        ordering = ["-made_on", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["to", "rule", "about", "due_on", "stage"],
                name="reminder_once",
                violation_error_message=gettext_lazy("This reminder was made already."),
            ),
        ]
        indexes = [
            models.Index("rule", name="reminder_open", condition=Q(settled_on=None)),
            models.Index("about", "rule", name="reminder_of_record"),
        ]

    def __str__(self) -> str:
        return self.what
