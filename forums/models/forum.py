from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns, Precision, spanned
from alliance.ladder import SPANS, Ladder, LadderQuerySet, Step, StepQuerySet, Unfit
from alliance.names import readable
from alliance.sources import Sourced
from documents.models import Document
from members.models import Country, Member

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from alliance.dates import PartialDate
    from people.models import User


def time_zone(name: str) -> None:
    if name not in available_timezones():
        words = _("“%(name)s” is no time zone: write it as Europe/Madrid.")
        raise ValidationError(words % {"name": name})


class ForumQuerySet(LadderQuerySet["Forum"]):
    def held(self, by: date) -> Self:
        return self.come_to(Forum.Status.HELD, by=by)

    def upcoming(self, on: date) -> Self:
        """Planned or confirmed, and not begun."""
        return self.with_status(Forum.Status.PLANNED, Forum.Status.CONFIRMED, on=on).exclude(starts_on__lte=on)

    def unclosed(self, on: date) -> Self:
        """Over by its days, but nobody has recorded that it was held."""
        over = self.filter(ends_on__lt=on, ends_on_precision=Precision.DAY)
        return over.filter(status__in=[Forum.Status.PLANNED, Forum.Status.CONFIRMED])

    def without_outcome_text(self) -> Self:
        """An outcome is named, but it is not among the documents."""
        return self.exclude(outcome="").filter(outcome_document=None)

    def showing_host_to(self, user: User | AnonymousUser) -> Self:
        """Each with `host_shown`, the key of its host if the user may see that member."""
        shown = Member.objects.visible_to(user).filter(pk=models.OuterRef("host"))
        return self.annotate(host_shown=models.Subquery(shown.values("key")[:1]))

    def called(self, words: str) -> Self:
        """Found by its name, its city, its country, its host or its theme."""
        mine = Q(name__called=words) | Q(city__called=words) | Q(theme__called=words) | Q(host_name__called=words)
        return self.filter(mine | Q(country__name__called=words))


