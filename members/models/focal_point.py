from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import spoken
from alliance.names import readable
from alliance.terms import Term, TermQuerySet
from alliance.workflow import record_in_history
from documents.models import Document
from members.models.member import Member
from people.models import Invitation, Person

if TYPE_CHECKING:
    from people.models import User


class FocalPointQuerySet(TermQuerySet["FocalPoint"]):
    def principal(self) -> Self:
        return self.filter(role=FocalPoint.Role.PRINCIPAL)

    def editors(self) -> Self:
        return self.filter(role=FocalPoint.Role.EDITOR)

    def representatives(self) -> Self:
        """Principals and alternates: they speak for the member, and figures count them."""
        return self.exclude(role=FocalPoint.Role.EDITOR)

    def empowered(self) -> Self:
        """Who may submit for the member: the principal, and an alternate so empowered."""
        return self.filter(Q(role=FocalPoint.Role.PRINCIPAL) | Q(role=FocalPoint.Role.ALTERNATE, is_empowered=True))

    def called(self, words: str) -> Self:
        mine = Q(person__name__called=words) | Q(person__original_name__called=words)
        return self.filter(mine | Q(member__name__called=words) | Q(ministry__called=words))

    def in_order_of_members(self) -> Self:
        return self.order_by("member__name", "-role", "pk")

    def real(self) -> Self:
        """Without those of the demonstration: no figure counts them, no public page shows them."""
        return self.filter(person__is_demonstration=False)

    def listed(self, on: date) -> Self:
        """The directory: those that stand on that day and have agreed to be found by their colleagues."""
        shown = self.current(on).real().representatives().filter(person__is_listed=True)
        return shown.exclude(member__public_status="")

    def unconfirmed(self, on: date) -> Self:
        """Those that stand on that day and have left the question whether their contact data are correct unanswered."""
        return self.current(on).filter(person__in=Person.objects.unconfirmed(on))

    def told_unconfirmed(self, on: date) -> Self:
        """Each with `is_unconfirmed`, for lists."""
        return self.annotate(is_unconfirmed=Exists(self.model.objects.unconfirmed(on).filter(pk=OuterRef("pk"))))

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Staff see all; a focal point those of the members it acts for, and the directory; nobody else any."""
        if user.is_staff:
            return self
        mine = Member.objects.editable_by(user)
        if not mine.exists():
            return self.none()
        listed = self.model.objects.listed(timezone.localdate())
        return self.filter(Q(member__in=mine) | Q(pk__in=listed.values("pk")))


class FocalPoint(Term):
    """A person appointed by a member as its main interlocutor (R1 ¶15-16): one principal, any number of alternates.

    Beside them editors in its ministries, who write in its plan and submit nothing; no figure counts them.
    Ending the appointment ends access the same moment.
    """

    OF = "member"
    NOTICE = timedelta(days=90)  # so long before its end a successor is asked for

    class Role(models.TextChoices):
        PRINCIPAL = "principal", gettext_lazy("principal")
        ALTERNATE = "alternate", gettext_lazy("alternate")
        EDITOR = "editor", gettext_lazy("ministry editor")

    member = models.ForeignKey(Member, models.PROTECT, related_name="focal_points", verbose_name=gettext_lazy("member"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="focal_points", verbose_name=gettext_lazy("person"))
    role = models.CharField(gettext_lazy("role"), max_length=20, choices=Role, default=Role.PRINCIPAL)
    is_empowered = models.BooleanField(
        gettext_lazy("may submit for the principal"),
        default=False,
        help_text=gettext_lazy("Of an alternate, by a letter of the member; the principal may always."),
    )
    post = models.CharField(gettext_lazy("post"), max_length=200, blank=True, validators=[readable])
    ministry = models.CharField(
        gettext_lazy("ministry or department"), max_length=200, blank=True, validators=[readable]
    )
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
            models.CheckConstraint(
                condition=Q(is_empowered=False) | Q(role="alternate"),
                name="focal_point_only_alternates_are_empowered",
                violation_error_message=gettext_lazy("Only an alternate is empowered to submit for the principal."),
            ),
            *Term.Meta.constraints,
        ]
        indexes = [models.Index("member", "role", "since", name="focal_point_line")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} ({self.member})"

    @property
    def is_representative(self) -> bool:
        return self.role != self.Role.EDITOR

    def excludes(self, other: FocalPoint) -> bool:
        """No two principals of a member on one day, and nobody twice in one role."""
        return self.role == other.role and (self.role == self.Role.PRINCIPAL or self.person_id == other.person_id)

    def refusal(self, other: FocalPoint) -> str:
        words = _("%(person)s is %(role)s focal point of %(member)s from %(since)s until %(until)s.")
        if not other.is_representative:
            words = _("%(person)s is %(role)s of %(member)s from %(since)s until %(until)s.")
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

    def invite(self, *, by: User | None) -> None:
        """Into the portal, which is for those who act for a member today."""
        if not self.is_current(timezone.localdate()):
            raise ValidationError(_("This appointment does not stand today."))
        Invitation.send_to_person(self.person, by=by)
