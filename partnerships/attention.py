"""What the registers of partnerships have to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from alliance.attention import A_YEAR, Matter, rows
from partnerships.models import Agreement, Network, Programme


def matters(on: date) -> Iterator[Matter]:
    yield from of_agreements(on)
    yield from of_programmes(on)
    yield from of_networks(on)


def of_agreements(on: date) -> Iterator[Matter]:
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


def of_programmes(on: date) -> Iterator[Matter]:
    yield Matter(
        Programme.objects.resting(on, on - A_YEAR).count(),
        _("programmes without a step for a year"),
        _("They are not closed: note what they have come to, or that they have ended."),
        rows("partnerships_programme", work="resting"),
    )
    yield Matter(
        Programme.objects.in_dispute().count(),
        _("programmes of which a step is told in two ways"),
        _("Sources contradict each other: both are shown, and a better source would settle it."),
        rows("partnerships_programme", work="dispute"),
    )


def of_networks(on: date) -> Iterator[Matter]:
    yield Matter(
        Network.objects.without_members(on).count(),
        _("networks of which no member is known"),
        _("Ask whoever coordinates the network for the list."),
        rows("partnerships_network", work="members"),
    )
    yield Matter(
        Network.objects.off_target(on).count(),
        _("networks that are not of the size they are meant to have"),
        _("Fewer or more members are known than the target says."),
        rows("partnerships_network", work="target"),
    )
