from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns, Period, Precision, spanned
from alliance.names import readable
from alliance.sources import Sourced
from documents.models import Document

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self if user.is_staff else self.filter(is_public=True)

    def external(self) -> Self:
        """Where the Alliance was outside its own house; a fact of the time line is no such event."""
        return self.filter(kind__in=Event.EXTERNAL)

    def occurred(self, during: Period) -> Self:
        return self.filter(occurred_on__range=during, occurred_on_known_by=False)

    def called(self, words: str) -> Self:
        return self.filter(Q(title__called=words) | Q(place__called=words))


class Event(Sourced):
    """A visit, an address or a discussion of the Alliance elsewhere, once however many were there (R2 ¶13, ¶45; SP L7).

    The time line stands here too: dated facts that no register keeps. They are no external events.
    Shown to nobody but staff until it is opened.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", gettext_lazy("visit")
        ADDRESS = "address", gettext_lazy("address")
        DISCUSSION = "discussion", gettext_lazy("discussion")
        TIMELINE = "timeline", gettext_lazy("time line")

    EXTERNAL = (Kind.VISIT, Kind.ADDRESS, Kind.DISCUSSION)

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    title = models.CharField(gettext_lazy("title"), max_length=300, validators=[readable])
    occurred = PartialDateColumns("occurred_on", gettext_lazy("first day"))
    until = PartialDateColumns("until_on", gettext_lazy("last day"), null=True)
    place = models.CharField(gettext_lazy("place"), max_length=120, blank=True, validators=[readable])
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="spoken_at",
        verbose_name=gettext_lazy("what was said"),
        help_text=gettext_lazy("The document of the address."),
    )
    is_public = models.BooleanField(
        gettext_lazy("shown to everyone"),
        default=False,
        help_text=gettext_lazy("Not what is confidential or only being prepared."),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = EventQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("event")
        verbose_name_plural = gettext_lazy("events")
        ordering = ["-occurred_on", "key"]
        indexes = [models.Index("occurred_on", "key", name="event_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "occurred_on", "place"],
                condition=Q(occurred_on_precision=Precision.DAY, kind__in=["visit", "address", "discussion"]),
                name="event_counted_once",
                violation_error_message=gettext_lazy("An event of that kind, day and place is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("occurred_on")) | ~Q(until_on_precision=Precision.DAY),
                name="event_days_in_order",
                violation_error_message=gettext_lazy("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('events')}#{self.key}"

    @property
    def is_external(self) -> bool:
        return self.kind in self.EXTERNAL

    @property
    def days(self) -> str:
        return spanned(self.occurred, self.until)

    def clean(self) -> None:
        super().clean()
        if self.occurred and self.until and self.until.last < self.occurred.first:
            raise ValidationError({"until_on": _("It ends before it begins.")})
        same = self.told_already()
        if same:
            words = _("“%(event)s” is the same kind of event on that day and in that place: it is counted once.")
            raise ValidationError({"occurred_on": words % {"event": same}})

    def told_already(self) -> Event | None:
        if not (self.occurred and self.occurred.day and self.is_external):
            return None
        same = Event.objects.filter(kind=self.kind, occurred_on=self.occurred.first, place=self.place)
        return same.filter(occurred_on_precision=Precision.DAY).exclude(pk=self.pk).first()
