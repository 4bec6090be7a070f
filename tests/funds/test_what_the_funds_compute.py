"""The real rows of the Trust Fund: what is known of it, and what of that is counted."""

from decimal import Decimal

import pytest

from alliance import figures
from alliance.dates import Period
from funds.models import Contribution, Contributor, Fund, OperationalRate, Pledge
from reports.answers import ask

pytestmark = pytest.mark.usefixtures("real_registers")


def test_two_pledges_are_known():
    assert set(Pledge.objects.values_list("key", flat=True)) == {"qatar-2014", "indonesia-2014"}


def test_what_is_received_is_two_million_dollars_known_by_year():
    received = Contribution.objects.received()

    assert [(row.key, str(row.dated), row.usd) for row in received] == [
        ("qatar-2011", "2011", Decimal(1_000_000)),
        ("qatar-2006", "2006", Decimal(1_000_000)),
    ]
    assert received.usd() == 2_000_000


def test_of_unconfirmed_purpose_nothing_is_converted_or_counted():
    apart = Contribution.objects.filter(posting="unconfirmed_purpose")

    assert not apart.exclude(usd=None).exists()
    assert not apart.exclude(fund=None).exists()
    assert all(row.why_not_counted for row in apart)


def test_no_rate_is_known_from_the_sources():
    assert not OperationalRate.objects.exists()


def test_every_contributor_is_a_member_of_the_register():
    contributors = Contributor.objects.told().values_list("key", "told_kind")

    assert sorted(contributors) == [(key, "state") for key in ("finland", "indonesia", "qatar", "spain", "switzerland")]


def test_the_amount_of_indonesia_stays_unknown():
    assert Pledge.objects.get(key="indonesia-2014").money is None


def test_silatech_and_the_media_fund_never_enter_the_totals():
    qatar = Contributor.objects.get(key="qatar")
    for key, amount in [("silatech", 100_000_000), ("media-fund", 10_000_000)]:
        Contribution.objects.create(
            key=key,
            contributor=qatar,
            fund=Fund.objects.get(key=key),
            amount=amount,
            currency="USD",
            posting="reported",
            dated_on="2008-01-01",
        )

    assert Contribution.objects.received(Period.of_year(2008)).usd() == 0


@pytest.mark.parametrize(
    ("start", "end", "computed", "stated"),
    [("2007-04", "2008-04", 0, 3_800_000), ("2008-05", "2009-05", 0, 2_250_000)],
)
def test_what_is_stated_stands_beside_what_is_computed(start, end, computed, stated, client):
    asked = {"from": start, "to": end}
    answer = client.get("/figures/contributions-received/", asked).context["answer"]

    assert (answer.computed, answer.stated_value, answer.is_same_window, answer.gap) == (computed, stated, True, None)


@pytest.mark.parametrize(("start", "end", "stated"), [("2007-04", "2008-04", 14), ("2008-05", "2009-05", 14)])
def test_fourteen_contributors_are_stated_and_none_is_named(start, end, stated):
    answer = ask([figures.register["contributors"]], Period.parse(start, end))[0]

    assert (answer.computed, answer.stated_value, answer.gap) == (0, stated, stated)


def test_the_figure_tells_contributions_by_posting():
    known = figures.register["contributions-known"]
    life = Period.parse("2005", "2026-11-22")

    assert {part: cells[0] for part, cells in known.by("posting", [life]).items()} == {
        "reported": 2,
        "in_kind": 1,
        "unconfirmed_purpose": 6,
    }
    assert figures.register["pledges"].value(life) == 2
    assert figures.register["contributions-received"].value(life) == 2_000_000
    assert figures.register["contributors"].value(life) == figures.register["contributors-first-time"].value(life) == 1
