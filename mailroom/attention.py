"""What the mailroom has to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from alliance.attention import Matter, rows
from mailroom.models import Reminder


def matters(on: date) -> Iterator[Matter]:
    yield from reminders()


def reminders() -> Iterator[Matter]:
    yield Matter(
        Reminder.objects.unmailed().count(),
        _("things due of which nobody has been mailed"),
        _("They fell due before the office went live, or nobody's address is known: follow them yourself."),
        rows("mailroom_reminder", work="unmailed"),
    )
