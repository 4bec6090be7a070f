"""What the funds' registers count, at any period, beside what documents state."""

from datetime import date
from decimal import Decimal

import pytest

from alliance import figures
from alliance.dates import Period
from funds.models import Contribution
from tests.factories import MemberFactory
from tests.factories.agreements import PartnerFactory
from tests.factories.funds import ContributionFactory, ContributorFactory, FundFactory, PledgeFactory, RateFactory

FIRST, SECOND = Period.parse("2007-04", "2008-04"), Period.parse("2008-05", "2009-05")
pytestmark = pytest.mark.django_db


def value(key, period):
    return figures.register[key].value(period)


def gave(contributor=None, when="2008-06-01", amount=100, **told):
    told |= {} if contributor is None else {"contributor": contributor}
    return ContributionFactory(when=when, amount=amount, reported=True, **told)


def test_dollars_are_added_up_and_euros_only_where_they_are_fixed():
    RateFactory(rate="0.5", in_force_from="2008-07-01")
    gave(amount=Decimal("100.25"))
    gave(amount=50, currency="EUR", when="2008-07-02")
    gave(amount=50, currency="EUR", when="2008")

    assert value("contributions-received", SECOND) == Decimal("200.25")
    assert value("contributions-received", FIRST) == 0


def test_nothing_that_is_not_received_is_added_up():
    gave(fund=FundFactory(autonomous=True))
    for told in ({}, {"unconfirmed": True}, {"in_kind": True}):
        ContributionFactory(when="2008-06-01", **told)
    PledgeFactory(amount=100, currency="USD", when="2008-06")

    assert value("contributions-received", SECOND) == 0
    assert value("contributors", SECOND) == 0
    assert value("pledges", SECOND) == 1


def test_thirteen_months_are_set_against_thirteen_months():
    """3.8 and 2.25 million dollars: less by 40.8 per cent."""
    gave(amount=3_800_000, when="2007-04-30")
    gave(amount=2_250_000, when="2009-05-31")
    gave(amount=999, when="2007-03-31")

    assert value("contributions-received-before", SECOND) == value("contributions-received", FIRST) == 3_800_000
    assert value("contributions-change", SECOND) == Decimal("-40.8")
    assert value("contributions-change", Period.of_year(2009)) is None


def test_contributors_are_counted_once_by_what_they_are():
    state = ContributorFactory()
    for contributor in (
        state,
        state,
        ContributorFactory(),
        ContributorFactory(member=MemberFactory()),
        ContributorFactory(partner=PartnerFactory(kind="foundation")),
        ContributorFactory(unnamed=True),
    ):
        gave(contributor)
    contributors = figures.register["contributors"]

    assert contributors.value(SECOND) == len(contributors.rows(SECOND)) == 5
    assert {part: cells[0] for part, cells in contributors.by("kind", [SECOND]).items()} == {
        "state": 2,
        "organization": 1,
        "other": 1,
        "anonymous": 1,
    }
    assert contributors.series([FIRST, SECOND]) == [0, 5]


def test_a_first_time_contributor_never_gave_before():
    old, new = ContributorFactory(), ContributorFactory()
    gave(old, when="2006")
    gave(old, when="2008-06-01")
    gave(new, when="2009-01")
    gave(new, when="2009-02")
    first = figures.register["contributors-first-time"]

    assert first.value(SECOND) == 1
    assert [row.key for row in first.rows(SECOND)] == [new.key]
    assert first.series([Period.of_year(2006), FIRST, SECOND]) == [1, 0, 1]


def test_who_was_given_it_back_is_no_contributor():
    contributor = ContributorFactory()
    gave(contributor).take_back(on=date(2008, 7, 1), by=None)

    assert [value(key, SECOND) for key in ("contributors", "contributors-first-time", "contributions-received")] == [
        *(0, 0, 0)
    ]
    (year,) = Contribution.objects.received().by_year()
    assert (year.year, year.usd, year.contributors) == (2008, 0, 0)
    assert Contribution.objects.received().contributors() == 0


def test_the_share_of_members_leaves_out_who_is_none():
    gave(ContributorFactory())
    gave(ContributorFactory(name="Arcadia", named_as="state"))
    MemberFactory.create_batch(3, joined="2008-01")

    assert value("contributors", SECOND) == 2
    assert value("contributors-members", SECOND) == 1
    assert value("contributors-share", SECOND) == 25


def test_rows_of_the_unnamed_are_counted_and_shown_to_staff_only(client, secretary):
    gave(ContributorFactory(unnamed=True))
    asked = {"from": "2008", "to": "2008"}

    for key in ("contributions-received", "contributors"):
        public = client.get(f"/figures/{key}/", asked)
        assert public.context["answer"].computed > 0
        assert not public.context.get("table")
    client.force_login(secretary)
    assert len(client.get("/figures/contributors/", asked).context["table"]) == 1


@pytest.mark.parametrize("key", [key for key, figure in figures.register.items() if figure.kept_by == "Trust Fund"])
def test_every_value_opens_its_rows(key, django_assert_num_queries, client):
    for when in ("2007-05-01", "2008", "2008-06"):
        gave(when=when)
        PledgeFactory(when=when)
    figure = figures.register[key]
    if not isinstance(figure, figures.Figure):
        return

    rows = figure.rows(SECOND)

    assert len(rows) == rows.count()
    for row in rows:
        assert all(isinstance(column.of(row), object) for column in figure.columns.values())
    with django_assert_num_queries(1):
        figure.series([FIRST, SECOND, Period.of_year(2008)])
    assert client.get(f"/api/v1/figures/{key}/rows/").status_code == 200
