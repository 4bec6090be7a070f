"""The public pages of the Trust Fund with the real rows: what is known, and what of that counts."""

import pytest

pytestmark = pytest.mark.usefixtures("real_registers")


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_tells_what_is_received_and_apart_what_is_not(client):
    context = client.get("/contributions/").context

    assert [row.key for row in context["page"]] == ["qatar-2011", "qatar-2006"]
    assert len(context["apart"]) == 7
    assert [row.key for row in context["pledges"]] == ["qatar-2014", "indonesia-2014"]
    assert (context["usd"], context["others"], context["contributors"]) == (2_000_000, [], 1)
    assert [(told.year, told.usd) for told in context["years"]] == [(2006, 1_000_000), (2011, 1_000_000)]
    assert [figure.value for figure in context["stated"]] == [3_800_000, 2_250_000]


def test_what_is_not_counted_says_why(client):
    page = text(client.get("/contributions/"))

    assert page.count("No source says that this amount was received, and when, by the Trust Fund.") == 6
    assert "It is no money: what is given in kind is told apart." in page
    assert "Secondment of one staff member, initially 12 months" in page


def test_the_picture_has_a_bar_for_each_year_and_each_window_stated(client):
    wide, narrow = client.get("/contributions/").context["charts"]

    assert [box.label for box in wide.counted_boxes] == ["1 m", "1 m"]
    assert [box.label for box in wide.stated_boxes] == ["3.8 m", "2.25 m"]
    assert (narrow.name, wide.top_value) == ("narrow", 4_000_000)
    assert 'viewBox="0 0 1216 360"' in client.get("/contributions/by-year.svg").content.decode()


def test_filters_leave_what_they_ask_for(client):
    def keys(**asked):
        context = client.get("/contributions/", asked).context
        return [[row.key for row in context[name]] for name in ("page", "apart", "pledges")]

    assert keys(search="switz") == [[], ["switzerland-2009"], []]
    assert keys(dated_from="2011-01-01", dated_to="2011-12-31") == [["qatar-2011"], ["spain-2011"], []]
    assert keys(fund="silatech") == [[], [], []]
    assert keys(contributor="indonesia") == [[], [], ["indonesia-2014"]]


def test_a_contributor_has_a_page_of_its_own(client):
    page = text(client.get("/contributors/qatar/"))

    assert "Received from it: USD 2,000,000." in page
    assert page.count("USD 1,500,000") == 1
    assert "Announced at the ministerial meeting in Bali" in page
    assert 'href="/members/qatar/"' in page
    assert "Nothing is known to have been received" in text(client.get("/contributors/spain/"))


def test_the_member_shows_what_it_gave(client):
    assert '<a href="/contributors/switzerland/#switzerland-2009">' in text(client.get("/members/switzerland/"))
    assert 'href="/contributors/' not in text(client.get("/members/romania/"))
