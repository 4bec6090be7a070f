"""The public pages of the Trust Fund: what counts, what does not and why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import DocumentFactory, MemberFactory, StatedFigureFactory
from tests.factories.agreements import PartnerFactory
from tests.factories.funds import ContributionFactory, ContributorFactory, FundFactory, PledgeFactory, RateFactory

pytestmark = pytest.mark.django_db


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_pages_stand_in_an_empty_office(client):
    page = text(client.get("/contributions/"))

    assert "Nothing received fits." in page
    assert client.get("/contributions/by-year.svg").status_code == 404
    assert client.post("/contributions/").status_code == 405


def test_a_partner_shows_what_it_gave(client):
    partner = PartnerFactory(key="foundation")
    ContributionFactory(contributor=ContributorFactory(partner=partner), amount=77, reported=True)

    assert "USD 77" in text(client.get("/partners/foundation/"))


def test_the_unnamed_are_counted_and_not_listed(client, secretary):
    ContributionFactory(contributor=ContributorFactory(key="unnamed", unnamed=True), amount=77, reported=True)

    page = text(client.get("/contributions/"))
    assert "Of these 77 are not listed below" in page
    assert "Fictional Benefactor" not in page
    assert client.get("/contributors/unnamed/").status_code == 404
    assert client.get("/api/v1/contributors/unnamed/").status_code == 404
    client.force_login(secretary)
    assert "Fictional Benefactor" in text(client.get("/contributors/unnamed/"))


def test_what_is_not_posted_yet_is_for_staff(client, secretary):
    contributor = ContributorFactory(key="ruritania")
    ContributionFactory(contributor=contributor, amount=4711)
    member = f"/members/{contributor.member.key}/"

    for address in ("/contributions/", "/contributors/ruritania/", member):
        assert "4,711" not in text(client.get(address))
    client.force_login(secretary)
    for address in ("/contributions/", "/contributors/ruritania/", member):
        assert "4,711" in text(client.get(address))


def test_currencies_are_told_apart(client):
    contributor = ContributorFactory(key="ruritania")
    for amount, currency in [(100, "USD"), (50, "EUR"), (5, "EUR"), (7, "CHF")]:
        ContributionFactory(contributor=contributor, amount=amount, currency=currency, reported=True, when="2010")

    context = client.get("/contributions/").context

    assert (context["usd"], [int(money.amount) for money in context["others"]]) == (100, [7, 55])
    assert context["years"][0].others_words == "CHF 7, EUR 55"
    assert "Received from it: USD 100, CHF 7, EUR 55." in text(client.get("/contributors/ruritania/"))


def test_dollars_fixed_stand_below_the_amount(client):
    RateFactory(rate="0.8")
    ContributionFactory(amount=80, currency="EUR", reported=True, when="2010-05-05")

    page = text(client.get("/contributions/"))

    assert "EUR 80" in page
    assert "<small>USD 100</small>" in page


def test_an_autonomous_fund_is_told_apart(client):
    ContributionFactory(fund=FundFactory(autonomous=True), amount=100_000_000, reported=True)

    context = client.get("/contributions/").context

    assert (context["usd"], len(context["page"]), len(context["apart"])) == (0, 0, 1)
    assert "Its fund is autonomous" in context["apart"][0].why_not_counted


@pytest.mark.parametrize("value", [1, 19, 99, 100, 101, 4_500_000, 99_999_999])
def test_a_bar_never_leaves_its_picture(client, value):
    document = DocumentFactory()
    figure = StatedFigureFactory.build(measure="trust_fund_raised", value=value, document=document)
    figure.window_start, figure.window_end = "2008-05-01", "2009-05-31"
    figure.save()
    ContributionFactory(amount=value / 2 or 1, reported=True)

    for chart in client.get("/contributions/").context["charts"]:
        for box in [*chart.counted_boxes, *chart.stated_boxes]:
            assert chart.left <= box.x < box.x + box.width <= chart.width
            assert 0 <= box.y <= box.y + box.height <= chart.height


def test_pages_ask_the_same_of_ten_and_of_hundred(client):
    costs = []
    contributor = ContributorFactory(key="ruritania")
    for batch in (10, 60):
        for _ in range(batch):
            of = ContributorFactory(member=MemberFactory(joined="2006"))
            ContributionFactory(reported=True, contributor=of)
            ContributionFactory(unconfirmed=True, contributor=of)
            PledgeFactory(contributor=of)
            ContributionFactory(reported=True, contributor=contributor)
        with CaptureQueriesContext(connection) as asked:
            client.get("/contributions/")
            client.get("/contributors/ruritania/")
        costs.append(len(asked))

    assert costs[0] == costs[1]
