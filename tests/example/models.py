"""A letter that the office writes, a long form, and an agreement with its steps in the world."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDate, PartialDateColumns
from alliance.drafts import Draft
from alliance.ladder import SPANS, Ladder, LadderQuerySet, Step, StepQuerySet
from alliance.workflow import Workflow
from documents.models import Document


class Partner(models.Model):
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=20, blank=True)
    founded = PartialDateColumns("founded_on", null=True)

    def __str__(self) -> str:
        return self.name


class Letter(Workflow):
    class Status(models.TextChoices):
        DRAFT = "draft", "a draft"
        SENT = "sent", "sent"
        ANSWERED = "answered", "answered"

    NEXT = {"draft": {"sent"}, "sent": {"answered", "draft"}, "answered": set()}

    subject = models.CharField(max_length=100)
    readers = models.ManyToManyField(Partner, blank=True, related_name="letters")
    pages = models.PositiveSmallIntegerField(default=1)
    written = PartialDateColumns("written_on", null=True)
    answer = PartialDateColumns("answered_on", null=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="answered") | Q(answered_on__isnull=False),
                name="letter_answer_is_dated",
                violation_error_message="Say when it was answered.",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__gte=F("written_on")),
                name="letter_answer_follows",
                violation_error_message="The answer is older than the letter.",
            ),
            models.CheckConstraint(
                condition=Q(pages__gt=0), name="letter_has_pages", violation_error_message="A letter has a page."
            ),
            models.UniqueConstraint(fields=["subject", "written_on"], name="letter_once"),
        ]

    def __str__(self) -> str:
        return f"The letter “{self.subject}”"


class PlanDraft(Draft):
    """A form that a member fills in."""


class AgreementQuerySet(LadderQuerySet["Agreement"]):
    def in_force(self, on: date) -> Self:
        return self.with_status(Agreement.Status.IN_FORCE, on=on)


class Agreement(Ladder):
    class Status(models.TextChoices):
        APPROACHED = "approached", "approached"
        NEGOTIATING = "negotiating", "in negotiation"
        SIGNED = "signed", "signed"
        IN_FORCE = "in_force", "in force"
        ENDED = "ended", "ended"

    NEXT = {
        "": {"approached", "negotiating", "signed", "in_force"},
        "approached": {"negotiating", "signed"},
        "negotiating": {"signed"},
        "signed": {"in_force", "ended"},
        "in_force": {"ended"},
        "ended": set(),
    }
    ALSO_LATER = {"negotiating"}
    CONFIDENTIAL = {"approached"}

    title = models.CharField(max_length=100, default="Agreement")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="agreements")
    money = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    objects = AgreementQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return f"The agreement with {self.partner}"

    def sign(self, *, on: PartialDate, by) -> None:
        self.step_to(self.Status.SIGNED, on=on, by=by)


class AgreementStep(Step):
    status = models.CharField(max_length=20, choices=Agreement.Status)
    record = models.ForeignKey(Agreement, models.CASCADE, related_name="steps")
    documents = models.ManyToManyField(Document, blank=True, related_name="+")

    objects = StepQuerySet["AgreementStep"].as_manager()
    history = HistoricalRecords(m2m_fields=["documents"], excluded_fields=SPANS)

    class Meta(Step.Meta):
        """The register of agreements has a step of this name too; names of indexes are one for all."""

        indexes = [
            models.Index("record", "on", name="example_step_line"),
            models.Index("status", "since", "until", name="example_step_standing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="example_step_ends_after_it_begins"
            )
        ]
