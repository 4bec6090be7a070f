from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.names import readable
from alliance.workflow import record_in_history
from members.models import Member
from plans.content import language_of
from plans.models.draft import PlanDraft

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User
    from plans.models.publication import Publication


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Staff see all, once it is opened also what it holds; a focal point those of the members it acts for."""
        if user.is_staff:
            return self
        return self.filter(draft__member__in=Member.objects.editable_by(user).order_by())

    def standing(self) -> Self:
        return self.filter(recalled_at=None)

    def unopened(self) -> Self:
        """Those that may still be recalled."""
        return self.standing().filter(opened_at=None)

    def in_review(self) -> Self:
        return self.filter(opened_at__isnull=False, answered_at=None)


class Receipt(models.Model):
    """That something was submitted: its number, the moment, and the whole of it, which never changes."""

    draft = models.ForeignKey(
        PlanDraft, models.PROTECT, related_name="receipts", verbose_name=gettext_lazy("plan in work")
    )
    content = models.JSONField(gettext_lazy("content"), editable=False)
    submitted_at = models.DateTimeField(gettext_lazy("submitted"), default=timezone.now, editable=False)
    submitted_by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("submitted by"),
    )
    recalled_at = models.DateTimeField(gettext_lazy("recalled"), null=True, editable=False)
    opened_at = models.DateTimeField(gettext_lazy("opened"), null=True, editable=False)
    opened_by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("opened by"),
    )
    answered_at = models.DateTimeField(gettext_lazy("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("answered by"),
    )
    answer = models.TextField(gettext_lazy("answer"), blank=True, editable=False)

    objects = ReceiptQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["content"])

    class Meta:
        verbose_name = gettext_lazy("receipt")
        verbose_name_plural = gettext_lazy("receipts")
        ordering = ["-submitted_at", "-pk"]

    def __str__(self) -> str:
        return _("Receipt %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("plan_receipt", args=[self.pk])

    def is_readable_by(self, user: User | AnonymousUser) -> bool:
        """What it holds: by its member, and by staff once they have opened it, for then it is not recalled."""
        is_own = Member.objects.editable_by(user).filter(pk=self.draft.member_id).exists()
        return is_own or (user.is_staff and self.opened_at is not None)

    @property
    def is_unopened(self) -> bool:
        """Then it may still be recalled."""
        return self.recalled_at is None and self.opened_at is None

    @property
    def state(self) -> str:
        """How far the secretariat has come with it, as its member reads it."""
        if self.recalled_at:
            return _("recalled")
        if not self.opened_at:
            return _("waits to be opened by the secretariat")
        if not self.answered_at:
            return _("in review")
        return _("published") if hasattr(self, "publication") else _("returned")

    @property
    def number(self) -> str:
        """Such as 2026-00014: what one quotes on the telephone."""
        return f"{timezone.localtime(self.submitted_at).year}-{self.pk:05}"

    @property
    def language(self) -> str:
        return language_of(self.content)

    @property
    def is_in_review(self) -> bool:
        """It is being read, and has no answer yet."""
        return self.opened_at is not None and self.answered_at is None

    def is_locked_in_review(self) -> bool:
        """As it is stored; until the end of the transaction nobody answers it."""
        draft = PlanDraft.objects.select_for_update().get(pk=self.draft_id)
        return draft.status == PlanDraft.Status.IN_REVIEW and draft.latest_receipt == self

    @property
    def before(self) -> Publication | None:
        """What was published of the same when this was submitted."""
        found: Publication | None = (
            self.draft.publications.filter(published_at__lt=self.submitted_at).order_by("number").last()
        )
        return found

    @property
    def earlier(self) -> Receipt | None:
        """What was returned before this came instead."""
        return self.draft.receipts.filter(pk__lt=self.pk, answered_at__isnull=False).order_by("pk").last()

    def note(self, *, by: User | None, **what: Any) -> None:
        """What became of it; its content never changes."""
        for name, value in what.items():
            setattr(self, name, value)
        record_in_history(self, by=by)
        self.save(update_fields=[*what])


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Staff see theirs while they read; the member once it has its answer."""
        if user.is_staff:
            return self
        return self.filter(receipt__in=Receipt.objects.visible_to(user), receipt__answered_at__isnull=False)


class Comment(models.Model):
    """What staff say of one measure of what was submitted, or of the whole of it (number 0)."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="comments", verbose_name=gettext_lazy("receipt"))
    number = models.PositiveSmallIntegerField(gettext_lazy("measure"), default=0)
    text = models.TextField(gettext_lazy("comment"), validators=[readable, MaxLengthValidator(4000)])
    made_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=gettext_lazy("made by")
    )
    made_at = models.DateTimeField(gettext_lazy("made"), default=timezone.now, editable=False)

    objects = CommentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("comment")
        verbose_name_plural = gettext_lazy("comments")
        ordering = ["number", "made_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    @classmethod
    @transaction.atomic
    def make(cls, *, receipt: Receipt, number: int, text: str, by: User | None) -> Comment:
        """While it is read; what has its answer is commented on no more."""
        if not receipt.is_locked_in_review():
            raise ValidationError(_("It is not in review: comments are made while it is."))
        known: dict[str, Any] = receipt.content
        if number and number not in {measure["number"] for measure in known["measures"]}:
            raise ValidationError({"number": _("It holds no such measure.")})
        comment = cls(receipt=receipt, number=number, text=text.strip(), made_by=by)
        comment.full_clean()
        record_in_history(comment, by=by)
        comment.save()
        return comment

    @transaction.atomic
    def take_back(self, *, by: User) -> None:
        """By whoever made it, while it is read; the history keeps it."""
        if not self.receipt.is_locked_in_review():
            raise ValidationError(_("It is not in review: its comments stay as they were read."))
        if self.made_by_id != by.pk:
            raise ValidationError(_("Only whoever made a comment takes it back."))
        record_in_history(self, by=by)
        self.delete()
