from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.aliases import OtherName
from alliance.dates import PartialDate, Period
from alliance.ladder import SPANS, Ladder, LadderQuerySet, Step, StepQuerySet
from alliance.names import readable
from alliance.sources import Sourced
from alliance.terms import standing
from documents.models import Document
from members.models.country import Country

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from members.models.focal_point import FocalPoint
    from people.models import User


class MemberQuerySet(LadderQuerySet["Member"]):
    def members(self, on: date) -> Self:
        """Members of the Group of Friends on that day."""
        return self.with_status(Member.Status.MEMBER, on=on)

    def joined(self, during: Period) -> Self:
        """Those that became members in the period by a date of their own, not only by a list of that day."""
        return self.reached(Member.Status.MEMBER, during=during)

    def without_date_of_joining(self, on: date) -> Self:
        """The members of that day that are only known to have been members by some day."""
        dated = Member.objects.joined(Period(date.min, on))
        return self.members(on).exclude(pk__in=dated.values("pk"))

    def left(self, during: Period) -> Self:
        return self.reached(Member.Status.WITHDRAWN, during=during)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Those the person acts for, by a current appointment: ending it ends access the same moment."""
        if not user.is_authenticated or user.person_id is None:
            return self.none()
        current = standing(timezone.localdate(), "focal_points__since", "focal_points__until")
        mine = Member.objects.filter(current, focal_points__person=user.person_id)
        return self.filter(pk__in=mine.values("pk"))

    def represented_by(self, user: User | AnonymousUser) -> Self:
        """Those whose record and delegation the person may speak for: the principal and alternates, no editors."""
        from members.models.focal_point import FocalPoint

        if not user.is_authenticated or user.person_id is None:
            return self.none()
        mine = FocalPoint.objects.current(timezone.localdate()).representatives().filter(person=user.person_id)
        return self.filter(pk__in=mine.order_by().values("member"))

    def submittable_by(self, user: User | AnonymousUser) -> Self:
        """Those for which the person may also submit: editors only write."""
        from members.models.focal_point import FocalPoint

        if not user.is_authenticated or user.person_id is None:
            return self.none()
        mine = FocalPoint.objects.current(timezone.localdate()).empowered().filter(person=user.person_id)
        return self.filter(pk__in=mine.order_by().values("member"))

    def with_focal_point(self, on: date) -> Self:
        return self.filter(self._focal_points(on))

    def without_focal_point(self, on: date) -> Self:
        """Members that have nobody as principal focal point on that day (R1 ¶15: each member is to appoint one)."""
        return self.members(on).exclude(self._focal_points(on))

    def told_focal_point(self, on: date) -> Self:
        """Each with `is_with_focal_point`, for lists."""
        return self.annotate(is_with_focal_point=self._focal_points(on))

    def not_joined(self, group: str, on: date) -> models.QuerySet[Country]:
        """The States of a group that the register does not name as members on that day."""
        return Country.objects.in_group(group).not_joined(on)

    def in_group(self, group: str) -> Self:
        return self.filter(country__in=Country.objects.in_group(group))

    def called(self, words: str) -> Self:
        """Found by any of its names, those of other days too."""
        aliases = Alias.objects.filter(record=OuterRef("pk"), name__called=words)
        mine = Q(name__called=words) | Q(short_name__called=words) | Q(country__iso3__iexact=words)
        return self.filter(mine | Exists(aliases))

    @staticmethod
    def _focal_points(on: date) -> Exists:
        from members.models.focal_point import FocalPoint

        return Exists(FocalPoint.objects.principal().current(on).real().filter(member=OuterRef("pk")))


class Member(Sourced, Ladder):
    """A State or an international organization on its way to the Group of Friends, in it or out of it (R1 ¶8, ¶15).

    What is known of it before the portal comes from documents; `basis` tells whether one states that it is a
    member or only treats it as one.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", gettext_lazy("State")
        ORGANIZATION = "organization", gettext_lazy("international organization")

    class Basis(models.TextChoices):
        STATED = "stated", gettext_lazy("a source states it")
        IMPLIED = "implied", gettext_lazy("a source only implies it")

    class Status(models.TextChoices):
        APPROACHED = "approached", gettext_lazy("approached")
        OBSERVER = "observer", gettext_lazy("observer")
        COOPERATING = "cooperating", gettext_lazy("cooperating without membership")
        MEMBER = "member", gettext_lazy("member")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")

    NEXT = {
        "": {"approached", "observer", "cooperating", "member"},
        "approached": {"observer", "cooperating", "member"},
        "observer": {"approached", "cooperating", "member"},
        "cooperating": {"approached", "observer", "member"},
        "member": {"withdrawn"},
        "withdrawn": {"approached", "observer", "cooperating", "member"},
    }

    CONFIDENTIAL = {"approached"}
    ENDING = {"withdrawn"}

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    name = models.CharField(gettext_lazy("name"), max_length=150, validators=[readable])
    short_name = models.CharField(gettext_lazy("short name"), max_length=40, blank=True, validators=[readable])
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    country = models.OneToOneField(
        Country, models.PROTECT, null=True, blank=True, related_name="member", verbose_name=gettext_lazy("country")
    )
    is_co_sponsor = models.BooleanField(gettext_lazy("co-sponsor"), default=False)
    basis = models.CharField(gettext_lazy("basis"), max_length=20, choices=Basis, default=Basis.STATED)
    note = models.TextField(gettext_lazy("note"), blank=True)

    objects = MemberQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("member")
        verbose_name_plural = gettext_lazy("members")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="country", country__isnull=False) | Q(kind="organization", country=None),
                name="member_country_has_codes",
                violation_error_message=gettext_lazy("A State has its country here; an organization has none."),
            )
        ]
        indexes = [models.Index("name", "id", name="member_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("member", args=[self.key])

    @property
    def code(self) -> str:
        """A few letters for a tile."""
        return self.country.iso3 if self.country else self.short_name or self.name

    @property
    def is_implied(self) -> bool:
        return self.basis == self.Basis.IMPLIED

    def focal_point(self, on: date) -> FocalPoint | None:
        """The principal of that day."""
        return self.focal_points.principal().current(on).real().select_related("person").first()

    @transaction.atomic
    def approach(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        self.step_to(self.Status.APPROACHED, on=on, by=by, note=note, **sources)

    @transaction.atomic
    def join(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        """Accede to the Group of Friends."""
        self.step_to(self.Status.MEMBER, on=on, by=by, note=note, **sources)

    @transaction.atomic
    def withdraw(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        self.step_to(self.Status.WITHDRAWN, on=on, by=by, note=note, **sources)

    @transaction.atomic
    def observe(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        self.step_to(self.Status.OBSERVER, on=on, by=by, note=note, **sources)

    @transaction.atomic
    def cooperate(self, *, on: PartialDate, by: User | None, note: str = "", **sources: Any) -> None:
        """Concrete actions instead of becoming a full member (SP L49-55)."""
        self.step_to(self.Status.COOPERATING, on=on, by=by, note=note, **sources)


class MemberStep(Step):
    status = models.CharField(gettext_lazy("step"), max_length=20, choices=Member.Status)
    record = models.ForeignKey(Member, models.CASCADE, related_name="steps", verbose_name=gettext_lazy("member"))
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name=gettext_lazy("documents"))

    objects = StepQuerySet["MemberStep"].as_manager()
    history = HistoricalRecords(m2m_fields=["documents"], excluded_fields=SPANS)

    class Meta(Step.Meta):
        verbose_name = gettext_lazy("step")
        verbose_name_plural = gettext_lazy("steps")


class Alias(OtherName):
    record = models.ForeignKey(Member, models.CASCADE, related_name="aliases", verbose_name=gettext_lazy("member"))

    history = HistoricalRecords()
