"""What the registers of the funds have to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from alliance.attention import A_YEAR, Matter, rows
from funds.models import Contribution, Pledge


def matters(on: date) -> Iterator[Matter]:
    yield Matter(
        Pledge.objects.unpaid(on, A_YEAR).count(),
        _("pledges older than a year without a receipt"),
        _("Ask the contributor, or record what was received and name its pledge."),
        rows("funds_pledge", work="unpaid"),
    )
    yield Matter(
        Contribution.objects.without_rate().count(),
        _("contributions not posted for want of a rate"),
        _("Enter the United Nations operational rate of exchange of the day on which each was received."),
        rows("funds_contribution", work="rate"),
    )
    yield Matter(
        Contribution.objects.to_post().count(),
        _("contributions entered and not posted"),
        _("Posting fixes their dollars; nobody but staff sees them before."),
        rows("funds_contribution", work="post"),
    )
