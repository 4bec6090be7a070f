from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import Period, Precision, months_after, months_before, spoken
from alliance.workflow import record_in_history
from outreach.models.window import SentInItsWindow

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from outreach.models.edition import Edition
    from people.models import User


def last_month() -> date:
    """Whose issue the monthly round drafts."""
    return months_before(timezone.localdate().replace(day=1), 1)


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.of_their_month() if user.is_staff else self.published()

    def of_their_month(self) -> Self:
        """Each month has one; what was stopped before anybody was sent it has given its month away."""
        return self.filter(reached_nobody=False)

    def with_subject(self) -> Self:
        """That of the main edition, which stands for the issue."""
        from outreach.models.languages import MAIN

        editions: Any = Newsletter._meta.get_field("editions").related_model
        main = editions.objects.filter(newsletter=OuterRef("pk"), language=MAIN).order_by()
        return self.annotate(subject=Subquery(main.values("subject")))

    def published(self) -> Self:
        """In the archive from the moment on that it goes out; what is stopped leaves it."""
        return self.filter(published_at__isnull=False).exclude(status=Newsletter.Status.STOPPED)

    def waiting(self) -> Self:
        """For the second person."""
        return self.filter(status=Newsletter.Status.SUBMITTED)

    def missed(self) -> Self:
        return self.filter(status=Newsletter.Status.MISSED)

    def due(self, at: datetime) -> Self:
        return self.filter(status=Newsletter.Status.SCHEDULED, opens_at__lte=at, closes_at__gt=at)

    def overdue(self, at: datetime) -> Self:
        """Nobody sent it in its window: late is not what was approved."""
        return self.filter(status=Newsletter.Status.SCHEDULED, closes_at__lte=at)

    def to_submit(self, on: date) -> Self:
        """Drafts of months that are over; one with nothing to tell is sent to nobody."""
        drafts = self.filter(status=Newsletter.Status.DRAFT, month__lt=on.replace(day=1))
        return drafts.exclude(editions__blocks=None).distinct()

    def by_state(self) -> dict[int, dict[str, int]]:
        """How many messages of each are in each state, by one statement."""
        posted = Newsletter.letters.through.objects.filter(newsletter__in=self.order_by().values("pk"))
        told = posted.exclude(letter__messages=None).order_by().values_list("newsletter", "letter__messages__state")
        counts: dict[int, dict[str, int]] = {}
        for newsletter, state, count in told.annotate(Count("letter__messages")):
            counts.setdefault(newsletter, {})[state] = count
        return counts

    def taking_news(self) -> Self:
        """The draft of the month that is over, or of this one: an older issue tells nothing of today."""
        return self.filter(status=Newsletter.Status.DRAFT, month__gte=last_month()).order_by("-month")

    def called(self, words: str) -> Self:
        found = Q(editions__subject__called=words) | Q(editions__introduction__called=words)
        found |= Q(editions__blocks__heading__called=words) | Q(editions__blocks__text__called=words)
        return self.filter(pk__in=self.model._default_manager.filter(found).values("pk"))


