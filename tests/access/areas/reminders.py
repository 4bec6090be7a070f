from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from mailroom.models import Reminder
from people import confirmation
from tests.access.answers import OPEN
from tests.access.keepers import OFFICE, READERS, Register
from tests.access.walk import Row, said
from tests.access.words import ROLES

GONE = said(410)
MAY_LOOK = said(302, staff=200)
WORDS: dict[str, set[str]] = {"Reminder-Made": set(), "Person-Asked": set(ROLES)}
PUBLIC: dict[str, Row] = {
    "contact_confirmation": Row("/contact/{asked}/", OPEN, OPEN, unknown=said(405), shows={"Person-Asked"}),
}
FOREIGN: dict[str, Row] = {
    "confirmation by a forged link": Row("/contact/forged/", GONE, GONE, unknown=said(405)),
}
API: dict[str, Row] = {}
REGISTERS: dict[str, Register] = {
    "mailroom.reminder": Register(set(), OFFICE | READERS, {"export"}, shows={"Reminder-Made"}),
}
IN_ADMIN: dict[str, Row] = {
    "admin:mailroom_reminder_day": Row(
        "/admin/mailroom/reminder/day/", MAY_LOOK, MAY_LOOK, unknown=MAY_LOOK, shows={"Reminder-Made"}
    ),
}


def lay_out(world: Any) -> None:
    """One reminder that was made today, and a focal point whose mail has a link of its own."""
    from tests.factories import FocalPointFactory

    today = timezone.localdate()
    Reminder.objects.create(
        rule="example",
        about="people.person:0",
        what="Reminder-Made",
        due_on=today,
        stage=0,
        state="mailed",
        made_on=today,
    )
    person = FocalPointFactory(person__name="Person-Asked", since=date(2010, 1, 1)).person
    world.asked = confirmation.link([person.pk, "2011-01-01"]).rsplit("/", 2)[1]
