import csv
from io import BytesIO, StringIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from alliance.dates import PartialDate
from members.models import Alias, CountryGroup, GroupPlace, Member
from tests.factories import CountryFactory, FocalPointFactory, MemberFactory

pytestmark = pytest.mark.django_db
LIST = "/api/v1/members/"
FIRST = "2008-01-01"
AS_MEMBER = {"status": "member", "public_status": "member"}


def names(response):
    return [row["name"] for row in response.json()["results"]]


def told(response):
    return {error["field"]: error["detail"] for error in response.json()["errors"]}


def test_anyone_reads_the_members_of_today(client):
    MemberFactory(name="Ruritania", key="ruritania", state=True, joined="2008-03")

    answer = client.get(LIST).json()

    assert answer["count"] == 1
    row = answer["results"][0]
    assert (row["key"], row["status"], row["since"], row["basis"]) == ("ruritania", "member", "2008-03", "stated")
    assert row["country"]["region"] == "Europe"


def test_an_organization_has_no_country(client):
    MemberFactory(joined="2008")

    assert client.get(LIST).json()["results"][0]["country"] is None


def test_a_past_day_shows_who_stood_where(client, secretary):
    withdrawn = MemberFactory(name="Was", joined="2008")
    withdrawn.withdraw(on=PartialDate(2010), by=secretary)
    MemberFactory(name="Later", joined="2011")

    assert names(client.get(LIST, {"on": "2009-01-01", "status": "member"})) == ["Was"]
    assert names(client.get(LIST, {"status": "member"})) == ["Later"]
    assert names(client.get(LIST, {"status": "withdrawn"})) == ["Was"]


def test_whom_the_alliance_approaches_is_not_in_the_answer(client, secretary):
    approached = MemberFactory()
    approached.approach(on=PartialDate(2008), by=secretary)

    assert client.get(LIST).json()["count"] == 0
    assert client.get(f"{LIST}{approached.key}/").status_code == 404

    client.force_login(secretary)

    assert client.get(LIST).json()["count"] == 1
    assert client.get(f"{LIST}{approached.key}/").json()["steps"][0]["status"] == "approached"


def test_filters_find_by_kind_region_group_name_and_focal_point(client):
    group = CountryGroup.objects.create(key="osce", name="OSCE")
    state = MemberFactory(name="A State", state=True, joined="2008", is_co_sponsor=True)
    GroupPlace.objects.create(group=group, country=state.country)
    Alias.objects.create(record=state, name="Formerly Other")
    MemberFactory(name="A State of Asia", state=True, country__region="Asia", joined="2008", basis="implied")
    organization = MemberFactory(name="An Organization", joined="2008")
    FocalPointFactory(member=organization)

    for query, found in {
        "kind=organization": ["An Organization"],
        "region=Asia": ["A State of Asia"],
        "group=osce": ["A State"],
        "search=formerly": ["A State"],
        "focal_point=yes": ["An Organization"],
        "focal_point=no": ["A State", "A State of Asia"],
        "co_sponsor=yes": ["A State"],
        "basis=implied": ["A State of Asia"],
        "subregion=Southern Europe&region=Europe": ["A State"],
    }.items():
        assert names(client.get(f"{LIST}?{query}")) == found, query


def test_updated_since_is_for_harvesting(client):
    MemberFactory(joined="2008")
    before, after = timezone.now() - timezone.timedelta(hours=1), timezone.now() + timezone.timedelta(hours=1)

    assert client.get(LIST, {"updated_since": before.isoformat()}).json()["count"] == 1
    assert client.get(LIST, {"updated_since": after.isoformat()}).json()["count"] == 0


def test_a_new_step_moves_the_harvest_mark(secretary):
    member = MemberFactory(joined="2008")
    before = Member.objects.get().updated_at

    member.withdraw(on=PartialDate(2010), by=secretary)

    assert Member.objects.get().updated_at > before


@pytest.mark.parametrize(("visitor", "status"), [(None, 400), ("outsider", 400), ("secretary", 200)])
def test_only_staff_ask_whom_the_alliance_approaches(client, visitor, status, request):
    if visitor:
        client.force_login(request.getfixturevalue(visitor))

    answer = client.get(LIST, {"status": "approached"})
    assert answer.status_code == status, answer.json()
    assert ('value="approached"' in client.get("/members/").content.decode()) == (status == 200)


