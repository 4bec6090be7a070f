from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.workflow import record_in_history
from members.models import Member, NationalPlan, RegionalStrategy
from plans import content
from plans.models.part import DraftPart
from plans.models.reviewed import ReviewedPlan
from plans.models.undertaken import why_not_in

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User
    from plans.models.receipt import Receipt


class PlanDraftQuerySet(models.QuerySet["PlanDraft"]):
    def editable_by(self, user: User | AnonymousUser) -> Self:
        """It belongs to the member, not to the person: a successor goes on with it, and nobody else sees it."""
        return self.filter(member__in=Member.objects.editable_by(user).order_by())

    def standing(self) -> Self:
        """Neither published nor given up."""
        return self.filter(status__in=PlanDraft.STANDING)

    def telling_last_save(self) -> Self:
        """Each with the moment and the writer of the last save, and its latest receipt."""
        last = DraftPart.objects.filter(draft=OuterRef("pk")).order_by("-saved_at", "-pk")
        receipts: Any = self.model._meta.get_field("receipts").related_model
        saved = {
            "last_saved_at": Subquery(last.values("saved_at")[:1]),
            "last_saved_by": Subquery(last.values("saved_by__person__name")[:1]),
        }
        return (
            self.annotate(**saved)
            .prefetch_related(Prefetch("receipts", receipts.objects.defer("content").order_by("-pk")))
            .select_related("strategy")
        )

    def to_review(self) -> Self:
        return self.filter(status__in=[PlanDraft.Status.SUBMITTED, PlanDraft.Status.IN_REVIEW])

    def returned(self) -> Self:
        return self.filter(status=PlanDraft.Status.RETURNED)

    def resting(self, on: date, within: timedelta = timedelta(days=30)) -> Self:
        """Returned, and since then nobody has written in it for so long."""
        touched = Q(receipts__answered_at__date__gt=on - within) | Q(parts__saved_at__date__gt=on - within)
        moving = PlanDraft.objects.returned().filter(touched)
        return self.returned().exclude(pk__in=moving.order_by().values("pk"))


