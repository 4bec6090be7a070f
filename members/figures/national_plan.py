"""What the register of national plans counts. A row is the step by which we know of the plan (R1 ¶9, R2 ¶15).

Announced is not adopted: a plan that was both counts in both figures, whichever came first.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure, Ratio
from alliance.ladder import StepQuerySet
from alliance.terms import standing
from members.figures.member import happened, members, steps
from members.models import Country, MemberStep, NationalPlan, NationalPlanStep

Status = NationalPlan.Status
CUTS = {
    "region": Cut(_("region"), "record__member__country__region", dict(Country.Region.choices)),
    "edition": Cut(_("edition"), "record__edition", {}),
    "field": Cut(_("field of action"), "record__fields__key", {"": _("unknown")}),
}
COLUMNS = {
    "plan": Column(_("Plan"), lambda step: step.record.name),
    "key": Column(_("Key"), lambda step: step.record.key, is_on_page=False),
    "member": Column(_("Member"), lambda step: step.record.member.key, is_on_page=False),
    "step": Column(_("Step"), lambda step: step.status_label, is_on_page=False),
    "when": Column(_("When"), lambda step: step.when),
    "place": Column(_("Where"), lambda step: step.place),
    "source": Column(_("Source"), lambda step: "; ".join(source.words for source in step.sources)),
}
RECORDS = partial(Count, "record", distinct=True)


def told_by(period: Period) -> Q:
    return Q(on__lte=period.end, preferred=True)


def steps_to(status: str) -> StepQuerySet[NationalPlanStep]:
    found = NationalPlanStep.objects.filter(status=status).select_related("record__member")
    return found.order_by("record__member__name", "record__edition")


def with_plan(period: Period) -> Q:
    told = NationalPlanStep.objects.taken_by(period.end).filter(status__in=[Status.ANNOUNCED, Status.ADOPTED])
    return standing(period.end) & Q(Exists(told.filter(record__member=OuterRef("record"))))


plans: dict[str, Any] = {
    "unit": _("plans"),
    "cuts": CUTS,
    "columns": COLUMNS,
    "aggregate": RECORDS,
    "link": lambda step: step.record.get_absolute_url(),
}
plans_announced: Figure[NationalPlanStep] = Figure(
    key="national-plans-announced",
    name=_("National plans announced"),
    definition=_("Plans that had been announced by the last day of the period, wherever they stood then."),
    is_stock=True,
    measure="national_plans_announced",
    all_rows=lambda: steps_to(Status.ANNOUNCED),
    counted=told_by,
    **plans,
)
plans_adopted: Figure[NationalPlanStep] = Figure(
    key="national-plans-adopted",
    name=_("National plans adopted"),
    definition=_("Plans that had been adopted by the last day of the period, announced or not."),
    is_stock=True,
    measure="national_plans_adopted",
    all_rows=lambda: steps_to(Status.ADOPTED),
    counted=told_by,
    **plans,
)
plans_announced_in: Figure[NationalPlanStep] = Figure(
    key="national-plans-announced-in-period",
    name=_("National plans announced in the period"),
    definition=_("Plans that were announced in the period by a date of their own."),
    all_rows=lambda: steps_to(Status.ANNOUNCED),
    counted=happened,
    **plans,
)
plans_adopted_in: Figure[NationalPlanStep] = Figure(
    key="national-plans-adopted-in-period",
    name=_("National plans adopted in the period"),
    definition=_("Plans that were adopted in the period by a date of their own."),
    all_rows=lambda: steps_to(Status.ADOPTED),
    counted=happened,
    **plans,
)
members_with_plan: Figure[MemberStep] = Figure(
    key="members-with-plan",
    name=_("Members with a national plan"),
    definition=_("Members on the last day of the period that had announced or adopted at least one plan by then."),
    is_stock=True,
    measure="national_plans_countries",
    counted=with_plan,
    **steps,
)
share_with_plan = Ratio(
    key="members-with-plan-share",
    name=_("Share of members with a national plan"),
    definition=_("Members with a national plan, of all members that the register names on that day."),
    unit=_("per cent"),
    is_stock=True,
    above=members_with_plan,
    below=members,
)
