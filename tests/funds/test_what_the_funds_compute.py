"""The real rows of the Trust Fund: what is known of it, and what is counted (data README, "What the registers compute")."""

from decimal import Decimal

import pytest

from alliance.dates import Period
from funds.models import Contribution, Contributor, Fund, OperationalRate, Pledge

pytestmark = pytest.mark.usefixtures("real_registers")


def test_contributions_by_posting():
    assert Contribution.objects.by_posting() == {"reported": 2, "in_kind": 1, "unconfirmed_purpose": 6}
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
