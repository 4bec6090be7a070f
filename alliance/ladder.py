"""What happens in the world: dated steps, from which a record's status follows (DESIGN 4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.dates import PartialDate, PartialDateColumns, Period
from alliance.names import readable
from alliance.parts import Part
from alliance.sources import Sourced
from alliance.terms import standing
from alliance.workflow import record_in_history

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from documents.models import Document
    from people.models import User

L = TypeVar("L", bound="Ladder")
S = TypeVar("S", bound="Step")


class StepQuerySet(models.QuerySet[S]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """With `shown_since` and `shown_until`; of a record that is hidden no step is shown, nor a second account."""
        if user.is_staff:
            return self.annotate(shown_since=F("since"), shown_until=F("until"))
        ladder: Any = self.model._meta.get_field("record").related_model
        shown = self.exclude(status__in=ladder.CONFIDENTIAL).filter(record__in=ladder.objects.visible_to(user))
        return shown.annotate(shown_since=F("public_since"), shown_until=F("public_until"))

    def with_documents(self, user: User | AnonymousUser) -> Self:
        """Each with those of its documents that the user may see."""
        documents: Any = self.model._meta.get_field("documents").related_model
        return self.prefetch_related(Prefetch("documents", documents.objects.visible_to(user)))

    def standing(self, on: date) -> Self:
        """The step each record stood on that day."""
        return self.filter(standing(on))

    def taken(self, during: Period) -> Self:
        """What happened in the period; what a source only knew by then is no event of it."""
        return self.filter(on__range=during, on_known_by=False, preferred=True)

    def taken_by(self, on: date) -> Self:
        """What has happened by that day, also where a source only knew it by then."""
        return self.filter(on__lte=on, preferred=True)


class LadderQuerySet(models.QuerySet[L]):
    def with_status(self, *statuses: str, on: date) -> Self:
        return self._with(self.model.steps_of().standing(on), statuses)

    def reached(self, *statuses: str, during: Period) -> Self:
        return self._with(self.model.steps_of().taken(during), statuses)

    def come_to(self, *statuses: str, by: date) -> Self:
        """Those that had been on such a rung by that day, wherever they stood then."""
        return self._with(self.model.steps_of().taken_by(by), statuses)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those that have come to a rung which is no secret; staff see all."""
        return self if user.is_staff else self.exclude(public_status="")

    def as_of(self, on: date, *, user: User | AnonymousUser) -> Self:
        """The records that stood on a rung on that day, with `status_then` and since when, for that user to see."""
        columns = ("since", "until") if user.is_staff else ("public_since", "public_until")
        then = FilteredRelation("steps", condition=standing(on, *(f"steps__{column}" for column in columns)))
        return (
            self.visible_to(user)
            .annotate(rung=then)
            .filter(rung__isnull=False)
            .annotate(
                status_then=F("rung__status"),
                then_on=F("rung__on"),
                then_on_precision=F("rung__on_precision"),
                then_on_known_by=F("rung__on_known_by"),
            )
        )

    def _with(self, steps: StepQuerySet[Any], statuses: tuple[str, ...]) -> Self:
        return self.filter(Exists(steps.filter(record=OuterRef("pk"), status__in=statuses)))


class OutOfOrder(ValidationError):
    """A step that does not follow from the one before it; `step` is the one to mend."""

    def __init__(self, message: str, *, step: Step, params: dict[str, Any]) -> None:
        super().__init__(message, params=params)
        self.step = step


class Unfit(OutOfOrder):
    """A step that does not fit its record; `field` is what of the record it does not fit."""

    def __init__(self, message: str, *, field: str, step: Step, params: dict[str, Any]) -> None:
        super().__init__(message, step=step, params=params)
        self.field = field


