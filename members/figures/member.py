"""What the register of members counts. A row of a figure about members is the step by which we know it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure, Ratio
from alliance.ladder import StepQuerySet
from alliance.terms import standing
from members.models import Country, Member, MemberStep

CUTS = {
    "kind": Cut(_("kind"), "record__kind", dict(Member.Kind.choices)),
    "region": Cut(
        _("region"), "record__country__region", {**dict(Country.Region.choices), "": _("International organizations")}
    ),
    "group": Cut(_("group"), "record__country__groups__name", {"": _("In none of the groups")}),
    "basis": Cut(_("basis"), "record__basis", dict(Member.Basis.choices)),
}
COLUMNS = {
    "member": Column(_("Member"), lambda step: step.record.name),
    "key": Column(_("Key"), lambda step: step.record.key, is_on_page=False),
    "kind": Column(_("Kind"), lambda step: step.record.get_kind_display()),
    "step": Column(_("Step"), lambda step: step.status_label, is_on_page=False),
    "when": Column(_("When"), lambda step: step.when),
    "basis": Column(_("Basis"), lambda step: step.record.get_basis_display()),
    "source": Column(_("Source"), lambda step: "; ".join(source.words for source in step.sources)),
}


def member_steps() -> StepQuerySet[MemberStep]:
    return MemberStep.objects.filter(status=Member.Status.MEMBER).select_related("record").order_by("record__name")


def withdrawals() -> StepQuerySet[MemberStep]:
    return MemberStep.objects.filter(status=Member.Status.WITHDRAWN).select_related("record").order_by("record__name")


def happened(period: Period) -> Q:
    return Q(on__range=period, on_known_by=False, preferred=True)


def first_shown(period: Period) -> Q:
    return Q(on__range=period, on_known_by=True, preferred=True, since__isnull=False)


steps: dict[str, Any] = {
    "unit": _("members"),
    "all_rows": member_steps,
    "cuts": CUTS,
    "columns": COLUMNS,
    "link": lambda step: step.record.get_absolute_url(),
}

members: Figure[MemberStep] = Figure(
    key="members",
    name=_("Members of the Group of Friends"),
    definition=_("States and international organizations that were members on the last day of the period."),
    is_stock=True,
    measure="group_of_friends_members",
    counted=lambda period: standing(period.end),
    **steps,
)
members_before: Figure[MemberStep] = Figure(
    key="members-before",
    name=_("Members before the period"),
    definition=_("Those that were members on the eve of its first day."),
    is_stock=True,
    counted=lambda period: standing(period.eve),
    **steps,
)
joined: Figure[MemberStep] = Figure(
    key="members-joined",
    name=_("Joined"),
    definition=_("Those that became members in the period by a date of their own."),
    counted=happened,
    **steps,
)
shown: Figure[MemberStep] = Figure(
    key="members-first-shown",
    name=_("First shown by a source"),
    definition=_(
        "Those that a source of the period is the first to show as members. When they joined is not known, "
        "so they are no event of the period."
    ),
    counted=first_shown,
    **steps,
)
left: Figure[MemberStep] = Figure(
    key="members-left",
    name=_("Left"),
    definition=_("Those that withdrew in the period by a date of their own."),
    counted=happened,
    **(steps | {"all_rows": withdrawals}),
)
shown_as_left: Figure[MemberStep] = Figure(
    key="members-first-shown-as-left",
    name=_("First shown by a source as having left"),
    definition=_("Those that a source of the period is the first to show as withdrawn; when they left is not known."),
    counted=first_shown,
    **(steps | {"all_rows": withdrawals}),
)
growth = Ratio(
    key="members-growth",
    name=_("Growth"),
    definition=_("Members on the last day against members before the period, less one."),
    unit=_("per cent"),
    measure="group_of_friends_growth",
    above=members,
    below=members_before,
    less_one=True,
)
