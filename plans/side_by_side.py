"""Two to four plans beside each other, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import FieldOfAction, NationalPlan
from plans.models import Measure
from plans.progress import Progress

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

FEWEST, MOST = 2, 4
NAMED = 10  # measures of a field that are named; the plan itself has them all


class Cell(NamedTuple):
    """What one plan says on one field."""

    plan: NationalPlan
    field: str
    progress: Progress
    measures: list[Measure]

    @property
    def is_named(self) -> bool:
        """Whether the register says that the plan covers the field, also where it holds no measure of it."""
        return self.field in {field.key for field in self.plan.fields.all()}

    @property
    def more(self) -> int:
        return self.progress.total - len(self.measures)


class FieldRow(NamedTuple):
    key: str
    name: str
    cells: list[Cell]


def chosen(keys: Sequence[str], plans: Any) -> list[NationalPlan]:
    """The plans of these keys in their order, or the reason why they are not put side by side."""
    wanted = list(dict.fromkeys(key for key in keys if key))
    if len(wanted) > MOST:
        words = _("At most four plans stand side by side: you chose %(n)d. Take some away.")
        raise ValidationError(words % {"n": len(wanted)})
    if len(wanted) < FEWEST:
        raise ValidationError(_("Choose two plans at least."))
    found = {plan.key: plan for plan in plans.filter(key__in=[key for key in wanted if "\0" not in key])}
    unknown = [key for key in wanted if key not in found]
    if unknown:
        words = ngettext("There is no plan “%(keys)s”.", "There are no plans “%(keys)s”.", len(unknown))
        raise ValidationError(words % {"keys": ", ".join(key[:80] for key in unknown)})
    return [found[key] for key in wanted]


def rows(plans: list[NationalPlan], user: User | AnonymousUser) -> list[FieldRow]:
    """Two statements, whatever the plans hold."""
    of_cells: dict[tuple[int, str], list[Measure]] = {}
    measures = Measure.objects.visible_to(user).filter(plan__in=plans).current().order_by("plan", "number")
    for measure in measures.prefetch_related("fields"):
        measure.plan = next(plan for plan in plans if plan.pk == measure.plan_id)
        for field in measure.fields.all():
            of_cells.setdefault((measure.plan.pk, field.key), []).append(measure)
    return [
        FieldRow(key, str(name), [cell(plan, key, of_cells.get((plan.pk, key), [])) for plan in plans])
        for key, name in FieldOfAction.Key.choices
    ]


def cell(plan: NationalPlan, field: str, measures: list[Measure]) -> Cell:
    counts: dict[str, int] = {}
    for measure in measures:
        counts[measure.completion] = counts.get(measure.completion, 0) + 1
    return Cell(plan, field, Progress(counts), measures[:NAMED])
