"""What the register of programmes counts. A row is the step by which we know it.

A second account of a step is no second step (trap T3). The money of what is autonomous is counted nowhere (trap T10).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from alliance.figures import Column, Cut, Figure
from alliance.ladder import StepQuerySet
from members.figures.member import happened
from members.models import FieldOfAction
from partnerships.figures.agreement import on_the_last_day
from partnerships.models import Programme, ProgrammeStep

Status = Programme.Status
Steps = StepQuerySet[ProgrammeStep]


def steps(*statuses: str) -> Callable[[], Steps]:
    def rows() -> Steps:
        found = ProgrammeStep.objects.filter(status__in=statuses or Status.values)
        return found.select_related("record").order_by("record__name", "pk")

    return rows


shared: dict[str, Any] = {
    "unit": _("programmes"),
    "aggregate": partial(Count, "record", distinct=True),
    "cuts": {
        "status": Cut(_("status"), "status", dict(Status.choices)),
        "relation": Cut(_("relation to the Alliance"), "record__relation", dict(Programme.Relation.choices)),
        "kind": Cut(_("kind"), "record__kind", dict(Programme.Kind.choices)),
        "field": Cut(
            _("field of action"),
            "record__fields__key",
            {**dict(FieldOfAction.Key.choices), "": _("No field is known")},
        ),
    },
    "columns": {
        "programme": Column(_("Programme"), lambda step: step.record.name),
        "key": Column(_("Key"), lambda step: step.record.key, is_on_page=False),
        "kind": Column(_("Kind"), lambda step: step.record.get_kind_display()),
        "relation": Column(_("Relation"), lambda step: step.record.get_relation_display()),
        "step": Column(_("Step"), lambda step: step.status_label),
        "when": Column(_("When"), lambda step: step.when),
        "place": Column(_("Where"), lambda step: step.place),
        "source": Column(_("Source"), lambda step: "; ".join(source.words for source in step.sources)),
    },
    "link": lambda step: step.record.get_absolute_url(),
}
programmes: Figure[ProgrammeStep] = Figure(
    key="programmes",
    name=_("Programmes"),
    definition=_(
        "Programmes, funds, events and publications on the last day of the period, from the idea on and the closed "
        "ones too; related ones that are autonomous are among them."
    ),
    is_stock=True,
    all_rows=steps(),
    counted=on_the_last_day,
    **shared,
)
announced: Figure[ProgrammeStep] = Figure(
    key="programmes-announced-in-period",
    name=_("Programmes announced in the period"),
    definition=_("Those announced in the period by a date of their own, whatever became of them after."),
    all_rows=steps(Status.ANNOUNCED),
    counted=happened,
    **shared,
)
launched: Figure[ProgrammeStep] = Figure(
    key="programmes-launched-in-period",
    name=_("Programmes launched in the period"),
    definition=_(
        "Those launched in the period by a date of their own. Where sources contradict each other, the account that "
        "the register goes by counts."
    ),
    all_rows=steps(Status.LAUNCHED),
    counted=happened,
    **shared,
)
