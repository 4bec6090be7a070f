"""What members have undertaken, and how far it has come.

A measure is counted by the note that told on the last day of the period how far it had come, so that every past day
has its own answer.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure, Ratio
from alliance.terms import standing
from members.models import Country, FieldOfAction, Member
from plans.models import Completion, ProgressNote

COUNTRY_REGIONS = dict(Country.Region.choices)
MEMBER_KINDS = dict(Member.Kind.choices)
FIELDS = {"": _("unknown"), **dict(FieldOfAction.Key.choices)}


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
