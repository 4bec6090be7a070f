from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Case, CharField, Exists, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDate, PartialDateColumns
from alliance.names import readable
from alliance.parts import Part
from alliance.sources import Sourced
from alliance.workflow import record_in_history
from forums.models.at_a_forum import AtAForum, AtAForumQuerySet, none_of, one_of
from forums.models.forum import Forum
from members.models import RegionalStrategy
from partnerships.models import Agreement, Network, Partner, Programme

if TYPE_CHECKING:
    from datetime import date

    from people.models import User

OWNERS = ("programme", "network", "partner", "strategy", "agreement")
REPORTED = ("on", "on_precision", "on_known_by", "words")
UNREPORTED, REPORTED_ONLY = "unreported", "reported"


class CommitmentQuerySet(AtAForumQuerySet["Commitment"]):
    ABOUT = OWNERS

    def update(self, **changes: Any) -> int:
        """What was said stays as it was said, whoever writes many rows at once."""
        frozen = sorted(self.model.FROZEN & changes.keys())
        if frozen:
            raise ValidationError({name: stays() for name in frozen})
        return super().update(**changes)

    def telling_reports(self) -> Self:
        """Each with what its newest report says, and `stands_as`: how far it has come, as far as anybody told."""
        newest = reports_of().order_by("-on", "-pk")
        told = {f"reported_{name}": Subquery(newest.values(name)[:1]) for name in REPORTED}
        scale = Subquery(newest.exclude(scale="").values("scale")[:1])
        unassessed = Case(
            When(reported_on=None, then=Value(UNREPORTED)), default=Value(REPORTED_ONLY), output_field=CharField()
        )
        return self.annotate(**told, stands_as=Coalesce(scale, unassessed))

    def reported(self) -> Self:
        return self.filter(Exists(reports_of()))

    def unreported(self) -> Self:
        """Of which no source tells what became of them."""
        return self.exclude(Exists(reports_of()))

    def silent_since(self, since: date) -> Self:
        """Of which nothing has been reported since that day, if ever."""
        return self.exclude(Exists(reports_of().filter(on__gt=since)))

    def without_owner(self) -> Self:
        return self.filter(none_of(*OWNERS))

    def called(self, words: str) -> Self:
        """Found by what was said, by who said it and by the name of whatever carries it out."""
        found = Q(text__called=words) | Q(announced_by__called=words) | Q(owner_name__called=words)
        found |= Q(programme__in=Programme.objects.called(words).order_by().values("pk"))
        found |= Q(network__in=Network.objects.called(words).order_by().values("pk"))
        found |= Q(partner__in=Partner.objects.called(words).order_by().values("pk"))
        found |= Q(strategy__in=RegionalStrategy.objects.called(words).order_by().values("pk"))
        found |= Q(agreement__in=Agreement.objects.called(words).order_by().values("pk"))
        return self.filter(found)


def reports_of() -> models.QuerySet[Any]:
    return CommitmentReport.objects.filter(commitment=OuterRef("pk"))


def stays() -> str:
    return _("It stands as it was recorded. What is to be corrected is said in the note.")


