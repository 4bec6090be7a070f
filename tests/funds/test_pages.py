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


@pytest.mark.usefixtures("real_registers")
class TestOfTheRealRegister:
    def test_the_page_tells_what_is_received_and_apart_what_is_not(self, client):
        context = client.get("/contributions/").context

        assert [row.key for row in context["page"]] == ["qatar-2011", "qatar-2006"]
        assert len(context["apart"]) == 7
        assert [row.key for row in context["pledges"]] == ["qatar-2014", "indonesia-2014"]
        assert (context["usd"], context["others"], context["contributors"]) == (2_000_000, [], 1)
        assert [(told.year, told.usd) for told in context["years"]] == [(2006, 1_000_000), (2011, 1_000_000)]
        assert [figure.value for figure in context["stated"]] == [3_800_000, 2_250_000]

    def test_what_is_not_counted_says_why(self, client):
        page = text(client.get("/contributions/"))

        assert page.count("No source says that this amount was received, and when, by the Trust Fund.") == 6
        assert "It is no money: what is given in kind is told apart." in page
        assert "Secondment of one staff member, initially 12 months" in page

    def test_the_picture_has_a_bar_for_each_year_and_each_window_stated(self, client):
        wide, narrow = client.get("/contributions/").context["charts"]

        assert [box.label for box in wide.counted_boxes] == ["1 m", "1 m"]
        assert [box.label for box in wide.stated_boxes] == ["3.8 m", "2.25 m"]
        assert (narrow.name, wide.top_value) == ("narrow", 4_000_000)
        assert 'viewBox="0 0 1216 360"' in client.get("/contributions/by-year.svg").content.decode()

    def test_filters_leave_what_they_ask_for(self, client):
        def keys(**asked):
            context = client.get("/contributions/", asked).context
            return [[row.key for row in context[name]] for name in ("page", "apart", "pledges")]

        assert keys(search="switz") == [[], ["switzerland-2009"], []]
        assert keys(dated_from="2011-01-01", dated_to="2011-12-31") == [["qatar-2011"], ["spain-2011"], []]
        assert keys(fund="silatech") == [[], [], []]
        assert keys(contributor="indonesia") == [[], [], ["indonesia-2014"]]

    def test_a_contributor_has_a_page_of_its_own(self, client):
        page = text(client.get("/contributors/qatar/"))

        assert "Received from it: USD 2,000,000." in page
        assert page.count("USD 1,500,000") == 1
        assert "Announced at the ministerial meeting in Bali" in page
        assert 'href="/members/qatar/"' in page
        assert "Nothing is known to have been received" in text(client.get("/contributors/spain/"))

    def test_the_member_shows_what_it_gave(self, client):
        assert '<a href="/contributors/switzerland/#switzerland-2009">' in text(client.get("/members/switzerland/"))
        assert 'href="/contributors/' not in text(client.get("/members/romania/"))


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

    assert (context["usd"], [str(money.amount) for money in context["others"]]) == (100, ["7.00", "55.00"])
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
