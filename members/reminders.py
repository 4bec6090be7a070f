"""What falls due in the registers of members."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from mailroom.outbox import Recipient
from mailroom.rules import ENDS, Due, Rule, in_admin, office
from members.models import FocalPoint, Member
from people.models import Person


def missing(on: date, until: date) -> Iterator[Due]:
    """Each member is to appoint a focal point (R1 ¶15): due since its last one ended, or since it was a member."""
    standing = Q(steps__status=Member.Status.MEMBER, steps__since__lte=on)
    ended = Q(
        focal_points__role=FocalPoint.Role.PRINCIPAL,
        focal_points__person__is_demonstration=False,
        focal_points__until__lte=on,
    )
    members: Any = Member.objects.without_focal_point(on).annotate(
        joined_on=Max("steps__since", filter=standing), left_on=Max("focal_points__until", filter=ended)
    )
    for member in members:
        yield Due(
            about=member,
            to=office(),
            by=max(filter(None, [member.joined_on, member.left_on])),
            what=format_lazy(_("The designation of a focal point by {member}"), member=member),
            text=_("Ask its Permanent Mission whom it designates, and record the letter of designation."),
            label=_("Open the member"),
            link=in_admin(member),
        )


def to_confirm(on: date, until: date) -> Iterator[Due]:
    """Focal points say once a year that their contact data are correct; those of the demonstration are not asked."""
    persons = Person.objects.real().to_confirm(on, by=until).select_related("user").prefetch_related("focal_points")
    appointments = FocalPoint.objects.current(on).filter(person__in=persons).select_related("member")
    members = {
        person: ", ".join(dict.fromkeys(str(appointment.member) for appointment in theirs))
        for person, theirs in groupby(appointments.order_by("person_id", "member__name"), lambda each: each.person_id)
    }
    for person in persons:
        due_on = person.confirmation_due_on(on)
        if due_on and (due_on <= on or person.confirmation_due_on(due_on)):
            yield Due(
                about=person,
                to=Recipient(person.notices_go_to, person.name, person.mail_language),
                by=due_on,
                what=format_lazy(
                    _("The yearly confirmation of the contact data of {person} (focal point of {members})"),
                    person=person,
                    members=members[person.pk],
                ),
                yours=format_lazy(
                    _("The yearly confirmation of your contact data as focal point of {members}"),
                    members=members[person.pk],
                ),
                text=_("The page shows what the secretariat has, and asks whether it is still correct."),
                label=_("See and confirm my contact data"),
                link=reverse("contact"),
                key=("people.confirm_contact", [person.pk, due_on.isoformat()]),
            )


def ending(on: date, until: date) -> Iterator[Due]:
    """Appointments with a last day, so that the member names a successor before access ends."""
    representatives = FocalPoint.objects.real().representatives()
    appointments = representatives.ending(on, until - on).without_successor("member", "role")
    for appointment in appointments.select_related("person", "member"):
        yield Due(
            about=appointment,
            to=office(),
            by=appointment.until or until,
            what=format_lazy(
                _("The appointment of {person} as {role} focal point of {member}"),
                person=appointment.person,
                role=appointment.get_role_display(),
                member=appointment.member,
            ),
            text=_("Ask the member for a letter that prolongs it or names a successor; access ends with it."),
            label=_("Open the appointment"),
            link=in_admin(appointment),
        )


RULES = [
    Rule(
        "members.focal_point_missing",
        _("Member without a focal point"),
        missing,
        stages=(0, 7, 14, 21, 28),
        to_office=None,
    ),
    Rule("members.contact_data", _("Contact data of a focal point to be confirmed"), to_confirm),
    Rule(
        "members.appointment_ending",
        _("Appointment of a focal point that ends"),
        ending,
        words=ENDS,
        stages=(-60, -30, -7),
        to_office=None,
    ),
]
