"""What the register of focal points counts."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure, Ratio
from alliance.terms import standing
from members.figures.member import members, steps
from members.models import FocalPoint, Member, MemberStep


def with_principal(period: Period) -> Q:
    principals = FocalPoint.objects.principal().current(period.end).real().filter(member=OuterRef("record"))
    return standing(period.end) & Q(Exists(principals))


appointed: Figure[FocalPoint] = Figure(
    key="focal-points-appointed",
    name=_("Focal points appointed"),
    definition=_(
        "Appointments that began in the period, of principals and alternates: a flow, not how many there are."
    ),
    unit=_("appointments"),
    measure="focal_points_appointed",
    all_rows=lambda: (
        FocalPoint.objects.real().representatives().select_related("member", "person").order_by("member__name")
    ),
    counted=lambda period: Q(since__range=period),
    cuts={"kind": Cut(_("kind"), "member__kind", dict(Member.Kind.choices))},
    columns={
        "member": Column(_("Member"), lambda row: row.member.name),
        "person": Column(_("Person"), lambda row: row.person.name),
        "role": Column(_("Role"), lambda row: row.get_role_display()),
        "since": Column(_("Since"), lambda row: row.since),
    },
    link=lambda row: row.member.get_absolute_url(),
)
with_focal_point: Figure[MemberStep] = Figure(
    key="members-with-focal-point",
    name=_("Members with a focal point"),
    definition=_("Members that have a current principal focal point on the last day of the period."),
    is_stock=True,
    counted=with_principal,
    **steps,
)
coverage = Ratio(
    key="focal-point-coverage",
    name=_("Coverage by focal points"),
    definition=_("Members with a current principal focal point, of all members on that day."),
    unit=_("per cent"),
    is_stock=True,
    above=with_focal_point,
    below=members,
)
