from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns, Period, Precision
from alliance.sources import Sourced
from documents.models.document import Document

if TYPE_CHECKING:
    from people.models import User


class StatedFigureQuerySet(models.QuerySet["StatedFigure"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What a document states is for whoever may see the document."""
        return self if user.is_staff else self.filter(document__in=Document.objects.visible_to(user))

    def published(self) -> Self:
        """What is set beside a figure: the same for whoever looks."""
        return self.filter(document__in=Document.objects.published())

    def of(self, measure: str) -> Self:
        """Every published statement of a whole; a part says of what it is the part."""
        return self.published().filter(measure=measure, part="").select_related("document")

    def as_at(self, day: date) -> StatedFigure | None:
        """The last statement of the stock by that day; a report of the Alliance goes before another source."""
        return latest((figure for figure in self if figure.holds_on), day)


class StatedFigure(Sourced):
    """A number as a document states it: of a day (`as_of`) or of a window (from, to), never of a register.

    The documents' own hedges ("over", "nearly") are the qualifier; R1 and R2 are the annual reports of 2008 and 2009.
    """

    class Qualifier(models.TextChoices):
        EXACT = "exact", gettext_lazy("exactly")
        MORE_THAN = "more_than", gettext_lazy("more than")
        AT_LEAST = "at_least", gettext_lazy("at least")
        ABOUT = "about", gettext_lazy("about")
        NEARLY = "nearly", gettext_lazy("nearly")
        UP_TO = "up_to", gettext_lazy("up to")
        DOUBLED = "doubled", gettext_lazy("“doubled”")

    class Derivation(models.TextChoices):
        STATED = "stated", gettext_lazy("the number stands in the place named")
        COUNTED = "counted", gettext_lazy("names or items there were counted")
        COMPUTED = "computed", gettext_lazy("computed from what stands there")

    class ComputedBy(models.TextChoices):
        REGISTER = "register", gettext_lazy("a register can compute it")
        STATED_ONLY = "stated_only", gettext_lazy("only ever stated")
        RHETORICAL = "rhetorical", gettext_lazy("a turn of speech")

    class Scope(models.TextChoices):
        REPORT = "report", gettext_lazy("documents of the Alliance")
        PUBLIC = "public", gettext_lazy("public pages")

    key = models.CharField(
        gettext_lazy("key"), max_length=120, unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]*$")]
    )
    measure = models.SlugField(
        gettext_lazy("measure"), max_length=80, help_text=gettext_lazy("The same in all documents.")
    )
    part = models.CharField(
        gettext_lazy("part"), max_length=40, blank=True, help_text=gettext_lazy("Such as countries.")
    )
    value = models.DecimalField(gettext_lazy("value"), max_digits=15, decimal_places=2)
    unit = models.CharField(gettext_lazy("unit"), max_length=40)
    qualifier = models.CharField(gettext_lazy("qualifier"), max_length=20, choices=Qualifier, default=Qualifier.EXACT)
    window_from = PartialDateColumns("window_start", gettext_lazy("from"), null=True)
    window_to = PartialDateColumns("window_end", gettext_lazy("to"), null=True)
    as_of = PartialDateColumns("as_of_on", gettext_lazy("as of"), null=True)
    forum_number = models.PositiveSmallIntegerField(gettext_lazy("forum"), null=True, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="stated_figures", verbose_name=gettext_lazy("document")
    )
    paragraph = models.CharField(gettext_lazy("paragraph"), max_length=60, blank=True)
    statement = models.TextField(gettext_lazy("what is stated"))
    derivation = models.CharField(gettext_lazy("derivation"), max_length=20, choices=Derivation)
    computed_by = models.CharField(gettext_lazy("computed by"), max_length=20, choices=ComputedBy)
    scope = models.CharField(gettext_lazy("scope"), max_length=20, choices=Scope)
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = StatedFigureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("stated figure")
        verbose_name_plural = gettext_lazy("stated figures")
        ordering = ["measure", models.F("as_of_on").asc(nulls_last=True), "window_start", "key"]
        indexes = [models.Index("measure", "part", name="stated_figure_measure")]
        constraints = [
            models.CheckConstraint(
                condition=Q(as_of_on=None) | Q(window_start=None),
                name="stated_figure_day_or_window",
                violation_error_message=gettext_lazy("A figure is of a day or of a window, not of both."),
            ),
            models.CheckConstraint(
                condition=Q(window_end=None)
                | Q(window_end__gte=models.F("window_start"))
                | ~Q(window_end_precision=Precision.DAY),
                name="stated_figure_window_in_order",
                violation_error_message=gettext_lazy("The window ends before it starts."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.window_from and self.window_to and self.window_to.last < self.window_from.first:
            raise ValidationError({"window_end": _("The window ends before it starts.")})

    def __str__(self) -> str:
        return f"{self.measure}: {self.words}"

    @property
    def words(self) -> str:
        """The number with its hedge, as it may be printed."""
        number = f"{self.value.normalize():,f}"
        return number if self.qualifier == self.Qualifier.EXACT else f"{self.get_qualifier_display()} {number}"

    @property
    def window(self) -> Period | None:
        return Period(self.window_from.first, self.window_to.last) if self.window_from and self.window_to else None

    @property
    def holds_on(self) -> date | None:
        """The day with which a register is compared: the last that the statement speaks of."""
        return self.as_of.last if self.as_of else None

    def is_of(self, day: date) -> bool:
        """Whether it speaks of that day, as far as its date is known."""
        return self.as_of is not None and self.as_of.first <= day <= self.as_of.last

    @property
    def is_of_the_alliance(self) -> bool:
        return self.scope == self.Scope.REPORT

    @property
    def told(self) -> str:
        """Of which day or window, as far as known."""
        if self.window_from and self.window_to:
            return _("%(start)s to %(end)s") % {"start": self.window_from, "end": self.window_to}
        return str(self.as_of or self.window_from or "")

    @property
    def is_round(self) -> bool:
        """A number, not a bound."""
        return self.qualifier in {self.Qualifier.EXACT, self.Qualifier.ABOUT}

    @property
    def citation(self) -> str:
        """Where it stands, in the words of the source; else the document and the paragraph."""
        if self.sources:
            return self.sources[0].words
        name = self.document.symbol or self.document.title
        return f"{name}, ¶{self.paragraph}" if self.paragraph else name


def latest(figures: Iterable[Any], day: date) -> Any | None:
    """The statement nearest before the end of a day; “more than 100” does not take the place of 103."""
    known = [figure for figure in figures if figure.holds_on and figure.holds_on <= day]
    known = [figure for figure in known if figure.is_round] or known
    return max(known, key=lambda f: (f.holds_on, f.is_of_the_alliance, f.key), default=None)
