from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.names import readable
from members.models.focal_point import FocalPoint
from members.models.submission import Submission, SubmissionQuerySet
from people.models import Person

if TYPE_CHECKING:
    from people.models import User


class Nomination(Submission):
    """An alternate or a ministry editor whom a focal point names; the secretariat's confirmation appoints them."""

    ROLES = (FocalPoint.Role.ALTERNATE, FocalPoint.Role.EDITOR)

    role = models.CharField(
        gettext_lazy("role"),
        max_length=20,
        choices=[(role.value, role.label) for role in ROLES],
        default=FocalPoint.Role.ALTERNATE,
        help_text=gettext_lazy("An alternate acts for the member; an editor writes in its plan and submits nothing."),
    )
    name = models.CharField(
        gettext_lazy("name"), max_length=200, help_text=gettext_lazy("In Latin script."), validators=[readable]
    )
    title = models.CharField(
        gettext_lazy("title"),
        max_length=100,
        blank=True,
        help_text=gettext_lazy("H.E. Ms., Dr., Ambassador"),
        validators=[readable],
    )
    post = models.CharField(gettext_lazy("post"), max_length=200, blank=True, validators=[readable])
    ministry = models.CharField(
        gettext_lazy("ministry or department"), max_length=200, blank=True, validators=[readable]
    )
    email = models.EmailField(gettext_lazy("office mail"), help_text=gettext_lazy("The secretariat writes there."))
    note = models.TextField(
        gettext_lazy("note to the secretariat"), blank=True, help_text=gettext_lazy("Such as: the letter follows.")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name=gettext_lazy("person in the register"),
        help_text=gettext_lazy("If the register has this person already; otherwise one is made."),
    )

    objects = SubmissionQuerySet["Nomination"].as_manager()
    history = HistoricalRecords()

    class Meta(Submission.Meta):
        verbose_name = gettext_lazy("nomination")
        verbose_name_plural = gettext_lazy("nominations")

    def __str__(self) -> str:
        return f"{self.name} ({self.member})"

    def twins(self) -> models.QuerySet[Nomination]:
        return Nomination.objects.undecided().filter(member_id=self.member_id, email__iexact=self.email)

    def carry_out(self, *, by: User | None) -> None:
        if self.person is None:
            is_demonstration = bool(self.made_by and self.made_by.person and self.made_by.person.is_demonstration)
            self.person = Person.objects.add(
                name=self.name,
                title=self.title,
                organisation=self.ministry,
                office_email=self.email,
                is_demonstration=is_demonstration,
            )
            self.save(update_fields=["person"])
        FocalPoint.appoint(
            member=self.member,
            person=self.person,
            role=self.role,
            since=timezone.localdate(),
            by=by,
            post=self.post,
            ministry=self.ministry,
        )
