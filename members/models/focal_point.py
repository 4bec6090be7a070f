from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import spoken
from alliance.terms import Term, TermQuerySet
from alliance.workflow import record_in_history
from documents.models import Document
from members.models.member import Member
from people.models import Person

if TYPE_CHECKING:
    from people.models import User


class FocalPointQuerySet(TermQuerySet["FocalPoint"]):
    def principal(self) -> Self:
        return self.filter(role=FocalPoint.Role.PRINCIPAL)

    def real(self) -> Self:
        """Without those of the demonstration: no figure counts them, no public page shows them."""
        return self.filter(person__is_demonstration=False)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Staff see all; a focal point the appointments of the members it acts for; nobody else any."""
        if user.is_staff:
            return self
        if not user.is_authenticated or user.person_id is None:
            return self.none()
        mine = self.model.objects.filter(person=user.person_id).current(timezone.localdate())
        return self.filter(member__in=mine.values("member"))


class FocalPoint(Term):
    """A person appointed by a member as its main interlocutor (R1 ¶15-16): one principal, any number of alternates.

    Ending the appointment ends access the same moment.
    """

    OF = "member"

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

    class Meta(Term.Meta):
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
            *Term.Meta.constraints,
        ]
        indexes = [models.Index("member", "role", "since", name="focal_point_line")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} ({self.member})"

    def excludes(self, other: FocalPoint) -> bool:
        """No two principals of a member on one day, and nobody twice in one role."""
        return self.role == other.role and (self.role == self.Role.PRINCIPAL or self.person_id == other.person_id)

    def refusal(self, other: FocalPoint) -> str:
        words = _("%(person)s is %(role)s focal point of %(member)s from %(since)s until %(until)s.")
        return words % {
            "person": other.person,
            "role": other.get_role_display(),
            "member": other.member,
            "since": spoken(other.since),
            "until": spoken(other.until) if other.until else _("further notice"),
        }

    def others(self) -> models.QuerySet[Self]:
        return super().others().select_related("person", "member")

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
