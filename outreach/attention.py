"""What the newsletter has to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from alliance.attention import Matter, rows
from outreach.models import NewsItem, Newsletter

ISSUES = "outreach_newsletter"


def matters(on: date) -> Iterator[Matter]:
    yield Matter(
        Newsletter.objects.missed().count(),
        _("newsletters whose window was missed"),
        _("Nothing was there to send it in time, and it is not sent late: choose another window, or take it back."),
        rows(ISSUES, status__exact=Newsletter.Status.MISSED),
    )
    yield Matter(
        Newsletter.objects.waiting().count(),
        _("newsletters that wait for approval"),
        _("A second person reads it, and approves it or takes it back."),
        rows(ISSUES, status__exact=Newsletter.Status.SUBMITTED),
    )
    yield Matter(
        Newsletter.objects.to_submit(on).count(),
        _("newsletters of a month that is over, not submitted"),
        _("The portal has drafted it from the registers: read it, edit it and submit it for approval."),
        rows(ISSUES, work="submit"),
    )
    yield Matter(
        NewsItem.objects.undecided().count(),
        _("news items to decide"),
        _("A focal point would like the newsletter to tell something: take it in, or decline it with a reason."),
        rows("outreach_newsitem", status__exact=NewsItem.Status.PROPOSED),
    )
