"""Which of the four fields the plans in force cover. A row is the step on which a plan stood (R1 annex IV.A)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from alliance.figures import Column, Cut, Figure, Ratio
from members.models import NationalPlan, NationalPlanStep
from plans.figures.measure import COUNTRY_REGIONS, FIELDS, MEMBER_KINDS, standing_on_the_last_day

IN_FORCE = (NationalPlan.Status.ADOPTED, NationalPlan.Status.UNDER_IMPLEMENTATION)


def steps_in_force() -> Any:
    found = NationalPlanStep.objects.filter(status__in=IN_FORCE).select_related("record__member")
    return found.order_by("record__member__name", "record__edition")


plans_counted: dict[str, Any] = {
    "unit": _("plans"),
    "is_stock": True,
    "counted": standing_on_the_last_day,
    "aggregate": partial(Count, "record", distinct=True),
    "cuts": {
        "field": Cut(_("field of action"), "record__fields__key", FIELDS),
        "region": Cut(_("region"), "record__member__country__region", COUNTRY_REGIONS),
        "kind": Cut(_("kind of member"), "record__member__kind", MEMBER_KINDS),
    },
    "columns": {
        "plan": Column(_("Plan"), lambda step: step.record.name),
        "key": Column(_("Key"), lambda step: step.record.key, is_on_page=False),
        "member": Column(_("Member"), lambda step: step.record.member.key, is_on_page=False),
        "step": Column(_("Status"), lambda step: step.status_label),
        "when": Column(_("Since"), lambda step: step.when),
    },
    "link": lambda step: step.record.get_absolute_url(),
}
plans_in_force: Figure[NationalPlanStep] = Figure(
    key="national-plans-in-force",
    name=_("National plans in force"),
    definition=_(
        "Plans that stood as adopted or under implementation on the last day of the period. By field of action: how "
        "many of them cover it, as far as the register knows today."
    ),
    all_rows=steps_in_force,
    **plans_counted,
)
plans_covering_all: Figure[NationalPlanStep] = Figure(
    key="national-plans-covering-all-fields",
    name=_("National plans that cover all four fields"),
    definition=_(
        "Those of the plans in force that say something on youth, media, education and migration, as far as the "
        "register knows today."
    ),
    all_rows=lambda: steps_in_force().filter(record__in=NationalPlan.objects.covering_all_fields()),
    **plans_counted,
)
share_covering_all = Ratio(
    key="national-plans-covering-all-fields-share",
    name=_("Share of national plans that cover all four fields"),
    definition=_("Plans that cover all four fields of action, of all plans in force on the last day of the period."),
    unit=_("per cent"),
    is_stock=True,
    above=plans_covering_all,
    below=plans_in_force,
)
