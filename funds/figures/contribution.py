"""What the Trust Fund has received, in dollars as far as they are fixed (R1 ¶12, R2 ¶60)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure, Ratio, added_up
from funds.models import Contribution, Contributor
from funds.models.contribution import ContributionQuerySet, dated_in
from funds.models.contributor import kind_of

COLUMNS = {
    "contributor": Column(_("Contributor"), lambda row: row.contributor.shown_name),
    "key": Column(_("Key"), lambda row: row.key, is_on_page=False),
    "dated": Column(_("Value date"), lambda row: row.dated),
    "amount": Column(_("Amount"), lambda row: row.money_words),
    "usd": Column(_("United States dollars"), lambda row: row.usd, is_on_page=False),
    "fund": Column(_("Fund"), lambda row: row.fund.name if row.fund else ""),
    "posting": Column(_("Posting"), lambda row: str(row.get_posting_display())),
    "source": Column(_("Source"), lambda row: "; ".join(source.words for source in row.sources)),
}
CUTS = {
    "kind": Cut(_("kind of contributor"), kind_of("contributor__"), dict(Contributor.Kind.choices)),
    "fund": Cut(_("fund"), "fund__name", {"": _("No fund is named")}),
}
OF_CONTRIBUTIONS: dict[str, Any] = {"columns": COLUMNS, "link": lambda row: row.get_absolute_url()}


def all_contributions() -> ContributionQuerySet:
    return Contribution.objects.select_related("contributor__member", "contributor__partner", "fund")


def in_the_books() -> ContributionQuerySet:
    return all_contributions().exclude(posting=Contribution.Posting.ENTERED)


def received() -> ContributionQuerySet:
    return all_contributions().received()


def in_the_window_before(period: Period) -> Q:
    return dated_in(period.before)


def known_by_the_last_day(period: Period) -> Q:
    return Q(dated_on__lte=period.end) | Q(dated_on=None)


raised: Figure[Contribution] = Figure(
    key="contributions-received",
    name=_("Received by the Trust Fund"),
    definition=_(
        "Contributions with a value date in the period, in dollars as fixed when they were posted. Nothing that is "
        "only pledged, given in kind, of unconfirmed purpose or for an autonomous fund. One that is known by its year "
        "counts from the first day of the year."
    ),
    unit=_("dollars"),
    measure="trust_fund_raised",
    all_rows=received,
    counted=dated_in,
    aggregate=added_up("usd"),
    cuts=CUTS,
    **OF_CONTRIBUTIONS,
)
raised_before: Figure[Contribution] = Figure(
    key="contributions-received-before",
    name=_("Received in the window before"),
    definition=_("The same in the window of the same length that ends on the eve of the period."),
    unit=_("dollars"),
    all_rows=received,
    counted=in_the_window_before,
    aggregate=added_up("usd"),
    cuts=CUTS,
    **OF_CONTRIBUTIONS,
)
change = Ratio(
    key="contributions-change",
    name=_("Change of what is received"),
    definition=_(
        "Received in the period against received in the window before, less one. Both windows have the same length: "
        "thirteen months are never set against twelve."
    ),
    unit=_("per cent"),
    measure="trust_fund_increase",
    above=raised,
    below=raised_before,
    less_one=True,
)
known: Figure[Contribution] = Figure(
    key="contributions-known",
    name=_("Contributions known so far"),
    definition=_(
        "Every contribution that the register knows by the last day of the period, also one without a date, by how it "
        "stands in the books. Those reported or posted are counted as received, the others are not; what is entered "
        "and not posted yet is left out."
    ),
    unit=_("contributions"),
    is_stock=True,
    all_rows=in_the_books,
    counted=known_by_the_last_day,
    cuts={"posting": Cut(_("posting"), "posting", dict(Contribution.Posting.choices))},
    **OF_CONTRIBUTIONS,
)
