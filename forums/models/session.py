from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns
from alliance.names import capital, readable
from alliance.sources import Sourced
from forums.models.forum import Forum

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The programme is for whoever may see the forum."""
        return self if user.is_staff else self.filter(forum__in=Forum.objects.visible_to(user))

    def number(self) -> int:
        """How many they are: a row may stand for several that no source names."""
        counted: int = self.aggregate(n=models.Sum("count", default=0))["n"]
        return counted

    def called(self, words: str) -> Self:
        return self.filter(Q(title__called=words) | Q(topic__called=words))


class Session(Sourced):
    """What stands in the programme of a forum (R1 ¶33-37; R2 ¶45, ¶50).

    Where a report counts sessions without naming them, one row stands for all of them: eight working sessions in
    Madrid, of which four topics are named. A meeting of a body at a forum is a meeting and not a session.
    """

    class Kind(models.TextChoices):
        OPENING = "opening", gettext_lazy("opening")
        PLENARY = "plenary", gettext_lazy("plenary session")
        WORKING_SESSION = "working_session", gettext_lazy("working session")
        WORKING_BREAKFAST = "working_breakfast", gettext_lazy("working breakfast")
        YOUTH_EVENT = "youth_event", gettext_lazy("youth event")
        SIDE_EVENT = "side_event", gettext_lazy("side event")
        MARKETPLACE = "marketplace", gettext_lazy("marketplace of ideas")
        CLOSING = "closing", gettext_lazy("closing")

    SEVERAL = {
        Kind.OPENING: gettext_lazy("openings"),
        Kind.PLENARY: gettext_lazy("plenary sessions"),
        Kind.WORKING_SESSION: gettext_lazy("working sessions"),
        Kind.WORKING_BREAKFAST: gettext_lazy("working breakfasts"),
        Kind.YOUTH_EVENT: gettext_lazy("youth events"),
        Kind.SIDE_EVENT: gettext_lazy("side events"),
        Kind.MARKETPLACE: gettext_lazy("marketplaces of ideas"),
        Kind.CLOSING: gettext_lazy("closings"),
    }

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    forum = models.ForeignKey(Forum, models.PROTECT, related_name="sessions", verbose_name=gettext_lazy("forum"))
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    ordinal = models.PositiveSmallIntegerField(
        gettext_lazy("number"), null=True, blank=True, help_text=gettext_lazy("Among those of its kind.")
    )
    title = models.CharField(
        gettext_lazy("title"),
        max_length=300,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Empty where no source tells it."),
    )
    topic = models.CharField(
        gettext_lazy("topics"),
        max_length=300,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Several separated by “; ”."),
    )
    count = models.PositiveSmallIntegerField(
        gettext_lazy("how many"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy("More than one where a source counts sessions without naming them."),
    )
    held = PartialDateColumns("held_on", gettext_lazy("held on"), null=True)
    restricted_to = models.CharField(
        gettext_lazy("restricted to"),
        max_length=100,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Who may attend, where it is not open to every participant."),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = SessionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("session")
        verbose_name_plural = gettext_lazy("sessions")
        ordering = ["-forum__ordinal", F("held_on").asc(nulls_last=True), F("ordinal").asc(nulls_last=True), "key"]
        indexes = [models.Index("forum", "kind", "ordinal", name="session_in_programme")]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "kind", "ordinal"],
                name="session_number_once",
                violation_error_message=gettext_lazy("This forum has a session of that kind and number already."),
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1),
                name="session_is_one_at_least",
                violation_error_message=gettext_lazy("A row stands for one session at least."),
            ),
            models.CheckConstraint(
                condition=Q(count=1) | Q(title="", ordinal=None),
                name="session_with_a_name_is_one",
                violation_error_message=gettext_lazy("A session with a title or a number is one."),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        """Its title, or what it is: plenary session 3, 8 working sessions."""
        if self.title:
            return self.title
        if self.count > 1:
            return f"{self.count} {self.SEVERAL[self.Kind(self.kind)]}"
        kind = str(self.get_kind_display())
        return capital(f"{kind} {self.ordinal}" if self.ordinal else kind)

    @property
    def topic_list(self) -> list[str]:
        return [topic for topic in self.topic.split("; ") if topic]

    def clean(self) -> None:
        super().clean()
        if self.count and self.count > 1 and (self.title or self.ordinal):
            raise ValidationError({"count": _("A session with a title or a number is one.")})
        if self.forum_id and self.held and not self.forum.has_on(self.held):
            words = _("%(when)s is not one of the days of the forum (%(days)s).")
            raise ValidationError({"held_on": words % {"when": self.held, "days": self.forum.days}})
