"""What was pledged to the Trust Fund; it is no income."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.figures import Column, Figure
from funds.models import Pledge
from funds.models.pledge import PledgeQuerySet


def pledges() -> PledgeQuerySet:
    found = Pledge.objects.filter(fund__is_autonomous=False)
    return found.select_related("contributor__member", "contributor__partner", "fund")


made: Figure[Pledge] = Figure(
    key="pledges",
    name=_("Pledges to the Trust Fund"),
    definition=_("Those made in the period. A pledge is no income, and its amount is not always known."),
    unit=_("pledges"),
    all_rows=pledges,
    counted=lambda period: Q(pledged_on__range=period, pledged_on_known_by=False),
    columns={
        "contributor": Column(_("Contributor"), lambda row: row.contributor.shown_name),
        "key": Column(_("Key"), lambda row: row.key, is_on_page=False),
        "pledged": Column(_("Pledged"), lambda row: row.pledged),
        "amount": Column(_("Amount"), lambda row: row.money_words),
        "source": Column(_("Source"), lambda row: "; ".join(source.words for source in row.sources)),
    },
    link=lambda row: row.get_absolute_url(),
)