class Commitment(AtAForum):
    """What somebody undertook to do at a forum, under its number for ever (R1 ¶34-35, R2 ¶5 (d); trap T5).

    Its text is that of the day on which it was made. An amount is what was said there: it is no money of the Trust
    Fund, and is never added to it (trap T10).
    """

    class Kind(models.TextChoices):
        INVESTMENT = "investment", gettext_lazy("investment")
        FUND = "fund", gettext_lazy("fund")
        PLANS = "plans", gettext_lazy("plans and strategies of several")
        PLAN = "plan", gettext_lazy("plan")
        AGREEMENTS = "agreements", gettext_lazy("agreements")
        NETWORK = "network", gettext_lazy("network")
        PROGRAMME = "programme", gettext_lazy("programme")
        PROJECT = "project", gettext_lazy("project")
        STATEMENT = "statement", gettext_lazy("statement")
        PUBLICATION = "publication", gettext_lazy("publication")
        HOSTING = "hosting", gettext_lazy("hosting of forums")

    ABOUT = OWNERS
    READ_WITH = OWNERS
    FROZEN: ClassVar[set[str]] = {"key", "forum", "forum_id", "number", "ref", "text"}

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="commitments", verbose_name=gettext_lazy("forum"))
    number = models.PositiveSmallIntegerField(
        gettext_lazy("number"),
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=gettext_lazy("Among those of its forum, for ever. Left empty, it is the next that was never used."),
    )
    ref = models.CharField(
        gettext_lazy("reference"),
        max_length=40,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("The paragraph of the report that lists it."),
    )
    text = models.TextField(
        gettext_lazy("text as made"),
        validators=[readable],
        help_text=gettext_lazy("Once recorded it stays as it is; a correction is said in the note."),
    )
    announced_by = models.CharField(
        gettext_lazy("announced by"),
        max_length=200,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("As the source calls them; empty where it names no one."),
    )
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=gettext_lazy("carried out by the programme"),
    )
    network = models.ForeignKey(
        Network,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=gettext_lazy("carried out by the network"),
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=gettext_lazy("carried out by the partner"),
    )
    strategy = models.ForeignKey(
        RegionalStrategy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=gettext_lazy("carried out by the regional strategy"),
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=gettext_lazy("carried out by the agreement"),
    )
    owner_name = models.CharField(
        gettext_lazy("carried out by, in words"),
        max_length=200,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Where no register holds it, such as a clearing house."),
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    amount = models.DecimalField(
        gettext_lazy("amount"),
        max_digits=15,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=gettext_lazy("As it was said. It is no money of the Trust Fund."),
    )
    currency = models.CharField(
        gettext_lazy("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", gettext_lazy("Write three capitals, such as USD."))],
    )

    objects = CommitmentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("commitment")
        verbose_name_plural = gettext_lazy("commitments")
        ordering = ["-forum__ordinal", "number", "id"]
        indexes = [models.Index("kind", name="commitment_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "number"],
                name="commitment_number_once",
                violation_error_message=gettext_lazy("This forum has a commitment of that number already."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="commitment_from_one",
                violation_error_message=gettext_lazy("The first commitment is 1."),
            ),
            models.CheckConstraint(
                condition=one_of(*OWNERS) & Q(owner_name="") | none_of(*OWNERS),
                name="commitment_of_one_owner",
                violation_error_message=gettext_lazy("One at most carries it out: a row of one register, or words."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | Q(amount__gt=0, currency__gt=""),
                name="commitment_amount_with_currency",
                violation_error_message=gettext_lazy("An amount is more than nothing, and of some currency."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("commitment", args=[self.key])

    @property
    def short_text(self) -> str:
        return Truncator(self.text).chars(90)

    @property
    def owner_label(self) -> str:
        return str(self.about) if self.about_field else self.owner_name

    @property
    def sum_told(self) -> str:
        """USD 100,000,000, as it was said at the forum."""
        if self.amount is None:
            return ""
        return f"{self.currency} {self.amount:,.2f}".removesuffix(".00")

    @property
    def reported(self) -> PartialDate | None:
        """When its newest report was made, where `telling_reports` asked for it."""
        told = self.__dict__
        if told.get("reported_on") is None:
            return None
        return PartialDate.of(told["reported_on"], told["reported_on_precision"], told["reported_on_known_by"])

    @property
    def standing(self) -> str:
        """How far it has come, where `telling_reports` asked for it."""
        return str(dict(STANDINGS)[self.__dict__["stands_as"]])

    @transaction.atomic
    def report(self, *, on: PartialDate, by: User | None, words: str, scale: str = "", note: str = "") -> None:
        """Record what was told of it; what was told before stays."""
        report = CommitmentReport(commitment=self, words=words, scale=scale, note=note)
        report.when = on
        report.full_clean()
        record_in_history(report, by=by)
        report.save()

    def clean(self) -> None:
        super().clean()
        self.refuse_another_text()
        self.refuse_used_number()
        self.refuse_two(_("One register at most carries it out: clear the other."))
        if self.about_field and self.owner_name:
            raise ValidationError({"owner_name": _("Who carries it out stands in a register: leave the words empty.")})
        if self.amount is not None and not self.currency:
            raise ValidationError({"currency": _("Say of which currency.")})
        if self.amount is None and self.currency:
            raise ValidationError({"amount": _("A currency without an amount says nothing.")})
        if self.amount is not None and self.amount <= 0:
            raise ValidationError({"amount": _("An amount is more than nothing.")})

    def refuse_another_text(self) -> None:
        """Neither what was said, nor where, nor under which number (trap T5)."""
        if self.pk is None:
            return
        names = sorted(self.FROZEN - {"forum"})
        stored = Commitment.objects.filter(pk=self.pk).values(*names).first()
        changed = [name for name in names if stored and stored[name] != getattr(self, name)]
        if changed:
            raise ValidationError({name.removesuffix("_id"): stays() for name in changed})

    def refuse_used_number(self) -> None:
        """A number that a commitment had stays its own, also when that is gone; only it may come back."""
        if not self.forum_id or self.number is None:
            return
        past: Any = Commitment.history.filter(forum=self.forum_id, number=self.number)
        if past.exclude(key=self.key, text=self.text).exists():
            words = _("The number %(number)s of this forum was given before, and a number is never given twice.")
            raise ValidationError({"number": words % {"number": self.number}})

    def clean_fields(self, exclude: Any = None) -> None:
        if self.number is None and self.forum_id:
            self.number = self.next_number()
        super().clean_fields(exclude)

    def next_number(self) -> int:
        """After the highest that any commitment of its forum ever had."""
        past: Any = Commitment.history.filter(forum=self.forum_id)
        return int(past.aggregate(last=Max("number"))["last"] or 0) + 1

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.number is None:
            self.number = self.next_number()
        self.refuse_another_text()
        self.refuse_used_number()
        super().save(*args, **kwargs)


class CommitmentReport(Part, Sourced):
    """What was reported of a commitment, and when (R2 letter, ¶5 (d)).

    How far it has come is told where a source says so, and never guessed.
    """

    class Scale(models.TextChoices):
        NOT_STARTED = "not_started", gettext_lazy("not started")
        LIMITED = "limited", gettext_lazy("limited progress")
        SUBSTANTIAL = "substantial", gettext_lazy("substantial progress")
        COMPLETE = "complete", gettext_lazy("complete")
        NO_EVIDENCE = "no_evidence", gettext_lazy("no evidence")

    PART_OF = "commitment"

    commitment = models.ForeignKey(
        Commitment, models.CASCADE, related_name="reports", verbose_name=gettext_lazy("commitment")
    )
    when = PartialDateColumns("on", gettext_lazy("reported"), help_text=gettext_lazy("As far as known."))
    words = models.CharField(
        gettext_lazy("what was reported"), max_length=500, validators=[readable], help_text=gettext_lazy("In words.")
    )
    scale = models.CharField(
        gettext_lazy("how far it has come"),
        max_length=20,
        choices=Scale,
        blank=True,
        help_text=gettext_lazy("Empty where no source says so: it is not to be guessed from the words."),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("report on a commitment")
        verbose_name_plural = gettext_lazy("reports on commitments")
        ordering = ["-on", "commitment__key", "words", "id"]
        indexes = [models.Index("commitment", "on", name="commitment_report_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "on", "on_precision", "words"],
                name="commitment_report_once",
                violation_error_message=gettext_lazy("This report stands already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.when}: {self.words}"

    def clean(self) -> None:
        super().clean()
        if self.when and self.when.first > timezone.localdate():
            raise ValidationError(
                {"on": _("%(when)s has not come yet: a report tells what has happened.") % {"when": self.when}}
            )


STANDINGS = [
    *CommitmentReport.Scale.choices,
    (REPORTED_ONLY, gettext_lazy("reported on, not assessed")),
    (UNREPORTED, gettext_lazy("no report known")),
]
