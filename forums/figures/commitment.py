"""What was undertaken at forums, and of how much of it something was reported since (R1 ¶34-35, R2 ¶5 (d); trap T5).

Documents count the commitments of Madrid as 10 and as 12: both are shown beside the rows, and nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from alliance.figures import Column, Cut, Figure, Ratio
from forums.figures.forum import at_a_forum_of
from forums.models import Commitment
from forums.models.commitment import STANDINGS, CommitmentQuerySet

MEASURE = "forum_commitments"
COLUMNS = {
    "commitment": Column(_("Commitment"), lambda made: made.text),
    "key": Column(_("Key"), lambda made: made.key, is_on_page=False),
    "number": Column(_("No."), lambda made: made.number),
    "forum": Column(_("Forum"), lambda made: str(made.forum)),
    "ordinal": Column(_("Forum number"), lambda made: made.forum.ordinal, is_on_page=False),
    "owner": Column(_("Carried out by"), lambda made: made.owner_label),
    "reported": Column(_("Reported"), lambda made: made.reported or ""),
    "status": Column(_("Status reported"), lambda made: made.reported_words or ""),
    "source": Column(_("Source"), lambda made: "; ".join(source.words for source in made.sources)),
}


def made(rows: Callable[[], CommitmentQuerySet]) -> dict[str, Any]:
    return {
        "all_rows": lambda: rows().telling_reports().with_what_it_is_about().order_by("forum__ordinal", "number"),
        "unit": _("commitments"),
        "counted": at_a_forum_of,
        "is_of_forums": True,
        "cuts": {
            "forum": Cut(_("forum"), "forum__name", {}),
            "status": Cut(_("reported status"), "stands_as", dict(STANDINGS)),
            "kind": Cut(_("kind"), "kind", dict(Commitment.Kind.choices)),
        },
        "columns": COLUMNS,
        "link": lambda row: row.get_absolute_url(),
    }


commitments: Figure[Commitment] = Figure(
    key="commitments",
    name=_("Commitments made at forums"),
    definition=_("Announcements and commitments recorded of the forums that began in the period and were held."),
    measure=MEASURE,
    **made(lambda: Commitment.objects.all()),
)
reported: Figure[Commitment] = Figure(
    key="commitments-reported",
    name=_("Commitments with a report"),
    definition=_("Those of the forums that began in the period, of which anything was reported since."),
    **made(lambda: Commitment.objects.reported()),
)
unreported: Figure[Commitment] = Figure(
    key="commitments-unreported",
    name=_("Commitments without a report"),
    definition=_("Those of the forums that began in the period, of which no source tells what became of them."),
    **made(lambda: Commitment.objects.unreported()),
)
share_reported = Ratio(
    key="commitments-reported-share",
    name=_("Share of commitments with a report"),
    definition=_("Commitments with a report, of all that were made at the forums that began in the period."),
    unit=_("per cent"),
    above=reported,
    below=commitments,
)