class Step(Part, Sourced):
    """One event as one or more sources tell it. A contradicting account is a second row, not preferred."""

    NAMED_BY: ClassVar[str] = "record"  # how far to read to say of what record it is
    record: models.ForeignKey[Any, Any]
    record_id: int
    documents: models.ManyToManyField[Any, Any]  # of each model itself: the type checker cannot follow it from here
    status = models.CharField(gettext_lazy("step"), max_length=20)
    when = PartialDateColumns(
        "on", gettext_lazy("on"), help_text=gettext_lazy("The earliest day that it can have been.")
    )
    since = models.DateField(null=True, editable=False)
    until = models.DateField(null=True, editable=False)
    public_since = models.DateField(null=True, editable=False)
    public_until = models.DateField(null=True, editable=False)
    preferred = models.BooleanField(gettext_lazy("the account we go by"), default=True)
    note = models.TextField(gettext_lazy("note"), blank=True)
    recorded_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        abstract = True
        ordering = ["on", "pk"]
        indexes = [
            models.Index("record", "on", name="%(class)s_line"),
            models.Index("status", "since", "until", name="%(class)s_standing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="%(class)s_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.status_label}, {self.when}"

    @property
    def is_confidential(self) -> bool:
        return self.status in self.record.CONFIDENTIAL

    def is_told(self) -> bool:
        return not self.is_confidential

    @property
    def status_label(self) -> str:
        return str(dict(cast("Any", self._meta.get_field("status")).flatchoices).get(self.status, self.status))

    def clean(self) -> None:
        super().clean()
        if self.when and self.when.first > timezone.localdate():
            raise ValidationError(
                {"on": _("%(when)s has not come yet: a step tells what has happened.") % {"when": self.when}}
            )


class PlacedStep(Step):
    """The step of a register that says where."""

    place = models.CharField(gettext_lazy("place"), max_length=120, blank=True, validators=[readable])

    class Meta(Step.Meta):
        abstract = True


def step_models() -> list[Any]:
    """The steps of every register."""
    return [model for model in apps.get_models() if issubclass(model, Step)]


def steps_told_by(document: Document, user: User | AnonymousUser) -> list[Any]:
    """The steps of every register that rest on a document, as far as the user may see them."""
    found: list[Any] = []
    for model in step_models():
        steps: Any = model._default_manager.all()
        found += steps.visible_to(user).filter(documents=document).select_related(model.NAMED_BY)
    return found


def latest_steps(user: User | AnonymousUser, most: int) -> list[Any]:
    """The last events with a date of their own, of whatever register, as far as the user may see them."""
    found: list[Any] = []
    for model in step_models():
        steps: Any = model._default_manager.all()
        dated = steps.visible_to(user).filter(preferred=True, on_known_by=False).select_related(model.NAMED_BY)
        found += dated.order_by("-on", "-pk")[:most]
    return sorted(found, key=lambda step: step.on, reverse=True)[:most]


SPANS = ["since", "until", "public_since", "public_until"]


def spans(step: Step) -> list[date | None]:
    return [getattr(step, column) for column in SPANS]


def stand(line: Sequence[Step], since: str, until: str) -> None:
    """Each step stands until the next one, and from its own day, unless the next is known to be older."""
    following: date | None = None
    for step in reversed(line):
        begins = min(filter(None, [step.on, following]))  # type: ignore[attr-defined]
        setattr(step, since, begins)
        setattr(step, until, following)
        following = begins


class Ladder(models.Model):
    """Its steps are rows of `<Model>Step`, whose key `record` points here as `steps`.

    `NEXT` says what may follow each status; under the empty status stands what a record may begin with.
    A rung of `CONFIDENTIAL` is for staff: for everyone else the rung before it goes on (`public_status`, and of each
    step `public_since` and `public_until`), and `updated_at` does not move.
    """

    Status: ClassVar[Any]
    NEXT: ClassVar[dict[str, set[str]]]
    ALSO_LATER: ClassVar[set[str]] = set()  # may be told after a higher rung, which stays
    CONFIDENTIAL: ClassVar[set[str]] = set()
    ENDING: ClassVar[set[str]] = set()  # what a source knows to be so by a day had not ended before it
    EITHER_FIRST: ClassVar[set[str]] = set()  # rungs that may follow each other both ways: their days decide
    status = models.CharField(gettext_lazy("status"), max_length=20, blank=True, editable=False, db_index=True)
    public_status = models.CharField(max_length=20, blank=True, editable=False, db_index=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    class Meta:
        abstract = True

    @property
    def status_label(self) -> str:
        status = getattr(self, "status_then", self.status)
        return str(self.Status(status).label) if status else _("no step recorded")

    @property
    def since(self) -> PartialDate | None:
        """As far as known, of the day that `as_of` asked for."""
        then = self.__dict__
        if then.get("then_on") is None:
            return None
        return PartialDate.of(then["then_on"], then["then_on_precision"], then["then_on_known_by"])

    @property
    def standing(self) -> str:
        """Where it stands and since when, never more than is known."""
        words = {"status": self.status_label, "since": self.since}
        if self.since and self.since.known_by:
            return _("%(status)s %(since)s; since when is not known") % words
        return _("%(status)s since %(since)s") % words

    @classmethod
    def public_choices(cls) -> list[tuple[str, Any]]:
        """The rungs that are no secret, with their words."""
        return [choice for choice in cls.Status.choices if choice[0] not in cls.CONFIDENTIAL]

    @classmethod
    def steps_of(cls) -> StepQuerySet[Any]:
        step: Any = cls._meta.get_field("steps").related_model
        return cast("StepQuerySet[Any]", step._default_manager.all())

    @transaction.atomic
    def step_to(
        self,
        status: str,
        *,
        on: PartialDate,
        by: User | None,
        documents: Iterable[Document] = (),
        note: str = "",
        **more: Any,
    ) -> Any:
        """Record the step, today's or one of long ago, and see that the whole line still holds."""
        self.lock()
        step = self.steps_of().model(record=self, status=status, recorded_by=by, note=note, **more)
        step.when = on
        step.full_clean()
        record_in_history(step, by=by)
        step.save()
        step.documents.set(documents)
        self.retrace(by=by)
        return step

    def lock(self) -> None:
        """Until the end of the transaction nobody else moves this record."""
        type(self)._default_manager.select_for_update().get(pk=self.pk)

    @transaction.atomic
    def retrace(self, *, by: User | None = None) -> None:
        """Say of each step when it stood, and of the record where it stands now; write only what has changed."""
        self.lock()
        steps: list[Any] = list(self.steps.order_by("on", "pk"))  # type: ignore[attr-defined]
        before = [spans(step) for step in steps]
        line = self.line(steps)
        in_public = [step for step in line if step.status not in self.CONFIDENTIAL]
        for step in steps:
            step.since = step.until = step.public_since = step.public_until = None
        stand(line, "since", "until")
        stand(in_public, "public_since", "public_until")
        moved = [step for step, was in zip(steps, before, strict=True) if spans(step) != was]
        self.steps_of().bulk_update(moved, SPANS)
        self._stand_at(line[-1].status if line else "", in_public[-1].status if in_public else "", by)

    def _stand_at(self, status: str, public_status: str, by: User | None) -> None:
        stored = type(self)._default_manager.get(pk=self.pk)
        self.status, self.updated_at = stored.status, stored.updated_at
        moved = {"status"} if stored.status != status else set()
        if stored.public_status != public_status:
            moved |= {"public_status", "updated_at"}
        self.status, self.public_status = status, public_status
        if moved:
            record_in_history(self, by=by)
            self.save(update_fields=moved)

    def line(self, steps: list[Any]) -> list[Any]:
        """The accounts we go by in the order of their days, each one allowed after the one before it."""
        line: list[Any] = []
        left = [step for step in steps if step.preferred]
        while left:
            now = line[-1] if line else None
            step = self._following(now.status if now else "", left)
            left.remove(step)
            if step.status in self.NEXT[now.status if now else ""] and not self._ends_too_early(step, now):
                line.append(step)
            elif now is None:
                raise OutOfOrder(
                    _("%(record)s cannot begin as “%(then)s”: nothing is recorded before %(when)s."),
                    step=step,
                    params={"record": self, "then": step.status_label, "when": step.when},
                )
            elif step.status not in self.ALSO_LATER:
                raise OutOfOrder(
                    _("%(record)s is “%(now)s” (%(since)s) and cannot become “%(then)s” (%(when)s)."),
                    step=step,
                    params={
                        "record": self,
                        "now": now.status_label,
                        "since": now.when,
                        "then": step.status_label,
                        "when": step.when,
                    },
                )
        return line

    def _ends_too_early(self, step: Any, now: Any) -> bool:
        return now is not None and step.status in self.ENDING and now.on_known_by and step.when.last < now.on

    def _following(self, status: str, left: list[Any]) -> Any:
        """The next by day; where precision leaves a choice, one that may follow, the lowest rung first."""
        fitting = self.NEXT[status] | self.ALSO_LATER
        end = min(step.when.last for step in left)
        possible = (step for step in left if step.on_known_by or step.on <= end)
        return min(possible, key=lambda step: (step.status not in fitting, *self._rank(step), step.when.last))

    def _rank(self, step: Any) -> tuple[int, date, int]:
        rungs = list(self.NEXT)
        if step.status in self.EITHER_FIRST:
            return min(map(rungs.index, self.EITHER_FIRST)), step.on, rungs.index(step.status)
        return rungs.index(step.status), date.min, 0
