from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.workflow import Workflow
from members.models.member import Member

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

S = TypeVar("S", bound="Submission")


class SubmissionQuerySet(models.QuerySet[S]):
    def undecided(self) -> Self:
        return self.filter(status=Submission.Status.PROPOSED)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        """It belongs to the member, not to the person: a successor goes on with it; editors propose nothing."""
        return self.filter(member__in=Member.objects.represented_by(user).order_by())


class Submission(Workflow):
    """What a member's focal point proposes and the secretariat decides."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("proposed")
        ACCEPTED = "accepted", gettext_lazy("accepted")
        DECLINED = "declined", gettext_lazy("declined")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")

    NEXT = {"proposed": {"accepted", "declined", "withdrawn"}, "accepted": set(), "declined": set(), "withdrawn": set()}

    member = models.ForeignKey(Member, models.PROTECT, related_name="%(class)ss", verbose_name=gettext_lazy("member"))
    status = models.CharField(
        gettext_lazy("status"), max_length=20, choices=Status, default=Status.PROPOSED, editable=False, db_index=True
    )
    made_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=gettext_lazy("made by")
    )
    made_at = models.DateTimeField(gettext_lazy("made"), default=timezone.now, editable=False)
    answer = models.TextField(gettext_lazy("answer"), blank=True, editable=False)
    decided_at = models.DateTimeField(gettext_lazy("decided"), null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-made_at", "-pk"]

    def twins(self) -> models.QuerySet[Any]:
        """What would be the same proposal once more."""
        raise NotImplementedError

    def clean(self) -> None:
        """Not twice: checked under the member's lock, which a caller in a transaction keeps until it is saved."""
        super().clean()
        if self._state.adding and self.member_id:
            with transaction.atomic():
                self.member.lock()
                if self.twins().exists():
                    raise ValidationError(_("This is proposed already; the secretariat has yet to decide."))

    @property
    def kind(self) -> str:
        """The name of its own addresses."""
        return str(self._meta.model_name)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.PROPOSED

    @property
    def is_withdrawable(self) -> bool:
        return self.Status.WITHDRAWN in self.NEXT[self.status]

    @property
    def withdraw_url(self) -> str:
        return reverse(f"{self.kind}_withdraw", args=[self.pk])

    @classmethod
    def propose(cls, *, member: Member, by: User, **what: Any) -> Self:
        made = cls(member=member, made_by=by, **what)
        made.full_clean()
        made.save()
        return made

    def accept(self, *, by: User | None) -> None:
        """Let what was proposed come about, or refuse in words and leave it as it was."""
        try:
            with transaction.atomic():
                self.move_to(self.Status.ACCEPTED, by=by, decided_at=timezone.now())
                self.carry_out(by=by)
        except ValidationError:
            self.refresh_from_db()
            raise

    def carry_out(self, *, by: User | None) -> None:
        raise NotImplementedError

    def decline(self, *, by: User | None, answer: str) -> None:
        if not answer.strip():
            raise ValidationError({"answer": _("Say why it is declined: the focal point reads it.")})
        self.move_to(self.Status.DECLINED, by=by, answer=answer, decided_at=timezone.now())

    def withdraw(self, *, by: User) -> None:
        self.move_to(self.Status.WITHDRAWN, by=by, decided_at=timezone.now())
