from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.aliases import OtherName
from alliance.ladder import SPANS, Ladder, PlacedStep, StepQuerySet
from alliance.names import readable
from alliance.parts import Part
from alliance.sources import Sourced
from documents.models import Document
from members.models.country import Country
from members.models.field_of_action import Themed, ThemedQuerySet
from members.models.member import Member

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from alliance.dates import PartialDate
    from people.models import User


class RegionalStrategyQuerySet(ThemedQuerySet["RegionalStrategy"]):
    def announced(self, by: date) -> Self:
        return self.come_to(RegionalStrategy.Status.ANNOUNCED, by=by)

    def adopted(self, by: date) -> Self:
        return self.come_to(RegionalStrategy.Status.ADOPTED, by=by)

    def with_part_of(self, iso3: str) -> Self:
        """Those that the country takes part in."""
        parts = StrategyParticipant.objects.filter(strategy=OuterRef("pk"), country__iso3__iexact=iso3)
        return self.filter(Exists(parts))

    def counting_countries(self) -> Self:
        """Each with `adopting_countries`, how many are known to have adopted it."""
        parts = StrategyParticipant.objects.adopting().filter(strategy=OuterRef("pk")).order_by()
        count = parts.values("strategy").annotate(n=models.Count("pk")).values("n")
        return self.annotate(adopting_countries=Coalesce(models.Subquery(count), 0))

    def telling_lines_of(self, member: Member) -> Self:
        """Those whose action plan has lines of the member, each with `lines_told`, how many."""
        lines = models.Q(measures__member=member, measures__dropped_on=None)
        return self.filter(lines).annotate(lines_told=models.Count("measures"))

    def called(self, words: str) -> Self:
        """Found by any of its names, those of other days too."""
        aliases = StrategyName.objects.filter(record=OuterRef("pk"), name__called=words)
        return self.filter(Q(name__called=words) | Exists(aliases))


