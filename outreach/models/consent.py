from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from outreach.models.subscriber import Subscriber


class Consent(models.Model):
    """What a reader agreed to, when, by which words: a row for each event, never changed."""

    class What(models.TextChoices):
        ASKED = "asked", gettext_lazy("asked for it")
        CONFIRMED = "confirmed", gettext_lazy("confirmed by the link of the mail")
        IMPORTED = "imported", gettext_lazy("imported from a list")
        CHANGED = "changed", gettext_lazy("changed what to hear of")
        LEFT = "left", gettext_lazy("unsubscribed")
        RETURNED = "returned", gettext_lazy("subscribed again")

    subscriber = models.ForeignKey(
        Subscriber, models.CASCADE, related_name="consents", verbose_name=gettext_lazy("subscriber")
    )
    what = models.CharField(gettext_lazy("what"), max_length=20, choices=What)
    at = models.DateTimeField(gettext_lazy("at"), default=timezone.now)
    wording = models.TextField(
        gettext_lazy("wording"), blank=True, help_text=gettext_lazy("What the reader was shown, word for word.")
    )
    source = models.CharField(
        gettext_lazy("source"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Where it was given, such as the form of the portal, or a list and its date."),
    )

    class Meta:
        verbose_name = gettext_lazy("consent")
        verbose_name_plural = gettext_lazy("consents")
        ordering = ["at", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {self.at:%Y-%m-%d}"
