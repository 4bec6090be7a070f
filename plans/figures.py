"""What the registers of measures, updates and publications count.

A measure is counted by the note that told on the last day of the period how far it had come, so that every past day
has its own answer.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure, Ratio
from alliance.terms import standing
from members.models import Country, FieldOfAction, Member, NationalPlan, NationalPlanStep
from plans.models import Completion, ProgressNote, Publication, UpdateDue
from plans.models.update_due import NOT_IN_TIME

COUNTRY_REGIONS = dict(Country.Region.choices)
MEMBER_KINDS = dict(Member.Kind.choices)
FIELDS = {"": _("unknown"), **dict(FieldOfAction.Key.choices)}
IN_FORCE = (NationalPlan.Status.ADOPTED, NationalPlan.Status.UNDER_IMPLEMENTATION)


def standing_on_the_last_day(period: Period) -> Q:
    return standing(period.end)


def notes() -> Any:
    found = ProgressNote.objects.published().select_related("measure__member", "measure__plan", "measure__strategy")
    return found.order_by("measure__member__name", "measure__plan__edition", "measure__number")


measures_counted: dict[str, Any] = {
    "unit": _("measures"),
    "is_stock": True,
    "counted": standing_on_the_last_day,
    "aggregate": partial(Count, "measure", distinct=True),
    "cuts": {
        "field": Cut(_("field of action"), "measure__fields__key", FIELDS),
        "completion": Cut(_("completion"), "completion", dict(Completion.choices)),
        "region": Cut(_("region"), "measure__member__country__region", COUNTRY_REGIONS),
        "kind": Cut(_("kind of member"), "measure__member__kind", MEMBER_KINDS),
    },
    "columns": {
        "measure": Column(_("Measure"), lambda note: note.measure.title),
        "key": Column(_("Key"), lambda note: note.measure.key, is_on_page=False),
        "member": Column(_("Member"), lambda note: note.measure.member.name),
        "completion": Column(_("Completion"), lambda note: note.get_completion_display()),
        "as_of": Column(_("Told for"), lambda note: note.on),
    },
    "link": lambda note: note.measure.get_absolute_url(),
}
measures: Figure[ProgressNote] = Figure(
    key="measures",
    name=_("Measures of plans"),
    definition=_(
        "Measures of national plans and lines of regional action plans that were published and not taken out again by "
        "the last day of the period, each as far as its member had told by then. One may be in several fields."
    ),
    all_rows=notes,
    **measures_counted,
)
measures_complete: Figure[ProgressNote] = Figure(
    key="measures-complete",
    name=_("Measures that are complete"),
    definition=_("Those of the measures of plans of which their member had told by that day that they are complete."),
    all_rows=lambda: notes().filter(completion=Completion.COMPLETE),
    **measures_counted,
)
share_complete = Ratio(
    key="measures-complete-share",
    name=_("Share of measures that are complete"),
    definition=_("Measures that are complete, of all measures of plans on the last day of the period."),
    unit=_("per cent"),
    is_stock=True,
    above=measures_complete,
    below=measures,
)


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


def due_in(period: Period) -> Q:
    """What is due today or later is not late yet, nor in time."""
    return Q(due_on__range=period, due_on__lt=timezone.localdate())


def late_in(period: Period) -> Q:
    return due_in(period) & NOT_IN_TIME


updates: dict[str, Any] = {
    "unit": _("updates"),
    "all_rows": lambda: UpdateDue.objects.select_related("plan__member", "window").order_by(
        "due_on", "plan__member__name"
    ),
    "cuts": {
        "window": Cut(_("reporting window"), "window__name", {}),
        "region": Cut(_("region"), "plan__member__country__region", COUNTRY_REGIONS),
        "kind": Cut(_("kind of member"), "plan__member__kind", MEMBER_KINDS),
    },
    "columns": {
        "plan": Column(_("Plan"), lambda due: due.plan.name),
        "key": Column(_("Key"), lambda due: due.plan.key, is_on_page=False),
        "window": Column(_("Reporting window"), lambda due: due.window.name),
        "due": Column(_("Due"), lambda due: due.due_on),
        "updated": Column(_("Updated"), lambda due: due.updated_on or ""),
        "standing": Column(_("How it stands"), lambda due: due.standing(timezone.localdate())),
    },
    "link": lambda due: due.plan.get_absolute_url(),
}
updates_due: Figure[UpdateDue] = Figure(
    key="updates-due",
    name=_("Updates of plans that were due"),
    definition=_("Updates whose last day was in the period and is over, as reporting windows and extensions set it."),
    counted=due_in,
    **updates,
)
updates_late: Figure[UpdateDue] = Figure(
    key="updates-late",
    name=_("Updates of plans that were late"),
    definition=_(
        "Those of the updates due in the period that came after their last day, or have not come: neither a "
        "submission nor a note on the progress of one measure."
    ),
    counted=late_in,
    **updates,
)
share_late = Ratio(
    key="updates-late-share",
    name=_("Share of updates that were late"),
    definition=_("Late updates, of all updates whose last day was in the period and is over."),
    unit=_("per cent"),
    above=updates_late,
    below=updates_due,
)


def published_in(period: Period) -> Q:
    return Q(published_at__date__range=period)


publications: Figure[Publication] = Figure(
    key="publications",
    name=_("Publications of plans"),
    definition=_(
        "Texts of national plans, and of members’ parts in regional action plans, that were published in the period."
    ),
    unit=_("publications"),
    all_rows=lambda: (
        Publication.objects.defer("content")
        .select_related("member", "plan__member", "strategy")
        .order_by("published_at", "pk")
    ),
    counted=published_in,
    cuts={
        "region": Cut(_("region"), "member__country__region", COUNTRY_REGIONS),
        "kind": Cut(_("kind of member"), "member__kind", MEMBER_KINDS),
        "strategy": Cut(_("regional strategy"), "strategy__name", {"": _("a national plan")}),
    },
    columns={
        "publication": Column(_("Publication"), str),
        "key": Column(_("Key"), lambda publication: publication.key, is_on_page=False),
        "member": Column(_("Member"), lambda publication: publication.member.name),
        "published": Column(_("Published"), lambda publication: timezone.localdate(publication.published_at)),
    },
    link=lambda publication: publication.get_absolute_url(),
)
