"""What of the mail waits for a decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.attention import Matter, rows
from mailroom.models import Message, Reminder, Suppression


def matters(on: date) -> Iterator[Matter]:
    stuck, in_doubt = Message.objects.stuck(timezone.now()), Message.objects.in_doubt()
    failed = Message.objects.failed().undecided()
    yield Matter(
        stuck.count(),
        _("mails that wait too long"),
        _("The mail server does not take them, or no worker is running."),
        rows("mailroom_message", work="stuck"),
        among=stuck,
    )
    yield Matter(
        in_doubt.count(),
        _("mails in doubt"),
        _("Look their Message-ID up in the mail server’s log, then settle them or send them again."),
        rows("mailroom_message", work="in_doubt"),
        among=in_doubt,
    )
    yield Matter(
        failed.count(),
        _("mails that failed"),
        _("Somebody was not told. Put right what the cause says and send again, or settle."),
        rows("mailroom_message", work="failed"),
        among=failed,
    )
    yield Matter(
        Suppression.objects.standing().filter(reason=Suppression.Reason.BOUNCED).count(),
        _("addresses that nobody has"),
        _("Their mail came back: ask for the right address, or lift what was a mistake."),
        rows("mailroom_suppression", standing="yes", reason__exact=Suppression.Reason.BOUNCED),
        needs="mailroom.view_suppression",
    )
    yield Matter(
        Reminder.objects.unmailed().count(),
        _("things due of which nobody has been mailed"),
        _("They fell due before the office went live, or nobody's address is known: follow them yourself."),
        rows("mailroom_reminder", work="unmailed"),
    )
