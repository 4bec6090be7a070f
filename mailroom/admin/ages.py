"""How long ago and how long still, as people say it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

A_MINUTE = 60


def lasting(since: datetime) -> str:
    if (timezone.now() - since).total_seconds() < A_MINUTE:
        return _("for less than a minute")
    return _("for %(time)s") % {"time": timesince(since, depth=1)}


def past(moment: datetime) -> str:
    if (timezone.now() - moment).total_seconds() < A_MINUTE:
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


def to_come(moment: datetime) -> str:
    ahead = (moment - timezone.now()).total_seconds()
    if ahead <= 0:
        return _("due now")
    return _("in less than a minute") if ahead < A_MINUTE else _("in %(time)s") % {"time": timeuntil(moment, depth=1)}
