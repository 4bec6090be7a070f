"""What somebody holds from a day until another: appointments, seats, offices (DESIGN 4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.dates import Period, spoken
from alliance.workflow import record_in_history

if TYPE_CHECKING:
    from people.models import User

T = TypeVar("T", bound="Term")


def standing(on: Any, since: str = "since", until: str = "until") -> Q:
    """From its first day on; the day of `until` is the first without it."""
    return Q(**{f"{since}__lte": on}) & (Q(**{until: None}) | Q(**{f"{until}__gt": on}))


class TermQuerySet(models.QuerySet[T]):
    def current(self, on: date) -> Self:
        return self.filter(standing(on))

    def begun(self, during: Period) -> Self:
        """A flow, which is not how many there are (trap T16)."""
        return self.filter(since__range=during)

    def ending(self, on: date, within: timedelta) -> Self:
        return self.current(on).filter(until__lte=on + within)

    def without_successor(self, *alike: str) -> Self:
        """Nobody is known yet to hold the same, as these fields tell it, on the day of the end."""
        same = {field: OuterRef(field) for field in alike}
        after = self.model._default_manager.filter(standing(OuterRef("until")), **same)
        return self.exclude(Exists(after))


class Term(models.Model):
    """Stands from `since` up to, not including, `until`: it is ended, never overwritten.

    One that ends on its first day never stood: a mistake is ended the same day.

    Terms of one parent (the relation `OF`) that exclude each other do not overlap. They are checked under the
    parent's lock, which a caller in a transaction keeps until what it saves is there.
    """

    OF: ClassVar[str]
    since: Any
    until: Any
    siblings: Sequence[Term] = ()  # rows posted together: each is checked beside these, not beside what is stored

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="%(class)s_ends_after_it_begins",
                violation_error_message=gettext_lazy("It ends before it begins."),
            )
        ]

    def is_current(self, on: date) -> bool:
        return bool(self.since <= on and (self.until is None or on < self.until))

    @property
    def latest_since(self) -> date:
        """The last day on which it can have begun."""
        return cast("date", self.since)

    @property
    def earliest_until(self) -> date | None:
        """The first day on which it can have been over."""
        return cast("date | None", self.until)

    def excludes(self, other: Self) -> bool:
        """Whether the two cannot stand on one day."""
        raise NotImplementedError

    def refusal(self, other: Self) -> str:
        """What to say of the other, beside which this one cannot stand."""
        raise NotImplementedError

    def overlaps(self, other: Self) -> bool:
        """For certain: what is known by month or year only is given the benefit of the doubt."""
        return not (
            (other.earliest_until and other.earliest_until <= self.latest_since)
            or (self.earliest_until and self.earliest_until <= other.latest_since)
        )

    def refuse_beside(self, other: Self) -> None:
        if self.excludes(other) and self.overlaps(other):
            raise ValidationError({"since": self.refusal(other)})

    def clean(self) -> None:
        super().clean()
        parent_id = getattr(self, f"{self.OF}_id")
        if not (parent_id and self.since):
            return
        if self.until and self.until < self.since:
            raise ValidationError({"until": _("It ends before it begins.")})
        with transaction.atomic():
            self.lock()
            for other in self.others():
                self.refuse_beside(other)

    def lock(self) -> None:
        parents: Any = self._meta.get_field(self.OF).related_model
        parents._default_manager.select_for_update().get(pk=getattr(self, f"{self.OF}_id"))

    def others(self) -> models.QuerySet[Self]:
        beside = type(self)._default_manager.filter(**{self.OF: getattr(self, f"{self.OF}_id")})
        return beside.exclude(pk__in=[self.pk, *(term.pk for term in self.siblings)])

    def validate_constraints(self, exclude: Any = None) -> None:
        """One current holder is what `clean` has told in better words; the database knows it as well."""
        unique = {f for c in self._meta.constraints if isinstance(c, models.UniqueConstraint) for f in c.fields}
        super().validate_constraints(exclude={*(exclude or ()), *unique})

    @transaction.atomic
    def end(self, *, on: date, by: User | None, note: str = "") -> None:
        """From that day it no longer stands; the row stays."""
        self.lock()
        stored = type(self)._default_manager.get(pk=self.pk)
        if stored.until is not None and stored.until <= on:
            raise ValidationError(_("%(term)s ended on %(until)s.") % {"term": stored, "until": spoken(stored.until)})
        stored.until = on
        stored.full_clean()
        record_in_history(stored, by=by, note=note)
        stored.save()
        self.until = on
