"""What the registers of forums and meetings have to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.attention import A_YEAR, Matter, rows
from forums.models import Commitment, Forum, Meeting


def matters(on: date) -> Iterator[Matter]:
    yield Matter(
        Forum.objects.unclosed(on).count(),
        _("forums that are over and not recorded as held"),
        _("Record that it was held, postponed or cancelled."),
        rows("forums_forum", work="over"),
    )
    yield Matter(
        Forum.objects.without_outcome_text().count(),
        _("outcomes of forums without a text"),
        _("The outcome is named, but it is not among the documents."),
        rows("forums_forum", work="outcome"),
    )
    yield Matter(
        Meeting.objects.against_the_norm(on)[0].missing,
        _("meetings that the Group of Friends still has to hold this year"),
        _("Two of ministers and two of heads of mission a year (first annual report, annex III.A)."),
        f"{reverse('meetings')}#norm",
    )
    yield Matter(
        Meeting.objects.without_level().count(),
        _("meetings of the Group of Friends of unknown level"),
        _("Whether ministers or heads of mission met decides how they count against the norm."),
        rows("forums_meeting", work="level"),
    )
    yield Matter(
        Commitment.objects.silent_since(on - A_YEAR).count(),
        _("commitments of which nothing was reported for a year"),
        _("Ask whoever carries them out what became of them; many have no report at all."),
        rows("forums_commitment", work="silent"),
    )
