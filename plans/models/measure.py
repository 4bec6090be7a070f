from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Case, Count, F, Prefetch, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns, Precision, spanned
from alliance.names import readable
from alliance.workflow import columns, write_in_history
from members.models import FieldOfAction, Member, NationalPlan
from plans.models.completion import Completion
from plans.models.possible_practice import PossiblePractice
from plans.models.undertaken import Undertaken, UndertakenQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User
    from plans.models.progress import ProgressNote


def parted(words: str) -> list[str]:
    return [part.strip() for part in words.split(";") if part.strip()]


class MeasureQuerySet(UndertakenQuerySet["Measure"]):
    def current(self) -> Self:
        """Those of the latest publication; what an earlier one held besides stays, with its notes."""
        return self.filter(dropped_on=None)

    def dropped(self) -> Self:
        return self.exclude(dropped_on=None)

    def with_whole(self) -> Self:
        """Read with what it is a part of, as its page and every list name it."""
        return self.select_related("member", "plan__member", "strategy").prefetch_related("fields")

    def telling_notes(self, user: User | AnonymousUser) -> Self:
        """Each with what is published of its progress and the documents that show it, the newest first."""
        notes: Any = Measure._meta.get_field("notes").related_model
        told = notes.objects.published().visible_to(user).select_related("measure__member")
        return self.prefetch_related(Prefetch("notes", told.prefetch_related("evidence")))

    def of_fields(self, *keys: str) -> Self:
        """Those in one of these fields at least."""
        return self.filter(pk__in=Measure.objects.filter(fields__key__in=keys).values("pk"))

    def complete(self) -> Self:
        return self.filter(completion=Completion.COMPLETE)

    def in_each_field(self) -> Self:
        """Field by field with `in_field`, once for each of its fields."""
        return self.annotate(in_field=F("fields__key")).order_by("fields__pk", "number")

    def practices(self) -> Self:
        return self.filter(is_good_practice=True)

    def called(self, words: str) -> Self:
        """Found by what it says of itself, by what staff say of it as a practice, or by a name of its member."""
        own = ("title", "objective", "ministries", "partners", "practice_note")
        said = Q(member__in=Member.objects.called(words))
        for name in own:
            said |= Q(**{f"{name}__called": words})
        return self.filter(said)

    def ended_unfinished(self, on: date) -> Self:
        """Past their last day, as far as it is known, and not told to be complete."""
        last_day = Q(ends_on=on, ends_on_precision=Precision.DAY)
        return self.unfinished().filter(ends_on__lte=on).exclude(last_day)

    def unfinished(self) -> Self:
        return self.current().exclude(completion=Completion.COMPLETE)

    @transaction.atomic
    def retell(self, *, by: User | None = None) -> None:
        """Say of each published note how long it stood, and of its measure how far it has come."""
        related: Any = Measure._meta.get_field("notes").related_model
        with_notes = self.prefetch_related(Prefetch("notes", related.objects.published()))
        measures = [*with_notes.order_by("pk").select_for_update()]
        moved = [measure for measure in measures if measure.follow([*measure.notes.all()])]
        told = [note for measure in measures for note in measure.notes.all()]
        related.objects.bulk_update(told, ["since", "until"])
        related.objects.unpublished().filter(measure__in=measures).update(since=None, until=None)
        Measure.objects.change(moved, ["completion", "told_on"], by=by)

    @transaction.atomic
    def change(self, measures: list[Measure], names: list[str], *, by: User | None) -> None:
        """Save these values of all of them by a few statements, with the history of each.

        As rows that stand already: `bulk_update` takes three seconds for five hundred.
        """
        saved = columns(Measure, names)
        self.bulk_create(measures, update_conflicts=True, unique_fields=["id"], update_fields=saved)
        write_in_history(measures, by=by)

    def told_waiting(self) -> Self:
        """Each with how many notes of editors wait to be published."""
        return self.annotate(waiting=Count("notes", filter=Q(notes__status="proposed")))

    def most_in_need_first(self, on: date) -> Self:
        """Those past their last day, then those told of longest ago; what is complete comes last."""
        overdue = Measure.objects.ended_unfinished(on).order_by().values("pk")
        rank = Case(When(completion=Completion.COMPLETE, then=2), When(pk__in=overdue, then=0), default=1)
        return self.order_by(rank, F("told_on").asc(nulls_first=True), "number", "pk")