class RegionalStrategy(Sourced, Themed, Ladder):
    """A strategy of the countries of a region: an open platform, not an imposition (R2 ¶16; SP L83-98, L114-116)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("proposed")
        IN_PREPARATION = "in_preparation", gettext_lazy("in preparation")
        ANNOUNCED = "announced", gettext_lazy("announced")
        ADOPTED = "adopted", gettext_lazy("adopted")
        UNDER_IMPLEMENTATION = "under_implementation", gettext_lazy("under implementation")
        RENEWED = "renewed", gettext_lazy("renewed")

    NEXT = {
        "": {"proposed", "in_preparation", "announced", "adopted"},
        "proposed": {"in_preparation", "announced", "adopted"},
        "in_preparation": {"announced", "adopted"},
        "announced": {"in_preparation", "adopted"},
        "adopted": {"under_implementation", "renewed"},
        "under_implementation": {"renewed"},
        "renewed": {"under_implementation", "renewed"},
    }
    EITHER_FIRST = {"in_preparation", "announced"}
    ADOPTED = {"adopted", "under_implementation", "renewed"}

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    name = models.CharField(
        gettext_lazy("region"), max_length=150, validators=[readable], help_text=gettext_lazy("It is named after it.")
    )
    note = models.TextField(gettext_lazy("note"), blank=True)

    objects = RegionalStrategyQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["fields"], excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("regional strategy")
        verbose_name_plural = gettext_lazy("regional strategies")
        ordering = ["name", "id"]
        indexes = [models.Index("name", "id", name="regional_strategy_by_name")]

    def __str__(self) -> str:
        return _("Regional strategy: %(region)s") % {"region": self.name}

    def get_absolute_url(self) -> str:
        return reverse("regional_strategy", args=[self.key])

    @property
    def is_adopted(self) -> bool:
        """On the day that `as_of` asked for, today if none."""
        return getattr(self, "status_then", self.status) in self.ADOPTED

    @transaction.atomic
    def propose(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.PROPOSED, on=on, by=by, note=note, **more)

    @transaction.atomic
    def prepare(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        """Also after it was announced: the preparatory work of the Mediterranean came later (SP L91-98)."""
        self.step_to(self.Status.IN_PREPARATION, on=on, by=by, note=note, **more)

    @transaction.atomic
    def announce(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.ANNOUNCED, on=on, by=by, note=note, **more)

    @transaction.atomic
    def adopt(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.ADOPTED, on=on, by=by, note=note, **more)

    @transaction.atomic
    def implement(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        """Begin to carry it out."""
        self.step_to(self.Status.UNDER_IMPLEMENTATION, on=on, by=by, note=note, **more)

    @transaction.atomic
    def renew(self, *, on: PartialDate, by: User | None, note: str = "", **more: Any) -> None:
        self.step_to(self.Status.RENEWED, on=on, by=by, note=note, **more)


class StrategyStep(PlacedStep):
    status = models.CharField(gettext_lazy("step"), max_length=20, choices=RegionalStrategy.Status)
    record = models.ForeignKey(
        RegionalStrategy, models.CASCADE, related_name="steps", verbose_name=gettext_lazy("regional strategy")
    )
    documents = models.ManyToManyField(Document, blank=True, related_name="+", verbose_name=gettext_lazy("documents"))

    objects = StepQuerySet["StrategyStep"].as_manager()
    history = HistoricalRecords(m2m_fields=["documents"], excluded_fields=SPANS)

    class Meta(PlacedStep.Meta):
        verbose_name = gettext_lazy("step")
        verbose_name_plural = gettext_lazy("steps")


class StrategyName(OtherName):
    record = models.ForeignKey(
        RegionalStrategy, models.CASCADE, related_name="aliases", verbose_name=gettext_lazy("regional strategy")
    )

    history = HistoricalRecords()


class StrategyParticipantQuerySet(models.QuerySet["StrategyParticipant"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self if user.is_staff else self.filter(strategy__in=RegionalStrategy.objects.visible_to(user))

    def of(self, member: Member) -> Self:
        """The parts of a member; an organization has none here."""
        return self.filter(country__member=member)

    def adopting(self) -> Self:
        """Represented where the strategy was adopted: those are its countries (SP L85-86)."""
        return self.filter(role=StrategyParticipant.Role.ADOPTING)

    def told_membership(self, on: date) -> Self:
        """Each with `member_key`, empty where its country is no member on that day, as far as the register knows."""
        members = Member.objects.members(on).filter(country=OuterRef("country"))
        return self.annotate(member_key=models.Subquery(members.values("key")[:1]))


class StrategyParticipant(Part, Sourced):
    """A country's part in a strategy. It need not have a plan of its own, nor be a member: that follows from it."""

    class Role(models.TextChoices):
        ADOPTING = "adopting", gettext_lazy("adopting")
        SUPPORTING = "supporting", gettext_lazy("supporting")
        ATTENDING = "attending", gettext_lazy("attending")

    PART_OF = "strategy"

    strategy = models.ForeignKey(
        RegionalStrategy, models.CASCADE, related_name="participants", verbose_name=gettext_lazy("regional strategy")
    )
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="strategy_parts",
        verbose_name=gettext_lazy("country"),
    )
    name = models.CharField(
        gettext_lazy("name"), max_length=150, validators=[readable], help_text=gettext_lazy("As it was told then.")
    )
    role = models.CharField(gettext_lazy("role"), max_length=20, choices=Role)
    stance = models.TextField(
        gettext_lazy("stance"), blank=True, help_text=gettext_lazy("Support or caution. It never leaves this office.")
    )
    note = models.TextField(gettext_lazy("note"), blank=True)

    objects = StrategyParticipantQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("participating country")
        verbose_name_plural = gettext_lazy("participating countries")
        ordering = ["role", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "name"],
                name="strategy_participant_name_once",
                violation_error_message=gettext_lazy("It takes part in this strategy already."),
            ),
            models.UniqueConstraint(
                fields=["strategy", "country"],
                name="strategy_participant_country_once",
                violation_error_message=gettext_lazy("This country takes part in this strategy already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.strategy}"

    def is_told(self) -> bool:
        """Of a stance nobody is told, nor that one was noted."""
        shown = [column.attname for column in self._meta.concrete_fields if column.name not in {"id", "stance"}]
        stored = StrategyParticipant.objects.filter(pk=self.pk).values(*shown).first()
        return bool(stored != {name: getattr(self, name) for name in shown})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.tell_of_change()
        return super().delete(*args, **kwargs)