class Forum(Sourced, Ladder):
    """The annual forum of the Alliance, by its number (R1 ¶5, ¶31-37; R2 ¶47-52).

    That one is only planned is for staff, until its host has confirmed; so only what was confirmed is put off or
    cancelled.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", gettext_lazy("planned")
        CONFIRMED = "confirmed", gettext_lazy("confirmed")
        POSTPONED = "postponed", gettext_lazy("postponed")
        HELD = "held", gettext_lazy("held")
        CANCELLED = "cancelled", gettext_lazy("cancelled")

    NEXT = {
        "": {"planned", "confirmed", "held"},
        "planned": {"confirmed"},
        "confirmed": {"held", "postponed", "cancelled"},
        "postponed": {"confirmed", "held", "cancelled"},
        "held": set(),
        "cancelled": set(),
    }
    CONFIDENTIAL = {"planned"}

    ordinal = models.PositiveSmallIntegerField(
        gettext_lazy("number"),
        unique=True,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy("1 is Madrid; it is its address and stays."),
    )
    name = models.CharField(gettext_lazy("name"), max_length=200, validators=[readable])
    city = models.CharField(gettext_lazy("city"), max_length=100, validators=[readable])
    country = models.ForeignKey(Country, models.PROTECT, related_name="forums", verbose_name=gettext_lazy("country"))
    host = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_forums",
        verbose_name=gettext_lazy("host among the members"),
        help_text=gettext_lazy("Empty where no Government was the host."),
    )
    host_name = models.CharField(
        gettext_lazy("host"),
        max_length=200,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("As the source calls it, such as Government of Spain."),
    )
    starts = PartialDateColumns("starts_on", gettext_lazy("first day"), null=True)
    ends = PartialDateColumns("ends_on", gettext_lazy("last day"), null=True)
    time_zone = models.CharField(
        gettext_lazy("time zone"),
        max_length=50,
        blank=True,
        validators=[time_zone],
        help_text=gettext_lazy("Of the host city, such as Europe/Madrid."),
    )
    theme = models.CharField(gettext_lazy("theme"), max_length=300, blank=True, validators=[readable])
    issues = models.TextField(
        gettext_lazy("issues"),
        blank=True,
        help_text=gettext_lazy("Debated, as a report lists them without sessions; several separated by “; ”."),
    )
    outcome = models.CharField(
        gettext_lazy("outcome"),
        max_length=200,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("What it adopted, such as the Fez Declaration."),
    )
    outcome_document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcome_of",
        verbose_name=gettext_lazy("text of the outcome"),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)

    posted_form: Any = None
    is_posted_with_steps = False  # by a form whose steps are checked beside it, not what is stored

    objects = ForumQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("forum")
        verbose_name_plural = gettext_lazy("forums")
        ordering = ["-ordinal"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ordinal__gte=1),
                name="forum_from_one",
                violation_error_message=gettext_lazy("The first forum is 1."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None)
                | Q(ends_on__gte=F("starts_on"))
                | Q(starts_on__isnull=False) & ~Q(ends_on_precision=Precision.DAY),
                name="forum_days_in_order",
                violation_error_message=gettext_lazy("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False),
                name="forum_ends_and_begins",
                violation_error_message=gettext_lazy("Say when it begins, not only when it ends."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"

    def get_absolute_url(self) -> str:
        return reverse("forum", args=[self.ordinal])

    @property
    def days(self) -> str:
        """15–16 January 2008, as far as known."""
        return spanned(self.starts, self.ends)

    @property
    def issue_list(self) -> list[str]:
        return [issue for issue in self.issues.split("; ") if issue]

    @property
    def last(self) -> PartialDate | None:
        known: PartialDate | None = self.ends or self.starts
        return known

    def has_on(self, when: PartialDate) -> bool:
        """Whether it can have been on that day, as far as both are known."""
        starts, ends = self.starts, self.last
        return starts is None or ends is None or (starts.first <= when.last and when.first <= ends.last)

    def host_for(self, user: User | AnonymousUser) -> Member | None:
        return Member.objects.visible_to(user).filter(hosted_forums=self).first()

    def outcome_for(self, user: User | AnonymousUser) -> Document | None:
        return Document.objects.visible_to(user).filter(outcome_of=self).first()

    def clean(self) -> None:
        super().clean()
        if self.ends and not self.starts:
            raise ValidationError({"starts_on": _("Say when it begins, not only when it ends.")})
        if self.starts and self.ends and self.ends.last < self.starts.first:
            raise ValidationError({"ends_on": _("It ends before it begins.")})
        self.refuse_days_without_its_sessions()
        if self.pk and not self.is_posted_with_steps:
            try:
                self.line(list(self.steps.order_by("on", "pk")))
            except Unfit as refusal:
                raise ValidationError({refusal.field: refusal.messages}) from refusal

    def refuse_days_without_its_sessions(self) -> None:
        """What stands in its programme stays within its days."""
        dated = self.sessions.exclude(held_on=None) if self.pk else ()
        for session in dated:
            if not self.has_on(session.held):
                words = _("“%(session)s” stands in its programme on %(when)s.")
                is_early = self.starts is not None and session.held.last < self.starts.first
                where = "starts_on" if is_early or not self.ends else "ends_on"
                raise ValidationError({where: words % {"session": session, "when": session.held}})

    def line(self, steps: list[Any]) -> list[Any]:
        line = super().line(steps)
        for step in line:
            if step.status == self.Status.HELD:
                self.refuse_held_too_early(step)
        return line

    def refuse_held_too_early(self, step: Any) -> None:
        last = self.last
        if last is None:
            words = _("It cannot have been held (%(when)s): its days are not known. Name them first.")
            raise Unfit(words, field="starts_on", step=step, params={"when": step.when})
        if step.when.last < last.first:
            words = _("It cannot have been held (%(when)s) before its last day, %(day)s.")
            field = "ends_on" if self.ends else "starts_on"
            raise Unfit(words, field=field, step=step, params={"when": step.when, "day": last})

    @transaction.atomic
    def plan(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.PLANNED, on=on, by=by, note=note, **more)

    @transaction.atomic
    def confirm(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        """Its host has said that it takes place; so also after it was put off."""
        self.step_to(self.Status.CONFIRMED, on=on, by=by, note=note, **more)

    @transaction.atomic
    def postpone(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        """As that of Vienna, announced for 2012 and held in 2013 (R2 ¶52)."""
        self.step_to(self.Status.POSTPONED, on=on, by=by, note=note, **more)

    @transaction.atomic
    def hold(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        """It has been held: on its last day, not before."""
        self.step_to(self.Status.HELD, on=on, by=by, note=note, **more)

    @transaction.atomic
    def cancel(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.CANCELLED, on=on, by=by, note=note, **more)


class ForumStep(Step):
    status = models.CharField(gettext_lazy("step"), max_length=20, choices=Forum.Status)
    record = models.ForeignKey(Forum, models.CASCADE, related_name="steps", verbose_name=gettext_lazy("forum"))
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name=gettext_lazy("documents"))

    objects = StepQuerySet["ForumStep"].as_manager()
    history = HistoricalRecords(m2m_fields=["documents"], excluded_fields=SPANS)

    class Meta(Step.Meta):
        verbose_name = gettext_lazy("step")
        verbose_name_plural = gettext_lazy("steps")