class Newsletter(SentInItsWindow):
    """The issue of a month: one letter, in one language or several, to focal points and to whoever subscribed (R2 ¶14).

    Drafted from the registers, edited by staff, approved by a second person, sent in a window, kept in the archive.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        SUBMITTED = "submitted", gettext_lazy("waits for approval")
        APPROVED = "approved", gettext_lazy("approved")
        SCHEDULED = "scheduled", gettext_lazy("scheduled")
        MISSED = "missed", gettext_lazy("its window was missed")
        SENDING = "sending", gettext_lazy("being sent")
        PAUSED = "paused", gettext_lazy("paused")
        SENT = "sent", gettext_lazy("sent")
        STOPPED = "stopped", gettext_lazy("stopped")

    NEXT: ClassVar[dict[str, set[str]]] = {
        "draft": {"submitted"},
        "submitted": {"draft", "approved"},
        "approved": {"draft", "scheduled"},
        "scheduled": {"draft", "approved", "scheduled", "missed", "sending"},
        "missed": {"draft", "scheduled"},
        "sending": {"paused", "sent", "stopped"},
        "paused": {"sending", "stopped"},
        "sent": set(),
        "stopped": set(),
    }
    STREAM = "newsletter"
    KEY = "[1-9][0-9]{3}-(?:0[1-9]|1[0-2])"  # a month, as addresses have it
    OVERTAKEN = "overtaken"  # the code of a refusal: what was seen is not what stands

    month = models.DateField(gettext_lazy("month"), db_index=True, help_text=gettext_lazy("Its first day."))
    since = models.DateField(
        gettext_lazy("tells what happened since"),
        help_text=gettext_lazy("The first of the month, or earlier where no issue told what was before."),
    )
    status = models.CharField(
        gettext_lazy("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    to_focal_points = models.BooleanField(
        gettext_lazy("to focal points"), default=True, help_text=gettext_lazy("As a notice of office.")
    )
    to_subscribers = models.BooleanField(
        gettext_lazy("to subscribers"), default=True, help_text=gettext_lazy("What each has chosen to hear of.")
    )
    submitted_by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("submitted by"),
    )
    approved_by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("approved by"),
    )
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = NewsletterQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("newsletter")
        verbose_name_plural = gettext_lazy("newsletters")
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(reached_nobody=False),
                name="newsletter_one_of_a_month",
                violation_error_message=gettext_lazy("This month has its newsletter already."),
            ),
            models.CheckConstraint(
                condition=Q(reached_nobody=False) | Q(status="stopped"),
                name="newsletter_reached_nobody_when_stopped",
                violation_error_message=gettext_lazy("Only what was stopped gives its month away."),
            ),
            models.CheckConstraint(
                condition=Q(month=TruncMonth("month")),
                name="newsletter_of_a_month",
                violation_error_message=gettext_lazy("Name the month by its first day."),
            ),
            models.CheckConstraint(
                condition=Q(since__lte=F("month")),
                name="newsletter_since_its_month",
                violation_error_message=gettext_lazy("It tells the whole month at least."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None, closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="newsletter_window_has_both_ends",
                violation_error_message=gettext_lazy("The window closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
                name="newsletter_of_two_persons",
                violation_error_message=gettext_lazy("A second person approves it."),
            ),
        ]

    def __str__(self) -> str:
        return _("Newsletter, %(month)s") % {"month": spoken(self.month, Precision.MONTH)}

    def get_absolute_url(self) -> str:
        return reverse("newsletter", args=[self.key])

    @property
    def key(self) -> str:
        """Its permanent address."""
        return f"{self.month:%Y-%m}"

    @property
    def period(self) -> Period:
        return Period(self.since, months_after(self.month, 1) - timedelta(days=1))

    @property
    def main(self) -> Edition:
        from outreach.models.languages import MAIN

        edition: Edition = self.editions.get(language=MAIN)
        return edition

    @property
    def version(self) -> str:
        """The newest line in the history of the issue, of its editions and of its blocks: what a reader has seen."""
        editions: Any = self._meta.get_field("editions").related_model
        blocks: Any = editions._meta.get_field("blocks").related_model
        parts = [
            Newsletter.history.filter(id=self.pk),
            editions.history.filter(newsletter=self.pk),
            blocks.history.filter(edition__newsletter=self.pk),
        ]
        return ".".join(str(part.aggregate(newest=Max("history_id"))["newest"] or 0) for part in parts)

    @property
    def is_editable(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.status != self.Status.STOPPED

    @property
    def name_of_month(self) -> str:
        return spoken(self.month, Precision.MONTH)

    @property
    def has_nothing(self) -> bool:
        """To tell: it is sent to nobody."""
        return not any(edition.blocks.exists() for edition in self.editions.all())

    def edition_for(self, languages: list[str]) -> Edition:
        """The first of these languages that it is written in, else the main one."""
        from outreach.models.languages import MAIN

        editions = {edition.language: edition for edition in self.editions.all()}
        return editions[next((language for language in languages if language in editions), MAIN)]

    def lock(self) -> None:
        """Until the end of the transaction nobody else edits or moves it; what is approved stays as it was read."""
        stored = Newsletter.objects.select_for_update().get(pk=self.pk)
        if not stored.is_editable:
            words = _("%(newsletter)s (%(status)s): take it back to a draft before you change it.")
            if stored.Status.DRAFT not in stored.NEXT[stored.status]:
                words = _("%(newsletter)s (%(status)s): it is not changed any more.")
            raise ValidationError(words % {"newsletter": stored, "status": stored.get_status_display()})

    def refuse_unseen(self, seen: str) -> None:
        """Words that nobody has read pass no person; until the end of the transaction nobody changes them."""
        Newsletter.objects.select_for_update().get(pk=self.pk)
        if seen != self.version:
            words = _("%(newsletter)s was changed after you opened it: read it as it stands now, then decide.")
            raise ValidationError(words % {"newsletter": self}, code=self.OVERTAKEN)

    @transaction.atomic
    def address_to(self, *, to_focal_points: bool, to_subscribers: bool, by: User | None) -> None:
        """Its audiences."""
        self.lock()
        self.to_focal_points, self.to_subscribers = to_focal_points, to_subscribers
        record_in_history(self, by=by)
        self.save(update_fields=["to_focal_points", "to_subscribers", "updated_at"])

    @transaction.atomic
    def submit(self, *, by: User) -> None:
        """For approval, whole and in each of its languages."""
        self.lock()
        if self.has_nothing:
            words = _("Nothing happened in %(month)s that the registers tell: there is nothing to send.")
            raise ValidationError(words % {"month": spoken(self.month, Precision.MONTH)})
        for edition in self.editions.all():
            edition.refuse_unfinished()
        if not (self.to_focal_points or self.to_subscribers):
            raise ValidationError(_("Say to whom it goes: to focal points, to subscribers, or to both."))
        self.move_to(self.Status.SUBMITTED, by=by, submitted_by=by, approved_by=None)

    @transaction.atomic
    def approve(self, *, by: User, seen: str, note: str = "") -> None:
        """A second person has read it: the `version` that was `seen`, and no other."""
        self.refresh_from_db(fields=["submitted_by"])
        if by.pk == self.submitted_by_id:
            raise ValidationError(_("You submitted it yourself: a second person approves it."))
        self.refuse_unseen(seen)
        self.move_to(self.Status.APPROVED, by=by, note=note, approved_by=by)

    def take_back(self, *, by: User | None, note: str = "") -> None:
        """To be edited once more; then it is approved anew."""
        cleared: dict[str, Any] = {"submitted_by": None, "approved_by": None, "opens_at": None, "closes_at": None}
        self.move_to(self.Status.DRAFT, by=by, note=note, **cleared)