class PlanDraft(ReviewedPlan):
    """The next publication of a member's plan, or of its part in a regional strategy, from the first word on.

    Staff know that it stands, and read what was submitted (`Receipt`), never what is being written.
    """

    class Status(models.TextChoices):
        WRITING = "writing", gettext_lazy("being written")
        SUBMITTED = "submitted", gettext_lazy("submitted")
        IN_REVIEW = "in_review", gettext_lazy("in review")
        RETURNED = "returned", gettext_lazy("returned")
        PUBLISHED = "published", gettext_lazy("published")
        DISCARDED = "discarded", gettext_lazy("given up")

    NEXT = {
        "writing": {"submitted", "discarded"},
        "submitted": {"writing", "in_review"},
        "in_review": {"returned", "published"},
        "returned": {"submitted", "discarded"},
        "published": set(),
        "discarded": set(),
    }
    WRITABLE = ("writing", "returned")
    STANDING = ("writing", "submitted", "in_review", "returned")

    status = models.CharField(
        gettext_lazy("status"), max_length=20, choices=Status, default=Status.WRITING, editable=False, db_index=True
    )
    begun_by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("begun by"),
    )
    begun_at = models.DateTimeField(gettext_lazy("begun"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True)

    objects = PlanDraftQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("plan in work")
        verbose_name_plural = gettext_lazy("plans in work")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(edition=None, strategy__isnull=False) | Q(edition__isnull=False, strategy=None),
                name="plan_draft_edition_or_strategy",
            ),
            models.UniqueConstraint(
                fields=["member", "edition"],
                condition=Q(status__in=["writing", "submitted", "in_review", "returned"], strategy=None),
                name="plan_draft_of_edition_once",
                violation_error_message=gettext_lazy("Somebody is writing this plan already."),
            ),
            models.UniqueConstraint(
                fields=["member", "strategy"],
                condition=Q(status__in=["writing", "submitted", "in_review", "returned"], edition=None),
                name="plan_draft_of_strategy_once",
                violation_error_message=gettext_lazy("Somebody is writing these lines already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plan_draft", args=[self.pk])

    @property
    def returned_on(self) -> date | None:
        """The day of the last answer, while it stands as returned."""
        if self.status != self.Status.RETURNED:
            return None
        answered = [receipt.answered_at for receipt in self.receipts.all() if receipt.answered_at]
        return timezone.localdate(max(answered)) if answered else None

    @classmethod
    @transaction.atomic
    def begin(
        cls, *, member: Member, by: User, edition: int | None = None, strategy: RegionalStrategy | None = None
    ) -> PlanDraft:
        """With what is published or registered filled in; one that stands already is gone on with."""
        member.lock()
        begun = cls(member=member, edition=None if strategy else edition, strategy=strategy, begun_by=by)
        standing = begun.twins().first()
        if standing:
            return standing
        begun.full_clean()
        begun.refuse_what_does_not_follow()
        record_in_history(begun, by=by)
        begun.save()
        if not begun.is_of_strategy:
            begun.add_part(0, content.of_plan(begun.plan) if begun.plan else {"stands": ""})
        latest = begun.publications.order_by("number").last()
        begun.add_measures(latest.content["measures"] if latest else [])
        return begun

    def refuse_what_does_not_follow(self) -> None:
        """Editions follow each other; in an action plan write those who take part in the strategy."""
        if self.strategy:
            if words := why_not_in(self.strategy, self.member):
                raise ValidationError(words)
        elif (self.edition or 0) > self.next_edition(self.member):
            raise ValidationError(_("The editions of a plan follow each other."))

    @staticmethod
    def next_edition(member: Member) -> int:
        latest = NationalPlan.objects.filter(member=member).aggregate(latest=Max("edition"))["latest"]
        return (latest or 0) + 1

    def twins(self) -> models.QuerySet[PlanDraft]:
        """What stands of the same already."""
        standing = PlanDraft.objects.standing().filter(member=self.member_id, strategy=self.strategy_id)
        return standing.filter(edition__isnull=True) if self.edition is None else standing.filter(edition=self.edition)

    def mistakes(self, told: dict[str, Any] | None = None) -> list[content.Mistake]:
        """All of them at once, in the order of the form; then what the registers would say to it."""
        from plans import publishing

        told = told or self.told()
        return self.mistakes_of_form(told) or publishing.refusals(self, told)

    def is_submittable_by(self, user: User) -> bool:
        return Member.objects.submittable_by(user).filter(pk=self.member_id).exists()

    @transaction.atomic
    def submit(self, *, by: User, seen: str = "") -> Receipt:
        """Everything is checked at once; what is right is sealed, and answered with a receipt.

        `seen` is the print of the text that was looked at: what a colleague has written since is not submitted unseen.
        """
        from plans import mail
        from plans.models.receipt import Receipt
        from plans.models.update_due import UpdateDue

        if not self.is_submittable_by(by):
            raise ValidationError(_("Only the principal focal point, or an alternate so empowered, submits."))
        self.lock_for_writing()
        told = self.told()
        if seen and seen != content.print_of(told):
            raise ValidationError(_("Somebody has written in it since you looked: look at it again, then submit it."))
        if self.mistakes(told):
            raise ValidationError(_("Something is still to be filled in or mended before it can be submitted."))
        self.move_to(self.Status.SUBMITTED, by=by)
        receipt = Receipt.objects.create(draft=self, content=told, submitted_by=by)
        if self.plan:
            UpdateDue.objects.answer(self.plan, on=timezone.localdate(), by=by)
        mail.plan_received(receipt)
        return receipt

    @transaction.atomic
    def recall(self, *, by: User) -> None:
        """As long as nobody has opened it."""
        from plans.models.update_due import UpdateDue

        if not self.is_submittable_by(by):
            raise ValidationError(_("Only who may submit it recalls it."))
        self.move_to(self.Status.WRITING, by=by)
        for receipt in self.receipts.unopened():
            receipt.note(by=by, recalled_at=timezone.now())
        if self.plan:
            UpdateDue.objects.reconsider(self.plan, by=by)

    @transaction.atomic
    def discard(self, *, by: User) -> None:
        """What colleagues wrote is not given up by an editor alone."""
        if not self.is_submittable_by(by):
            raise ValidationError(_("Only who may submit it gives it up."))
        self.move_to(self.Status.DISCARDED, by=by)
