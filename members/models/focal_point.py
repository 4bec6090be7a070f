from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import Period, spoken
from alliance.workflow import record_in_history
from documents.models import Document
from members.models.member import Member
from people.models import Person

if TYPE_CHECKING:
    from people.models import User


class FocalPointQuerySet(models.QuerySet["FocalPoint"]):
    def current(self, on: date) -> Self:
        """Those whose appointment stands on that day; the day of `until` is the first without it."""
        return self.filter(Q(until=None) | Q(until__gt=on), since__lte=on)

    def principal(self) -> Self:
        return self.filter(role=FocalPoint.Role.PRINCIPAL)

    def real(self) -> Self:
        """Without those of the demonstration: no figure counts them, no public page shows them."""
        return self.filter(person__is_demonstration=False)

    def appointed(self, during: Period) -> Self:
        """Whose appointment began in the period: a flow, which is not how many there are (trap T16)."""
        return self.filter(since__range=during)

    def ending(self, on: date, within: timedelta) -> Self:
        return self.current(on).filter(until__lte=on + within)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Staff see all; a focal point the appointments of the members it acts for; nobody else any."""
        if user.is_staff:
            return self
        if not user.is_authenticated or user.person_id is None:
            return self.none()
        mine = self.model.objects.filter(person=user.person_id).current(timezone.localdate())
        return self.filter(member__in=mine.values("member"))


class FocalPoint(models.Model):
    """A person appointed by a member as its main interlocutor (R1 ¶15-16): one principal, any number of alternates.

    The appointment stands from `since` up to, not including, `until`; ending it ends access the same moment.
    """

    class Role(models.TextChoices):
        PRINCIPAL = "principal", gettext_lazy("principal")
        ALTERNATE = "alternate", gettext_lazy("alternate")

    member = models.ForeignKey(Member, models.PROTECT, related_name="focal_points", verbose_name=gettext_lazy("member"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="focal_points", verbose_name=gettext_lazy("person"))
    role = models.CharField(gettext_lazy("role"), max_length=20, choices=Role, default=Role.PRINCIPAL)
    post = models.CharField(gettext_lazy("post"), max_length=200, blank=True)
    ministry = models.CharField(gettext_lazy("ministry or department"), max_length=200, blank=True)
    since = models.DateField(gettext_lazy("since"))
    until = models.DateField(
        gettext_lazy("until"), null=True, blank=True, help_text=gettext_lazy("The first day without the appointment.")
    )
    letter = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("designation letter"),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True)

    objects = FocalPointQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("focal point")
        verbose_name_plural = gettext_lazy("focal points")
        ordering = ["member", "role", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(role="principal", until=None),
                name="focal_point_one_current_principal",
                violation_error_message=gettext_lazy(
                    "This member has a principal focal point already: end that appointment first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")),
                name="focal_point_ends_after_it_begins",
                violation_error_message=gettext_lazy("The appointment ends before it begins."),
            ),
        ]
        indexes = [models.Index("member", "role", "since", name="focal_point_line")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} ({self.member})"

    def is_current(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def clean(self) -> None:
        """No two principals of a member on one day, and nobody twice in one role.

        Checked under the member's lock, which a caller in a transaction keeps until what it saves is there.
        """
        super().clean()
        if not (self.member_id and self.since):
            return
        if self.until and self.until <= self.since:
            raise ValidationError({"until": _("The appointment ends before it begins.")})
        with transaction.atomic():
            Member.objects.select_for_update().get(pk=self.member_id)
            others = FocalPoint.objects.filter(member_id=self.member_id).exclude(pk=self.pk)
            for other in others.select_related("person", "member"):
                self.refuse_beside(other)

    def refuse_beside(self, other: FocalPoint) -> None:
        """Refuse in words what cannot stand beside another appointment of the same member."""
        is_same = self.role == other.role and (self.role == self.Role.PRINCIPAL or self.person_id == other.person_id)
        if not is_same or (other.until and other.until <= self.since) or (self.until and self.until <= other.since):
            return
        words = _("%(person)s is %(role)s focal point of %(member)s from %(since)s until %(until)s.")
        params = {
            "person": other.person,
            "role": other.get_role_display(),
            "member": other.member,
            "since": spoken(other.since),
            "until": spoken(other.until) if other.until else _("further notice"),
        }
        raise ValidationError({"since": words % params})

    @classmethod
    @transaction.atomic
    def appoint(
        cls,
        *,
        member: Member,
        person: Person,
        role: str = Role.PRINCIPAL,
        since: date,
        by: User | None,
        **details: object,
    ) -> FocalPoint:
        """Record the designation; two at once cannot both be principal."""
        appointed = cls(member=member, person=person, role=role, since=since, **details)
        appointed.full_clean()
        record_in_history(appointed, by=by)
        appointed.save()
        return appointed

    @transaction.atomic
    def end(self, *, on: date, by: User | None, note: str = "") -> None:
        """From that day the appointment no longer stands; the row stays."""
        stored = FocalPoint.objects.select_for_update().get(pk=self.pk)
        if stored.until is not None and stored.until <= on:
            raise ValidationError(_("This appointment ended on %(until)s.") % {"until": spoken(stored.until)})
        stored.until = on
        stored.full_clean()
        record_in_history(stored, by=by, note=note)
        stored.save(update_fields=["until", "updated_at"])
        self.until = on
