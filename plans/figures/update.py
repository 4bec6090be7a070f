"""Whether plans were brought up to date by the day that a reporting window, or its extension, set."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure, Ratio
from plans.figures.measure import COUNTRY_REGIONS, MEMBER_KINDS
from plans.models import UpdateDue
from plans.models.update_due import NOT_IN_TIME


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
