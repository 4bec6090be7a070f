from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns, Period, Precision, spanned
from alliance.names import capital, readable
from alliance.sources import Sourced
from forums.models.forum import Forum
from members.models import RegionalStrategy
from partnerships.models import Network

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those that are open to everyone, unless they tell of a forum, a strategy or a network that is not."""
        if user.is_staff:
            return self
        shown = self.filter(is_public=True)
        for name, register in {"forum": Forum, "strategy": RegionalStrategy, "network": Network}.items():
            seen: models.QuerySet[Any] = register.objects.visible_to(user)  # type: ignore[attr-defined]
            shown = shown.filter(Q(**{name: None}) | Q(**{f"{name}__in": seen.order_by().values("pk")}))
        return shown

    def of_friends(self) -> Self:
        return self.filter(body=Meeting.Body.GROUP_OF_FRIENDS)

    def of_focal_points(self) -> Self:
        return self.filter(body=Meeting.Body.FOCAL_POINTS)

    def held(self, during: Period) -> Self:
        """From the first day on that it can have been."""
        return self.filter(starts_on__range=during, starts_on_known_by=False)

    def without_level(self) -> Self:
        """Of the Group of Friends, and no source says whether ministers or heads of mission met."""
        return self.of_friends().filter(level="")

    def called(self, words: str) -> Self:
        mine = Q(title__called=words) | Q(place__called=words)
        of_others = Q(forum__city__called=words) | Q(strategy__name__called=words) | Q(network__name__called=words)
        return self.filter(mine | of_others)

    def against_the_norm(self, today: date) -> list[YearOfMeetings]:
        """The years of the Group of Friends since it has a norm, the last one first."""
        found = self.of_friends().filter(starts_on__lte=today, starts_on_known_by=False).order_by()
        rows = found.annotate(year=ExtractYear("starts_on")).values_list("year", "level").annotate(n=Count("pk"))
        told: dict[int, dict[str, int]] = {}
        for year, level, n in rows:
            told.setdefault(year, {})[level] = n
        years = range(today.year, Meeting.NORM_SINCE - 1, -1)
        return [YearOfMeetings.of(year, told.get(year, {}), is_over=year < today.year) for year in years]


class Meeting(Sourced):
    """A meeting of a body of the Alliance, or of those whom it consults (R1 annex III.A; R2 ¶13-14, ¶22, ¶44-45).

    The Group of Friends is to meet four times a year: twice its ministers, twice the heads of mission in New York.
    Shown to nobody but staff until it is opened.
    """

    class Body(models.TextChoices):
        GROUP_OF_FRIENDS = "group_of_friends", gettext_lazy("Group of Friends")
        FOCAL_POINTS = "focal_points", gettext_lazy("focal points")
        HIGH_LEVEL_GROUP = "high_level_group", gettext_lazy("High-level Group")
        NETWORK = "network", gettext_lazy("network")
        REGIONAL_STRATEGY = "regional_strategy", gettext_lazy("regional strategy")
        CONSULTATION = "consultation", gettext_lazy("consultation")

    class Level(models.TextChoices):
        MINISTERIAL = "ministerial", gettext_lazy("ministerial")
        HEADS_OF_MISSION = "heads_of_mission", gettext_lazy("heads of mission")
        HIGH_LEVEL = "high_level", gettext_lazy("high-level")

    NORM_SINCE = 2008
    NORM = {Level.MINISTERIAL: 2, Level.HEADS_OF_MISSION: 2}

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    body = models.CharField(gettext_lazy("body"), max_length=20, choices=Body)
    ordinal = models.PositiveSmallIntegerField(
        gettext_lazy("number"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy("Of the meetings of this body, where a source counts them."),
    )
    level = models.CharField(
        gettext_lazy("level"),
        max_length=20,
        choices=Level,
        blank=True,
        help_text=gettext_lazy("Of the Group of Friends; empty where no source tells it."),
    )
    starts = PartialDateColumns("starts_on", gettext_lazy("first day"))
    ends = PartialDateColumns("ends_on", gettext_lazy("last day"), null=True)
    place = models.CharField(gettext_lazy("place"), max_length=120, blank=True, validators=[readable])
    forum = models.ForeignKey(
        Forum,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=gettext_lazy("at the forum"),
        help_text=gettext_lazy("Where a source says so: dates alone do not."),
    )
    title = models.CharField(gettext_lazy("title"), max_length=300, blank=True, validators=[readable])
    strategy = models.ForeignKey(
        RegionalStrategy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=gettext_lazy("about the regional strategy"),
    )
    network = models.ForeignKey(
        Network,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=gettext_lazy("of the network"),
    )
    is_public = models.BooleanField(
        gettext_lazy("shown to everyone"),
        default=False,
        help_text=gettext_lazy("Not what is confidential or only being prepared."),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("meeting")
        verbose_name_plural = gettext_lazy("meetings")
        ordering = ["-starts_on", "key"]
        indexes = [
            models.Index("starts_on", "key", name="meeting_by_day"),
            models.Index("body", "level", "starts_on", name="meeting_of_body"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "ordinal"],
                name="meeting_number_once",
                violation_error_message=gettext_lazy("This body has a meeting of that number already."),
            ),
            models.CheckConstraint(
                condition=Q(level="") | Q(body="group_of_friends"),
                name="meeting_level_of_friends",
                violation_error_message=gettext_lazy("Only meetings of the Group of Friends have a level."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")) | ~Q(ends_on_precision=Precision.DAY),
                name="meeting_days_in_order",
                violation_error_message=gettext_lazy("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.heading}, {self.starts}"

    def get_absolute_url(self) -> str:
        return f"{reverse('meetings')}#{self.key}"

    @property
    def heading(self) -> str:
        """Its title, or whose it is: ministerial meeting of the Group of Friends."""
        return self.title or self.kind_words

    @property
    def kind_words(self) -> str:
        """Whose meeting it was, at which level and, where a source counts them, which."""
        words = {"body": self.body_words, "n": self.ordinal}
        if self.level == self.Level.HEADS_OF_MISSION:
            return _("Meeting of heads of mission of %(body)s") % words
        if self.level:
            return capital(_("%(level)s meeting of %(body)s") % {"level": self.get_level_display(), **words})
        if self.ordinal:
            return _("Meeting %(n)d of %(body)s") % words
        return _("Meeting of %(body)s") % words

    @property
    def body_words(self) -> str:
        named = {
            self.Body.GROUP_OF_FRIENDS: _("the Group of Friends"),
            self.Body.FOCAL_POINTS: _("the focal points"),
            self.Body.HIGH_LEVEL_GROUP: _("the High-level Group"),
            self.Body.NETWORK: _("a network"),
            self.Body.REGIONAL_STRATEGY: _("a regional strategy"),
            self.Body.CONSULTATION: _("a consultation"),
        }
        return named[self.Body(self.body)]

    @property
    def days(self) -> str:
        return spanned(self.starts, self.ends)

    def clean(self) -> None:
        super().clean()
        if self.level and self.body and self.body != self.Body.GROUP_OF_FRIENDS:
            raise ValidationError({"level": _("Only meetings of the Group of Friends have a level.")})
        if self.starts and self.ends and self.ends.last < self.starts.first:
            raise ValidationError({"ends_on": _("It ends before it begins.")})


class YearOfMeetings(NamedTuple):
    """What the Group of Friends held in a year beside what it is to hold (R1 annex III.A)."""

    year: int
    ministerial: int
    heads_of_mission: int
    other: int
    missing: int
    is_over: bool

    @classmethod
    def of(cls, year: int, told: dict[str, int], *, is_over: bool) -> Self:
        held = [told.get(level, 0) for level in Meeting.NORM]
        missing = sum(max(0, norm - n) for norm, n in zip(Meeting.NORM.values(), held, strict=True))
        ministerial, heads_of_mission = held
        return cls(year, ministerial, heads_of_mission, sum(told.values()) - sum(held), missing, is_over)
