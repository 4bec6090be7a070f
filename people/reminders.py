"""What falls due in the registers of people. No register keeps secondments yet: their rule comes with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from mailroom.rules import ENDS, Due, Rule, in_admin, office
from people.models import Appointment


def ending(on: date, until: date) -> Iterator[Due]:
    """Terms of office with a last day and nobody to follow."""
    appointments = Appointment.objects.ending(on, until - on).without_successor("office")
    for appointment in appointments.filter(person__is_demonstration=False).select_related("person", "office"):
        yield Due(
            about=appointment,
            to=office(),
            by=appointment.until or until,
            what=format_lazy(
                _("The term of {person} as {office}"), person=appointment.person, office=appointment.office
            ),
            label=_("Open the office"),
            link=in_admin(appointment.office),
        )


RULES = [
    Rule(
        "people.appointment_ending",
        _("Term of office that ends"),
        ending,
        words=ENDS,
        stages=(-60, -30, -7),
        to_office=None,
    ),
]