def test_the_order_can_be_chosen(client):
    MemberFactory(name="Beta", joined="2007")
    MemberFactory(name="Alpha", joined="2009")

    assert names(client.get(LIST)) == ["Alpha", "Beta"]
    assert names(client.get(LIST, {"ordering": "since"})) == ["Beta", "Alpha"]
    assert names(client.get(LIST, {"ordering": "-since"})) == ["Alpha", "Beta"]
    assert names(client.get(LIST, {"ordering": "since,"})) == ["Beta", "Alpha"]
    assert names(client.get(LIST, {"ordering": ","})) == ["Alpha", "Beta"]


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("kind=planet", "kind", "planet is not one of the available choices"),
        ("on=yesterday", "on", "Enter a valid date"),
        ("region=Atlantis", "region", "Atlantis is not one of the available choices"),
        ("group=none-such", "group", "That choice is not one of the available choices"),
        ("ordering=beauty", "ordering", "beauty is not one of the available choices"),
        ("updated_since=0001-01-01T00:00:00%2B14:00", "updated_since", "Enter a valid date/time"),
        ("updated_since=then", "updated_since", "Enter a valid date/time"),
        ("colour=blue", "colour", "This list has no filter “colour”"),
        ("page_size=0", "page_size", "Ask for 1 to 200 rows a page."),
        ("page_size=many", "page_size", "Ask for 1 to 200 rows a page."),
        ("format=pdf", "format", "“pdf” is no format of this list: json, csv, xlsx."),
        (f"search={'x' * 201}", "search", "at most 200 characters"),
        ("search=%00", "search", "Null characters are not allowed"),
    ],
)
def test_a_wrong_filter_is_told_in_words_at_its_field(client, query, field, words):
    response = client.get(f"{LIST}?{query}")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert words in told(response)[field]


@pytest.mark.parametrize("page", ["2", "0", "-1", "last-but-one", "9" * 30])
def test_a_page_that_is_not_there_is_told_in_words(client, page):
    response = client.get(LIST, {"page": page})

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["detail"] == f"There is no page “{page}” of this list."


def test_a_member_that_is_not_there_is_told_in_words(client):
    response = client.get(f"{LIST}atlantis/")

    assert response.status_code == 404
    assert response.json()["detail"] == "There is no such row, or it is not for you to see."


def test_the_same_rows_come_as_csv_and_xlsx_without_pages(client):
    for number in range(60):
        MemberFactory(name=f"Member {number:02}", state=True, joined="2008-03")

    lines = list(csv.DictReader(StringIO(client.get(LIST, {"format": "csv"}).content.decode("utf-8-sig"))))
    sheet = load_workbook(BytesIO(client.get(LIST, {"format": "xlsx"}).content)).active

    assert [line["name"] for line in lines] == [f"Member {number:02}" for number in range(60)]
    assert (lines[0]["country.region"], lines[0]["since"]) == ("Europe", "2008-03")
    assert [cell.value for cell in sheet[1]] == list(lines[0])
    assert sheet.max_row == 61


def test_the_detail_tells_steps_names_groups_and_sources(client):
    member = MemberFactory(key="ruritania", joined="../2006-11-06", source="A report, para 1", source_kind="report")
    Alias.objects.create(record=member, name="Former Ruritania")

    detail = client.get(f"{LIST}ruritania/").json()

    assert detail["steps"][0]["when"] == "../2006-11-06"
    assert detail["aliases"][0]["name"] == "Former Ruritania"
    assert (detail["groups"], detail["source"]) == ([], "A report, para 1")


def test_nobody_writes_here(client, secretary):
    client.force_login(secretary)

    for method in (client.post, client.put, client.patch, client.delete):
        assert method(LIST, {}, content_type="application/json").status_code in {403, 405}


@pytest.mark.parametrize("number", [10, 1000])
def test_a_list_runs_the_same_queries_for_ten_members_and_a_thousand(client, number, django_assert_num_queries):
    countries = CountryFactory.create_batch(10)
    Member.objects.bulk_create(
        Member(
            key=f"m-{n}",
            name=f"Member {n:04}",
            kind="country" if n < 10 else "organization",
            country=countries[n] if n < 10 else None,
            **AS_MEMBER,
        )
        for n in range(number)
    )
    for_all(Member.objects.all())

    with django_assert_num_queries(3) as queries:
        answer = client.get(LIST, {"page_size": 10}).json()

    assert (answer["count"], len(answer["results"])) == (number, 10)
    assert sum(" LIMIT 10" in query["sql"] for query in queries.captured_queries) == 1


def for_all(members):
    step = Member.steps_of().model
    step.objects.bulk_create(
        step(record=member, status="member", on=FIRST, since=FIRST, public_since=FIRST) for member in members
    )


def test_countries_that_are_not_named_as_members(client):
    joined = MemberFactory(state=True, joined="2008").country
    missing = CountryFactory()

    rows = client.get("/api/v1/countries/", {"joined": "no"}).json()["results"]

    assert [row["iso3"] for row in rows] == [missing.iso3]
    assert client.get("/api/v1/countries/", {"joined": "yes"}).json()["results"][0]["iso3"] == joined.iso3
    assert client.get("/api/v1/countries/", {"joined": "no", "on": "2007-01-01"}).json()["count"] == 2
