from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDate, PartialDateColumns
from alliance.names import readable
from alliance.sources import Sourced
from alliance.workflow import record_in_history
from documents.models import Document
from members.models.regional_strategy import RegionalStrategy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What a document proposes is for whoever may see the document."""
        return self if user.is_staff else self.filter(document__in=Document.objects.visible_to(user))

    def without_follow_up(self) -> Self:
        """Those of which nobody has noted what became of them."""
        return self.filter(follow_up="")

    def called(self, words: str) -> Self:
        mine = Q(subject__called=words) | Q(region__called=words) | Q(addressed_to__called=words)
        return self.filter(mine)

    def showing_strategy_to(self, user: User | AnonymousUser) -> Self:
        """Each with `strategy_shown`, the key of its strategy if the user may see that."""
        shown = RegionalStrategy.objects.visible_to(user).filter(pk=models.OuterRef("strategy"))
        return self.annotate(strategy_shown=models.Subquery(shown.values("key")[:1]))


class Proposal(Sourced):
    """What the High Representative has proposed, as in the address of 2010 to the OSCE (SP L49-54, L121-139)."""

    class Tool(models.TextChoices):
        MEMBERSHIP = "membership", gettext_lazy("membership")
        REGIONAL_STRATEGY = "regional_strategy", gettext_lazy("regional strategy")
        NATIONAL_PLANS = "national_plans", gettext_lazy("national plans")
        REPORT = "report", gettext_lazy("report")
        TOPICS = "topics", gettext_lazy("priority topics")

    class FollowUp(models.TextChoices):
        OPEN = "open", gettext_lazy("open")
        TAKEN_UP = "taken_up", gettext_lazy("taken up")
        DONE = "done", gettext_lazy("done")
        NOT_PURSUED = "not_pursued", gettext_lazy("not pursued")

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="proposals", verbose_name=gettext_lazy("document")
    )
    line_from = models.PositiveSmallIntegerField(gettext_lazy("from line"), null=True, blank=True)
    line_to = models.PositiveSmallIntegerField(gettext_lazy("to line"), null=True, blank=True)
    subject = models.CharField(gettext_lazy("subject"), max_length=300, validators=[readable])
    region = models.CharField(gettext_lazy("region"), max_length=100, blank=True, validators=[readable])
    tool = models.CharField(gettext_lazy("tool"), max_length=20, choices=Tool)
    strategy = models.ForeignKey(
        RegionalStrategy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=gettext_lazy("regional strategy"),
    )
    addressed_to = models.CharField(gettext_lazy("addressed to"), max_length=200, blank=True, validators=[readable])
    follow_up = models.CharField(
        gettext_lazy("follow-up"),
        max_length=20,
        choices=FollowUp,
        blank=True,
        help_text=gettext_lazy("Empty where nobody knows what became of it."),
    )
    followed_up = PartialDateColumns("followed_up_on", gettext_lazy("followed up on"), null=True)
    follow_up_note = models.TextField(gettext_lazy("what became of it"), blank=True)
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = ProposalQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("proposal")
        verbose_name_plural = gettext_lazy("proposals")
        ordering = ["document__key", "line_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(line_from=None, line_to=None)
                | Q(line_from__isnull=False, line_to__isnull=False, line_from__gte=1, line_to__gte=F("line_from")),
                name="proposal_lines_in_order",
                violation_error_message=gettext_lazy("Name the first line and the last, which is not before it."),
            ),
            models.CheckConstraint(
                condition=~Q(follow_up="") | Q(followed_up_on=None, follow_up_note=""),
                name="proposal_follow_up_has_a_status",
                violation_error_message=gettext_lazy("Say what became of it, not only when."),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return f"{reverse('proposals')}#{self.key}"

    def clean(self) -> None:
        super().clean()
        if self.line_from and self.line_to and self.line_to < self.line_from:
            raise ValidationError({"line_to": _("The last line is not before the first.")})
        if self.followed_up and self.followed_up.first > timezone.localdate():
            raise ValidationError({"followed_up_on": _("What has not come yet is no follow-up.")})

    @property
    def lines(self) -> str:
        if not self.line_from:
            return ""
        if self.line_from == self.line_to:
            return _("line %(line)s") % {"line": self.line_from}
        return _("lines %(first)s-%(last)s") % {"first": self.line_from, "last": self.line_to}

    @transaction.atomic
    def note_follow_up(self, status: str, *, on: PartialDate | None, by: User | None, note: str = "") -> None:
        """What became of it, as far as the office has learnt."""
        stored = Proposal.objects.select_for_update().get(pk=self.pk)
        stored.follow_up, stored.followed_up, stored.follow_up_note = status, on, note
        stored.full_clean()
        record_in_history(stored, by=by)
        stored.save()
        self.refresh_from_db()
