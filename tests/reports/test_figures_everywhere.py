"""Page, API and home ask the same figures, and every figure opens its rows."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from alliance import figures
from alliance.dates import PartialDate, Period
from members.figures import members
from reports.answers import ask
from tests.factories import DocumentFactory, FocalPointFactory, MemberFactory, StatedFigureFactory

SECOND_PERIOD = {"from": "2008-05", "to": "2009-05"}
EVERY_FIGURE = pytest.mark.parametrize("key", sorted(figures.register))
FOR_STAFF = sorted(key for key, figure in figures.register.items() if figure.is_confidential)
BESIDE_THE_FIGURES = 20  # statements of a page, whatever it counts


def state(value, as_of, **more):
    figure = StatedFigureFactory.build(value=value, document=DocumentFactory(), **more)
    figure.as_of = PartialDate.parse(as_of)
    figure.save()
    return figure


def window(value, document, start, end, **more):
    figure = StatedFigureFactory.build(measure="focal_points_appointed", value=value, document=document, **more)
    figure.window_from, figure.window_to = PartialDate.parse(start), PartialDate.parse(end)
    figure.save()


@pytest.mark.usefixtures("real_registers")
def test_the_home_page_tells_what_is_stated_last_beside_what_the_register_names(client):
    page = " ".join(client.get("/").content.decode().split())

    assert "<strong>159</strong> members in the Group of Friends, stated on 28 February 2023" in page
    assert "<strong>62</strong> named in the register" in page
    assert "25 of them only implied by a source" in page
    assert "at least 97 still to be named" in page


@pytest.mark.usefixtures("real_registers")
def test_the_page_of_the_second_period_shows_40_beside_103_and_the_gap(client):
    context = client.get("/figures/members/", SECOND_PERIOD).context

    answer = context["answer"]
    assert (answer.computed, answer.stated_value, answer.gap) == (40, 103, 63)
    assert len(context["table"]) == 40
    assert answer.stated[0].citation == "Second annual report (2009), paras 12, 60"


@pytest.mark.usefixtures("real_registers")
def test_the_api_says_the_same_as_the_page(client):
    answer = client.get("/api/v1/figures/members/", SECOND_PERIOD).json()
    rows = client.get("/api/v1/figures/members/rows/", SECOND_PERIOD).json()["results"]

    assert (answer["computed"], answer["gap"], answer["stated"][0]["value"]) == (40, "63.00", "103.00")
    assert len(rows) == answer["computed"]
    assert {part["part"]: part["computed"] for part in answer["cuts"][0]["parts"]} == {
        "State": 37,
        "international organization": 3,
    }
    assert [year["computed"] for year in answer["years"]] == [31, 40]


@pytest.mark.usefixtures("real_registers")
def test_every_year_of_the_growth_is_a_row_of_its_table(client):
    table = client.get("/api/v1/figures/members/years/", {"format": "csv"}).content.decode("utf-8-sig")
    lines = list(csv.DictReader(StringIO(table)))

    counted = {line["end"][:4]: (line["computed"], line["stated"]) for line in lines}
    assert counted["2007"] == ("30.0", "44.00")
    assert counted["2011"][1] == "130.00"
    assert counted["2023"] == ("55.0", "159.00")


@pytest.mark.django_db
@EVERY_FIGURE
def test_every_figure_has_a_page_and_an_api_even_in_an_empty_office(client, key, secretary):
    if key in FOR_STAFF:
        client.force_login(secretary)

    assert client.get(f"/figures/{key}/").status_code == 200
    assert client.get(f"/api/v1/figures/{key}/").json()["key"] == key
    assert figures.register[key].definition


@pytest.mark.django_db
@EVERY_FIGURE
def test_the_rows_of_a_figure_come_as_table_too(client, key, secretary):
    if key in FOR_STAFF:
        client.force_login(secretary)

    response = client.get(f"/api/v1/figures/{key}/rows/", {"format": "csv"})

    is_made_of_rows = isinstance(figures.register[key], figures.Figure)
    assert response.status_code == (200 if is_made_of_rows else 404)


@pytest.mark.django_db
@pytest.mark.parametrize("key", FOR_STAFF)
@pytest.mark.parametrize("visitor", [None, "outsider"])
def test_a_figure_for_staff_is_there_for_nobody_else(client, key, visitor, request):
    if visitor:
        client.force_login(request.getfixturevalue(visitor))
    api = f"/api/v1/figures/{key}/"

    for address in [f"/figures/{key}/", api, f"{api}rows/", f"{api}rows/?format=csv", f"{api}years/"]:
        assert client.get(address).status_code == 404, address
    for address in ["/figures/", "/api/v1/figures/?page_size=200", "/api/v1/figures/?format=csv"]:
        assert key not in client.get(address).content.decode(), address


@pytest.mark.django_db
@pytest.mark.parametrize("rows", ["rows", "years"])
def test_what_stands_behind_a_figure_is_a_list_like_others(client, rows):
    MemberFactory.create_batch(3, joined="2008")
    address = f"/api/v1/figures/members/{rows}/"

    first = client.get(address, {"page_size": 2, "from": "2007", "to": "2009"}).json()
    second = client.get(first["next"]).json()

    assert (first["count"], len(first["results"]), len(second["results"])) == (3, 2, 1)
    assert client.get(address, {"page_size": 0}).status_code == 400
    assert client.get(address, {"page": 9}).status_code == 404


@pytest.mark.django_db
def test_the_value_never_depends_on_who_looks_and_the_rows_do(client, secretary):
    FocalPointFactory(since=date(2008, 6, 1), person__name="Ana Example")

    public = client.get("/figures/focal-points-appointed/", {"from": "2008", "to": "2008"})
    client.force_login(secretary)
    office = client.get("/figures/focal-points-appointed/", {"from": "2008", "to": "2008"})

    assert public.context["answer"].computed == office.context["answer"].computed == 1
    assert "Ana Example" not in public.content.decode()
    assert "Ana Example" in office.content.decode()


@pytest.mark.django_db
def test_nobody_of_the_demonstration_is_counted(client):
    FocalPointFactory(since=date(2008, 6, 1), person__demonstration=True)
    period = Period.of_year(2008)

    values = {
        key: figures.register[key].value(period) for key in ("focal-points-appointed", "members-with-focal-point")
    }

    assert values == {"focal-points-appointed": 0, "members-with-focal-point": 0}


@pytest.mark.django_db
def test_coverage_is_members_with_a_principal_of_all_members():
    FocalPointFactory(since=date(2008, 6, 1))
    MemberFactory.create_batch(3, joined="2008")

    assert figures.register["focal-point-coverage"].value(Period.of_year(2008)) == 25
    assert figures.register["focal-point-coverage"].value(Period.of_year(2007)) is None


@pytest.mark.django_db
def test_growth_over_any_window():
    MemberFactory.create_batch(2, joined="2008")
    MemberFactory(joined="2009")

    assert figures.register["members-growth"].value(Period.of_year(2009)) == 50
    assert figures.register["members-growth"].value(Period.of_year(2008)) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({"from": "long ago"}, "from", "“long ago” is no date"),
        ({"to": "2008-13"}, "to", "There is no such day as 2008-13."),
        ({"from": "2009", "to": "2008"}, "to", "The period ends before it starts."),
        ({"from": "0001"}, "from", "Counting begins in 2005"),
        ({"to": "9999"}, "to", "Nothing can be counted beyond this year."),
        ({"since": "2009"}, "since", "This list has no filter “since”"),
    ],
)
def test_a_period_that_cannot_be_read_is_told_in_words_at_both_doors(client, query, field, words):
    answer = client.get("/api/v1/figures/", query)
    page = client.get("/figures/", query)

    assert answer.status_code == 400
    assert words in {error["field"]: error["detail"] for error in answer.json()["errors"]}[field]
    assert page.status_code == 200
    assert field == "since" or words in page.context["form"].errors[field][0]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/figures/beauty/", "/api/v1/figures/beauty/"])
def test_a_figure_that_nobody_counts_is_told_in_words(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "There is no figure “beauty”." in response.content.decode()


@pytest.mark.django_db
def test_what_is_stated_for_another_window_is_shown_as_such_and_makes_no_gap(client):
    figure = StatedFigureFactory.build(measure="focal_points_appointed", value=21, document=DocumentFactory())
    figure.window_from, figure.window_to = PartialDate(2008, 5), PartialDate(2009, 5)
    figure.save()
    address = "/figures/focal-points-appointed/"

    same = client.get(address, SECOND_PERIOD).context["answer"]
    wider = client.get(address, {"from": "2008", "to": "2010"}).context["answer"]

    assert (same.is_same_window, same.gap) == (True, 21)
    assert (wider.stated_value, wider.is_same_window, wider.gap) == (21, False, None)


@pytest.mark.django_db
def test_a_stock_is_compared_on_the_day_of_which_the_statement_speaks(client):
    state(159, "2009-02")
    MemberFactory.create_batch(2, joined="2008")
    MemberFactory(joined="2010")

    answer = client.get("/figures/members/", {"from": "2008", "to": "2012"}).context["answer"]
    served = client.get("/api/v1/figures/members/", {"from": "2008", "to": "2012"}).json()

    assert (answer.computed, answer.computed_then, answer.gap, answer.is_same_window) == (3, 2, 157, False)
    assert (served["compared_on"], served["computed_then"], served["gap"]) == ("2009-02-28", 2, "157.00")


@pytest.mark.django_db
@pytest.mark.parametrize(("qualifier", "gap"), [("exact", 99), ("about", 99), ("more_than", None), ("at_least", None)])
def test_a_bound_makes_no_gap(qualifier, gap):
    state(100, "2009-05", qualifier=qualifier)
    MemberFactory(joined="2008")

    assert ask([members], Period.parse("2008", "2009-05"))[0].gap == gap


@pytest.mark.django_db
def test_parts_add_up_within_one_document_only_and_the_last_word_counts():
    report, page = DocumentFactory.create_batch(2)
    of_the_period = Period.parse("2008-05", "2009-05")
    for value, document, part in [(69, report, "countries"), (14, report, "organizations"), (60, page, "countries")]:
        window(value, document, "2008-05", "2009-05", part=part, scope="report" if document is report else "public")
    window(7, page, "2007", "2007")

    answer = ask([figures.register["focal-points-appointed"]], of_the_period)[0]
    wider = ask([figures.register["focal-points-appointed"]], Period.parse("2007", "2010"))[0]

    assert (answer.stated_value, answer.gap) == (83, 83)
    assert (wider.stated_value, wider.gap) == (83, None)


@pytest.mark.django_db
def test_who_joins_left_and_joins_again_has_joined_twice(secretary):
    member = MemberFactory(joined="2008-01")
    member.withdraw(on=PartialDate(2008, 3), by=secretary)
    member.join(on=PartialDate(2008, 6), by=secretary)

    values = {key: figures.register[f"members{key}"].value(Period.of_year(2008)) for key in ("", "-joined", "-left")}

    assert values == {"": 1, "-joined": 2, "-left": 1}


@pytest.mark.django_db
def test_members_before_and_what_came_and_went_make_the_members_after(secretary):
    MemberFactory(joined="2007")
    for left in ("2008-05", "../2008-07"):
        MemberFactory(joined="2007").withdraw(on=PartialDate.parse(left), by=secretary)
    MemberFactory(joined="2008-04")
    MemberFactory(joined="../2008-11")

    value = {key: figure.value(Period.of_year(2008)) for key, figure in figures.register.items()}

    assert (value["members-left"], value["members-first-shown-as-left"]) == (1, 1)
    came = value["members-joined"] + value["members-first-shown"]
    went = value["members-left"] + value["members-first-shown-as-left"]
    assert value["members"] == value["members-before"] + came - went == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("end", "is_refused"), [("2018", False), ("2018-05", False), ("2018-04", True)])
def test_a_window_ends_after_it_starts_as_far_as_known(end, is_refused):
    figure = StatedFigureFactory.build(document=DocumentFactory())
    figure.window_from, figure.window_to = PartialDate(2018, 5), PartialDate.parse(end)

    if is_refused:
        with pytest.raises(ValidationError, match="The window ends before it starts"):
            figure.full_clean()
    else:
        figure.full_clean()
        figure.save()


@pytest.mark.django_db
def test_what_a_document_states_that_is_not_published_stands_beside_no_figure(client, secretary):
    figure = state(500, "2009-05")
    figure.document.visibility = "staff"
    figure.document.save()
    client.force_login(secretary)

    assert client.get("/figures/members/").context["answer"].stated == []
    assert "500" not in client.get("/").content.decode()
    assert client.get("/sources/").context["gaps"].documents == 0


@pytest.mark.django_db
def test_a_bound_does_not_take_the_place_of_a_number(client):
    state(103, "2009-05")
    state(100, "2009-06", qualifier="more_than")

    assert client.get("/figures/members/").context["answer"].stated_value == 103


@pytest.mark.django_db
def test_a_figure_made_of_two_others_has_no_gap():
    figure = StatedFigureFactory.build(measure="group_of_friends_growth", value=21, document=DocumentFactory())
    figure.window_from, figure.window_to = PartialDate(2008, 5), PartialDate(2009, 5)
    figure.save()
    MemberFactory(joined="2007")

    answer = ask([figures.register["members-growth"]], Period.parse("2008-05", "2009-05"))[0]

    assert (answer.computed, answer.stated_value, answer.gap) == (0, 21, None)


@pytest.mark.django_db
def test_the_picture_stands_alone_at_an_address_that_stays(client):
    state(44, "2007-04")
    MemberFactory(joined="2006")

    picture = client.get("/figures/members.svg")

    assert picture["Content-Type"] == "image/svg+xml"
    assert "44" in picture.content.decode()
    assert client.get("/figures/members-left.svg").status_code == 404


@pytest.mark.django_db
def test_more_than_100_is_no_point_of_a_line(client):
    state(103, "2009-05")
    state(100, "2009-06", qualifier="more_than")

    chart = client.get("/figures/members/").context["charts"][0]

    assert [point.value for point in chart.stated] == [103]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/figures/", "/figures/members/", "/sources/", "/api/v1/figures/"])
def test_pages_of_figures_run_the_same_queries_for_ten_members_and_for_hundred(
    client, address, django_assert_max_num_queries
):
    counts = []
    for batch in (10, 90):
        MemberFactory.create_batch(batch, state=True, joined="2008")
        with django_assert_max_num_queries(BESIDE_THE_FIGURES + len(figures.register)) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_rows_of_approached_states_are_no_members():
    MemberFactory().approach(on=PartialDate(2008), by=None)

    assert members.value(Period.of_year(2009)) == 0
    assert not members.rows(Period.of_year(2009)).visible_to(AnonymousUser()).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/", "/sources/", "/accessibility/", "/privacy/", "/figures/", "/members/", "/documents/"]
)
def test_the_public_pages_stand_in_an_empty_office(client, address):
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 405
