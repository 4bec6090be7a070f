from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.names import readable
from alliance.terms import Term, TermQuerySet
from alliance.workflow import record_in_history
from members.models import FieldOfAction, FocalPoint, Member
from plans.models.measure import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def of_real_colleagues(path: str, user: User | AnonymousUser) -> Q:
    """Not of the demonstration, nor of a member that is only being approached."""
    members = Member.objects.visible_to(user).order_by()
    return Q(**{f"{path}__person__is_demonstration": False, f"{path}__member__in": members})


class TaskForceSeatQuerySet(TermQuerySet["TaskForceSeat"]):
    def seated(self, on: date) -> Self:
        """Those who are in it that day: a seat ends with the appointment that it rests on."""
        appointments = FocalPoint.objects.current(on).order_by()
        return self.current(on).filter(focal_point__in=appointments)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Focal points see who helps; those of the demonstration are shown to nobody but staff."""
        if user.is_staff:
            return self
        if not Member.objects.editable_by(user).exists():
            return self.none()
        shown = of_real_colleagues("focal_point", user)
        return self.filter(shown | Q(focal_point__person=user.person_id))  # type: ignore[union-attr]

    def called(self, words: str) -> Self:
        """Found by the person, by what is offered, or by a name of the member."""
        member = Q(focal_point__member__in=Member.objects.called(words).order_by())
        return self.filter(Q(focal_point__person__name__called=words) | Q(offers__called=words) | member)

    def of_person(self, user: User | AnonymousUser) -> Self:
        return self.filter(focal_point__person=getattr(user, "person_id", None) or 0)


class TaskForceSeat(Term):
    """A focal point in the voluntary task force that helps members to use what others have learnt (R1 annex III.B)."""

    OF = "focal_point"

    focal_point = models.ForeignKey(
        FocalPoint, models.PROTECT, related_name="seats", verbose_name=gettext_lazy("focal point")
    )
    offers = models.TextField(
        gettext_lazy("what I can help with"),
        max_length=1000,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Fields, languages, experience: colleagues read it."),
    )
    since = models.DateField(gettext_lazy("since"), default=timezone.localdate)
    until = models.DateField(
        gettext_lazy("until"), null=True, blank=True, help_text=gettext_lazy("The first day without it.")
    )
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True)

    objects = TaskForceSeatQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("seat in the task force")
        verbose_name_plural = gettext_lazy("seats in the task force")
        ordering = ["focal_point__member__name", "-since", "pk"]

    def __str__(self) -> str:
        return str(self.focal_point)

    def excludes(self, other: TaskForceSeat) -> bool:
        return True

    def refusal(self, other: TaskForceSeat) -> str:
        return _("%(person)s is in the task force already.") % {"person": other.focal_point.person}

    @classmethod
    @transaction.atomic
    def take(cls, *, focal_point: FocalPoint, by: User | None, offers: str = "") -> TaskForceSeat:
        """Voluntary: a current focal point joins by saying so; editors of ministries do not."""
        if not focal_point.is_current(timezone.localdate()) or not focal_point.is_representative:
            raise ValidationError(_("Only a current focal point joins the task force."))
        taken = cls(focal_point=focal_point, offers=offers, since=timezone.localdate())
        taken.full_clean()
        record_in_history(taken, by=by)
        taken.save()
        return taken

    @transaction.atomic
    def offer(self, offers: str, *, by: User | None) -> None:
        """Say anew what one can help with."""
        self.offers = offers
        self.full_clean()
        record_in_history(self, by=by)
        self.save(update_fields=["offers", "updated_at"])

    def leave(self, *, by: User | None) -> None:
        self.end(on=timezone.localdate(), by=by)


class PracticeQuerySet(models.QuerySet["Practice"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Focal points share among themselves; whoever acts for no member sees none."""
        if user.is_staff:
            return self
        if not Member.objects.editable_by(user).exists():
            return self.none()
        mine = Q(author__member__in=Member.objects.editable_by(user).order_by())
        return self.filter(Q(of_real_colleagues("author", user), withdrawn_at=None) | mine)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        return self.filter(author__member__in=Member.objects.editable_by(user).order_by())

    def shared(self) -> Self:
        return self.filter(withdrawn_at=None)

    def called(self, words: str) -> Self:
        return self.filter(Q(title__called=words) | Q(text__called=words) | Q(author__member__name__called=words))

    def of_fields(self, *keys: str) -> Self:
        return self.filter(pk__in=Practice.objects.filter(fields__key__in=keys).values("pk"))


class Practice(models.Model):
    """What a focal point has learnt and shares with the others, under its name."""

    author = models.ForeignKey(
        FocalPoint, models.PROTECT, related_name="practices", verbose_name=gettext_lazy("author")
    )
    title = models.CharField(gettext_lazy("title"), max_length=200, validators=[readable])
    text = models.TextField(
        gettext_lazy("what was done, and what others may learn from it"), max_length=6000, validators=[readable]
    )
    fields = models.ManyToManyField(
        FieldOfAction, blank=True, related_name="practices", verbose_name=gettext_lazy("fields of action")
    )
    measure = models.ForeignKey(
        Measure,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="practices_of",
        verbose_name=gettext_lazy("measure that it is about"),
    )
    shared_at = models.DateTimeField(gettext_lazy("shared"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(gettext_lazy("withdrawn"), null=True, editable=False)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = PracticeQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["fields"], excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("practice shared")
        verbose_name_plural = gettext_lazy("practices shared")
        ordering = ["-shared_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practice", args=[self.pk])

    @property
    def is_shared(self) -> bool:
        return self.withdrawn_at is None

    def clean(self) -> None:
        super().clean()
        if self.measure and self.author_id and self.measure.member_id != self.author.member_id:
            raise ValidationError({"measure": _("Choose a measure of your own member.")})

    @classmethod
    @transaction.atomic
    def share(cls, *, author: FocalPoint, by: User, fields: Iterable[FieldOfAction] = (), **what: Any) -> Practice:
        """Under the author's own name: only who is appointed today shares, and for nobody else."""
        if author.person_id != by.person_id or not author.is_current(timezone.localdate()):
            raise ValidationError(_("Only a current focal point shares, under its own name."))
        shared = cls(author=author, **what)
        shared.full_clean()
        record_in_history(shared, by=by)
        shared.save()
        shared.fields.set(fields)
        return shared

    @transaction.atomic
    def withdraw(self, *, by: User | None, note: str = "") -> None:
        stored: Any = Practice.objects.select_for_update().get(pk=self.pk)
        if stored.withdrawn_at:
            raise ValidationError(_("It is withdrawn already."))
        self.withdrawn_at = timezone.now()
        record_in_history(self, by=by, note=note)
        self.save(update_fields=["withdrawn_at", "updated_at"])
