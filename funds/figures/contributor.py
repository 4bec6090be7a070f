"""Who has given to the Trust Fund. A row is a contributor, however often it gave."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Min, Q
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure, Ratio, each_counted_once
from funds.models import Contributor
from funds.models.contribution import is_kept, is_received
from funds.models.contributor import ContributorQuerySet, kind_of, name_of
from members.figures import members

COLUMNS = {
    "contributor": Column(_("Contributor"), lambda row: row.shown_name),
    "key": Column(_("Key"), lambda row: row.key, is_on_page=False),
    "kind": Column(_("Kind"), lambda row: row.kind_label),
}
CUTS = {"kind": Cut(_("kind"), kind_of(), dict(Contributor.Kind.choices))}
OF_CONTRIBUTORS: dict[str, Any] = {
    "unit": _("contributors"),
    "columns": COLUMNS,
    "cuts": CUTS,
    "link": lambda row: row.get_absolute_url(),
}


def contributors() -> ContributorQuerySet:
    """Of whom something was received and not taken back: met once for each receipt."""
    kept = is_received("contributions__") & is_kept("contributions__")
    return Contributor.objects.filter(kept).select_related("member", "partner").order_by(name_of(), "pk")


def givers() -> ContributorQuerySet:
    return contributors().alias(gave_on=F("contributions__dated_on"))


def since_their_first() -> ContributorQuerySet:
    return contributors().annotate(first_on=Min("contributions__dated_on"))


def gave(period: Period) -> Q:
    return Q(gave_on__range=period)


def began(period: Period) -> Q:
    return Q(first_on__range=period)


contributed: Figure[Contributor] = Figure(
    key="contributors",
    name=_("Contributors to the Trust Fund"),
    definition=_("Those of whom something was received in the period: States, international organizations and others."),
    measure="trust_fund_contributors",
    all_rows=givers,
    counted=gave,
    aggregate=each_counted_once,
    **OF_CONTRIBUTORS,
)
first_time: Figure[Contributor] = Figure(
    key="contributors-first-time",
    name=_("First-time contributors"),
    definition=_("Those of whom the first receipt of all, not only of the period, is in the period."),
    measure="trust_fund_first_time_contributors",
    all_rows=since_their_first,
    counted=began,
    **OF_CONTRIBUTORS,
)
members_that_gave: Figure[Contributor] = Figure(
    key="contributors-members",
    name=_("Contributors of the Group of Friends"),
    definition=_("Contributors in the period that are members; one need not be a member to contribute."),
    all_rows=lambda: givers().filter(member__isnull=False),
    counted=gave,
    aggregate=each_counted_once,
    **OF_CONTRIBUTORS,
)
share = Ratio(
    key="contributors-share",
    name=_("Members that contribute"),
    definition=_("Contributors that are members against the members that the register names on the last day."),
    unit=_("per cent"),
    above=members_that_gave,
    below=members,
)