class Measure(PossiblePractice, Undertaken):
    """One thing that a member says it will do, by whom, until when, and how one will know (R1 annex IV.A).

    It comes about, changes and goes with a publication; how far it has come is told by its progress notes.
    """

    key = models.SlugField(gettext_lazy("key"), max_length=180, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(
        gettext_lazy("number"), editable=False, help_text=gettext_lazy("It keeps it in every publication.")
    )
    reference = models.CharField(
        gettext_lazy("number in the plan’s own text"),
        max_length=30,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Such as 2.1 or A-4, if the plan numbers its measures."),
    )
    title = models.CharField(
        gettext_lazy("title"),
        max_length=300,
        validators=[readable],
        help_text=gettext_lazy("What is done, in one line."),
    )
    fields = models.ManyToManyField(
        FieldOfAction,
        related_name="measures",
        verbose_name=gettext_lazy("fields of action"),
        help_text=gettext_lazy("One at least."),
    )
    objective = models.TextField(
        gettext_lazy("objective"),
        max_length=4000,
        validators=[readable, MaxLengthValidator(4000)],
        help_text=gettext_lazy("What is to be better afterwards, and for whom."),
    )
    ministries = models.CharField(
        gettext_lazy("ministries or departments"),
        max_length=300,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Several separated by “; ”."),
    )
    partners = models.CharField(
        gettext_lazy("partners"),
        max_length=300,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Organizations, other Governments, civil society; several separated by “; ”."),
    )
    indicator = models.CharField(
        gettext_lazy("indicator"),
        max_length=300,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("What is counted or observed."),
    )
    baseline = models.CharField(
        gettext_lazy("baseline"),
        max_length=200,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Where the indicator stood at the beginning."),
    )
    target = models.CharField(
        gettext_lazy("target"),
        max_length=200,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Where it is to stand at the end."),
    )
    starts = PartialDateColumns("starts_on", gettext_lazy("starts"), null=True)
    ends = PartialDateColumns("ends_on", gettext_lazy("ends"), null=True, is_end=True)
    supports = models.ForeignKey(
        NationalPlan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="supported_by",
        verbose_name=gettext_lazy("plan that it supports"),
        help_text=gettext_lazy(
            "Of a member organization: the national plan of another member that this measure helps."
        ),
    )
    completion = models.CharField(
        gettext_lazy("completion"),
        max_length=20,
        choices=Completion,
        default=Completion.NO_EVIDENCE,
        editable=False,
        db_index=True,
    )
    told_on = models.DateField(gettext_lazy("last told on"), null=True, editable=False)
    published_on = models.DateField(gettext_lazy("published on"), editable=False)
    dropped_on = models.DateField(gettext_lazy("no longer in the plan since"), null=True, editable=False)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["fields"], excluded_fields=["updated_at"])

    class Meta(Undertaken.Meta):
        verbose_name = gettext_lazy("measure")
        verbose_name_plural = gettext_lazy("measures")
        ordering = ["member__name", "plan__edition", "number", "id"]
        constraints = [
            *Undertaken.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "number"], name="measure_of_plan_once"),
            models.UniqueConstraint(fields=["strategy", "member", "number"], name="measure_of_strategy_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("measure", args=[self.key])

    @property
    def is_current(self) -> bool:
        return self.dropped_on is None

    @property
    def language(self) -> str:
        """In which its member wrote it, where the plan says so."""
        return self.plan.text_language if self.plan else ""

    @property
    def when(self) -> str:
        if self.starts and self.ends:
            return spanned(self.starts, self.ends)
        if self.starts:
            return _("from %(day)s") % {"day": self.starts}
        return _("until %(day)s") % {"day": self.ends.at_the_latest} if self.ends else ""

    @property
    def in_field_name(self) -> str:
        """Of a row of `in_each_field`."""
        key = getattr(self, "in_field", "")
        return str(FieldOfAction.Key(key).label) if key else ""

    @property
    def ministry_list(self) -> list[str]:
        return parted(self.ministries)

    @property
    def partner_list(self) -> list[str]:
        return parted(self.partners)

    @property
    def reached(self) -> Completion:
        """How far it has come, as the word that it is."""
        return Completion(self.completion)

    @property
    def has_evidence(self) -> bool:
        """Whether it is known how far it has come: that there is no evidence is of no day."""
        return self.completion != Completion.NO_EVIDENCE and self.told_on is not None

    @property
    def progress_url(self) -> str:
        """Where its member tells how far all its measures have come."""
        if self.strategy:
            return reverse("strategy_progress", args=[self.strategy.key, self.member.key])
        return reverse("plan_progress", args=[self.whole.key])

    def has_begun(self, on: date) -> bool:
        """By the plan, as far as the day is known; what only had begun by then may have begun long before."""
        return self.starts is None or self.starts.known_by or self.starts.first <= on

    def has_ended_unfinished(self, on: date) -> bool:
        return bool(self.ends and self.ends.last < on and self.completion != Completion.COMPLETE)

    def clean(self) -> None:
        super().clean()
        if self.starts and self.ends and self.ends.last < self.starts.first:
            raise ValidationError({"ends_on": _("The measure ends before it starts.")})
        if self.supports and self.member_id and self.member.kind != Member.Kind.ORGANIZATION:
            raise ValidationError({"supports": _("Only a member organization supports the plan of another member.")})
        if self.supports and self.supports.member_id == self.member_id:
            raise ValidationError({"supports": _("This is its own plan: choose one of another member.")})

    def retell(self, *, by: User | None = None) -> None:
        Measure.objects.filter(pk=self.pk).retell(by=by)
        self.refresh_from_db(fields=["completion", "told_on", "updated_at"])

    def follow(self, notes: list[ProgressNote]) -> bool:
        """Each of these stands from its day until the next, the last tells how far it has come: whether that is new."""
        told = sorted(notes, key=lambda note: (*note.weight, note.pk))
        following = self.dropped_on
        for note in reversed(told):
            note.since, note.until = min(filter(None, [note.on, following])), following
            following = note.since
        last, stood = (told[-1] if told else None), (self.completion, self.told_on)
        self.completion, self.told_on = (last.completion, last.on) if last else (Completion.NO_EVIDENCE, None)
        return (self.completion, self.told_on) != stood
