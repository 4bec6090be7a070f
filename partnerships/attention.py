"""What the registers of partnerships have to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from alliance.attention import Matter, rows
from partnerships.models import Agreement

A_YEAR = timedelta(days=365)


def matters(on: date) -> Iterator[Matter]:
    agreements = Agreement.objects
    yield Matter(
        agreements.within_notice(on).count(),
        _("agreements about to expire"),
        _("Whoever wants to renew or to end one has to say so within its notice."),
        rows("partnerships_agreement", work="notice"),
    )
    yield Matter(
        agreements.resting(on, on - A_YEAR).count(),
        _("negotiations without a step for a year"),
        _("Take them up again, or note what became of them."),
        rows("partnerships_agreement", work="resting"),
    )
    yield Matter(
        agreements.without_text(on).count(),
        _("signed agreements without a text"),
        _("What was signed is not among the documents: ask the partner for it."),
        rows("partnerships_agreement", work="text"),
    )
