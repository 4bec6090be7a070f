from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.aliases import OtherName
from alliance.dates import Period
from alliance.ladder import SPANS, Ladder, PlacedStep, StepQuerySet
from alliance.names import readable
from alliance.parts import Part
from alliance.sources import Sourced
from documents.models import Document
from members.models import Themed
from members.models.field_of_action import ThemedQuerySet
from partnerships.models.partner import Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from alliance.dates import PartialDate
    from people.models import User


class ProgrammeQuerySet(ThemedQuerySet["Programme"]):
    def announced(self, during: Period) -> Self:
        return self.reached(Programme.Status.ANNOUNCED, during=during)

    def launched(self, during: Period) -> Self:
        """By the account we go by: that another source tells it of another month is no second launch (trap T3)."""
        return self.reached(Programme.Status.LAUNCHED, during=during)

    def autonomous(self) -> Self:
        """Related to the Alliance, but not its own: their money is none of its funds' (R2 ¶42; trap T10)."""
        return self.filter(relation=Programme.Relation.AUTONOMOUS)

    def of_partner(self, partner: Partner) -> Self:
        return self.filter(Exists(ProgrammePartner.objects.filter(programme=OuterRef("pk"), partner=partner)))

    def resting(self, on: date, since: date) -> Self:
        """Not closed, and for so long nothing is known to have happened."""
        recent = ProgrammeStep.objects.filter(record=OuterRef("pk"), on__gt=since, on__lte=on)
        open_then = self.with_status(*set(Programme.Status.values) - {Programme.Status.CLOSED}, on=on)
        return open_then.exclude(Exists(recent))

    def in_dispute(self) -> Self:
        """Of which a step is told in two ways."""
        return self.filter(Exists(ProgrammeStep.objects.filter(record=OuterRef("pk"), preferred=False)))

    def called(self, words: str) -> Self:
        """Found by any of its names, those of other days too."""
        aliases = ProgrammeName.objects.filter(record=OuterRef("pk"), name__called=words)
        return self.filter(Q(name__called=words) | Exists(aliases))


class Programme(Sourced, Themed, Ladder):
    """What the Alliance does or stands beside, from the idea on: also funds, events and publications (R2 ¶26)."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", gettext_lazy("programme")
        FUND = "fund", gettext_lazy("fund")
        EVENT = "event", gettext_lazy("event")
        PUBLICATION = "publication", gettext_lazy("publication")

    class Relation(models.TextChoices):
        """From a lead role to none of its own (R2 ¶26, ¶42)."""

        LEADS = "leads", gettext_lazy("led by the Alliance")
        AUSPICES = "auspices", gettext_lazy("under the auspices of the Alliance")
        CATALYST = "catalyst", gettext_lazy("with the Alliance as catalyst")
        FACILITATES = "facilitates", gettext_lazy("facilitated by the Alliance")
        AUTONOMOUS = "autonomous", gettext_lazy("related, but autonomous")

    class Status(models.TextChoices):
        IDEA = "idea", gettext_lazy("idea")
        ANNOUNCED = "announced", gettext_lazy("announced")
        PREPARATORY = "preparatory", gettext_lazy("in preparation")
        PILOT = "pilot", gettext_lazy("pilot")
        LAUNCHED = "launched", gettext_lazy("launched")
        OPERATIONAL = "operational", gettext_lazy("operational")
        CLOSED = "closed", gettext_lazy("closed")

    NEXT = {
        "": {"idea", "announced", "preparatory", "pilot", "launched", "operational"},
        "idea": {"announced", "preparatory", "pilot", "launched", "operational", "closed"},
        "announced": {"preparatory", "pilot", "launched", "operational", "closed"},
        "preparatory": {"announced", "pilot", "launched", "operational", "closed"},
        "pilot": {"launched", "operational", "closed"},
        "launched": {"operational", "closed"},
        "operational": {"closed"},
        "closed": set(),
    }
    EITHER_FIRST = {"announced", "preparatory"}
    ENDING = {"closed"}

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    name = models.CharField(gettext_lazy("name"), max_length=200, validators=[readable])
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    relation = models.CharField(
        gettext_lazy("relation to the Alliance"), max_length=20, choices=Relation, db_index=True
    )
    summary = models.TextField(gettext_lazy("summary"), blank=True)
    note = models.TextField(gettext_lazy("note"), blank=True)

    objects = ProgrammeQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["fields"], excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("programme")
        verbose_name_plural = gettext_lazy("programmes")
        ordering = ["name", "id"]
        indexes = [models.Index("name", "id", name="programme_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.key])

    @property
    def is_autonomous(self) -> bool:
        return self.relation == self.Relation.AUTONOMOUS

    @transaction.atomic
    def conceive(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.IDEA, on=on, by=by, note=note, **more)

    @transaction.atomic
    def announce(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.ANNOUNCED, on=on, by=by, note=note, **more)

    @transaction.atomic
    def prepare(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        """Also before it is announced, as the fellowships were (R2 ¶33)."""
        self.step_to(self.Status.PREPARATORY, on=on, by=by, note=note, **more)

    @transaction.atomic
    def pilot(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.PILOT, on=on, by=by, note=note, **more)

    @transaction.atomic
    def launch(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.LAUNCHED, on=on, by=by, note=note, **more)

    @transaction.atomic
    def run(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        """It does what it is for."""
        self.step_to(self.Status.OPERATIONAL, on=on, by=by, note=note, **more)

    @transaction.atomic
    def close(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.CLOSED, on=on, by=by, note=note, **more)


class ProgrammeStep(PlacedStep):
    status = models.CharField(gettext_lazy("step"), max_length=20, choices=Programme.Status)
    record = models.ForeignKey(Programme, models.CASCADE, related_name="steps", verbose_name=gettext_lazy("programme"))
    told_as = models.CharField(
        gettext_lazy("told as"),
        max_length=60,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("The source's own word, where it is another: active, published, planned."),
    )
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name=gettext_lazy("documents"))

    objects = StepQuerySet["ProgrammeStep"].as_manager()
    history = HistoricalRecords(m2m_fields=["documents"], excluded_fields=SPANS)

    class Meta(PlacedStep.Meta):
        verbose_name = gettext_lazy("step")
        verbose_name_plural = gettext_lazy("steps")


class ProgrammeName(OtherName):
    record = models.ForeignKey(
        Programme, models.CASCADE, related_name="aliases", verbose_name=gettext_lazy("programme")
    )

    history = HistoricalRecords()


class ProgrammePartnerQuerySet(models.QuerySet["ProgrammePartner"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if user.is_staff:
            return self
        seen = self.filter(programme__in=Programme.objects.visible_to(user))
        return seen.filter(partner__in=Partner.objects.visible_to(user))


class ProgrammePartner(Part, Sourced):
    """With whom a programme is run, and what the partner does in it."""

    PART_OF = "programme"

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="partners", verbose_name=gettext_lazy("programme")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="programme_parts", verbose_name=gettext_lazy("partner")
    )
    role = models.CharField(gettext_lazy("role"), max_length=200, blank=True, validators=[readable])

    objects = ProgrammePartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("partner of a programme")
        verbose_name_plural = gettext_lazy("partners of programmes")
        ordering = ["partner__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "partner"],
                name="programme_partner_once",
                violation_error_message=gettext_lazy("It is a partner of this programme already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.programme}"

    def is_told(self) -> bool:
        return self.partner.is_public
