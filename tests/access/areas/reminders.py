from __future__ import annotations

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
WORDS: dict[str, set[str]] = {"Reminder-Made": set()}
PUBLIC: dict[str, Row] = {
    "contact_confirmation": Row(
        "/contact/{asked}/", OPEN, said(302), unknown=said(405), shows={"Member-A"}, only={"Person-A": {*ROLES}}
    ),
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
    """One reminder that was made today, and the link of a focal point's mail, which is enough for whoever has it."""
    days = {"due_on": timezone.localdate(), "made_on": timezone.localdate(), "stage": 0}
    Reminder.objects.create(rule="example", about="people.person:0", what="Reminder-Made", state="mailed", **days)
    asked = world.users["focal_a"].person
    world.asked = confirmation.link([asked.pk, "2011-01-01"]).rsplit("/", 2)[1]
