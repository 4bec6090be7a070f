"""What everybody reads of networks and programmes, on the page and in the API."""

import pytest

from alliance.dates import PartialDate
from members.models import FieldOfAction
from partnerships.models import Network, Programme, ProgrammeStep
from tests.factories.agreements import PartnerFactory
from tests.factories.programmes import (
    ConsultationFactory,
    NetworkFactory,
    NetworkMemberFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
)

pytestmark = pytest.mark.django_db
PROGRAMMES, NETWORKS = "/api/v1/programmes/", "/api/v1/networks/"
SECRET = "Whisper-in-confidence"


def words(client, address):
    return client.get(address).content.decode()


def found(client, address, **asked):
    return {row["key"] for row in client.get(address, asked).json()["results"]}


def test_both_accounts_of_a_launch_stand_on_the_page_with_their_sources(client):
    """Trap T3."""
    programme = ProgrammeFactory(key="mechanism")
    programme.launch(on=PartialDate(2008, 2), by=None, source="First report, para 19", told_as="active")
    programme.launch(on=PartialDate(2008, 1), by=None, source="Second report, para 27", preferred=False)

    page = words(client, "/programmes/mechanism/")

    for shown in ("February 2008", "First report, para 19", "January 2008", "Second report, para 27"):
        assert shown in page
    assert "another account" in page
    assert "Sources contradict each other" in page
    assert "told as “active”" in page
    steps = client.get(f"{PROGRAMMES}mechanism/").json()["steps"]
    assert {(step["when"], step["preferred"]) for step in steps} == {("2008-02", True), ("2008-01", False)}


def test_an_autonomous_one_says_that_its_money_is_not_the_alliances(client):
    """Trap T10."""
    ProgrammeFactory(key="own", launched="2008")
    ProgrammeFactory(key="fund", launched="2008", autonomous=True)

    assert "never enters the Alliance" in words(client, "/programmes/fund/")
    assert "never enters the Alliance" not in words(client, "/programmes/own/")


def test_a_page_shows_nothing_where_nothing_is_known(client):
    ProgrammeFactory(key="bare", launched="../2009-05-31")
    NetworkFactory(key="bare")

    assert "No source names a partner." in words(client, "/programmes/bare/")
    assert "since when is not known" in words(client, "/programmes/bare/")
    assert "No source names its members." in words(client, "/networks/bare/")


def test_who_belonged_to_a_network_stands_beside_who_does(client):
    network = NetworkFactory(key="network")
    NetworkMemberFactory(network=network, called="Staying Institute")
    NetworkMemberFactory(network=network, called="Leaving Institute", left=PartialDate(2010))

    page = words(client, "/networks/network/")

    assert page.index("Staying Institute") < page.index("Who belonged to it") < page.index("Leaving Institute")
    assert [row["name"] for row in client.get(f"{NETWORKS}network/").json()["members"]] == ["Staying Institute"]


def test_a_partner_tells_its_networks_and_programmes(client):
    partner = PartnerFactory(key="helper")
    NetworkMemberFactory(partner=partner, network=NetworkFactory(key="network", name="Its Network"))
    ProgrammePartnerFactory(
        partner=partner, programme=ProgrammeFactory(key="programme", name="Its Programme", launched="2009")
    )

    page, told = words(client, "/partners/helper/"), client.get("/api/v1/partners/helper/").json()

    assert "Its Network" in page
    assert "Its Programme" in page
    assert (told["networks"], told["programmes"]) == (["network"], ["programme"])


def test_programmes_are_filtered_by_whatever_is_coded(client):
    youth = FieldOfAction.objects.get(key="youth")
    partner = PartnerFactory(key="helper")
    fund = ProgrammeFactory(key="fund", name="Seed money", kind="fund", relation="catalyst", announced="2008-01")
    fund.launch(on=PartialDate(2009, 4), by=None)
    fund.fields.add(youth)
    fund.aliases.create(name="Former name")
    ProgrammePartnerFactory(programme=fund, partner=partner)
    ProgrammeFactory(key="other", launched="2009-04")

    for asked in (
        {"kind": "fund"},
        {"relation": "catalyst"},
        {"field": "youth"},
        {"partner": "helper"},
        {"search": "former"},
        {"on": "2008-06-30", "status": "announced"},
    ):
        assert found(client, PROGRAMMES, **asked) == {"fund"}, asked
    assert found(client, PROGRAMMES, status="announced") == set()
    assert client.get(PROGRAMMES, {"relation": "owned"}).status_code == 400


def test_networks_are_filtered_by_whatever_is_coded(client):
    partner = PartnerFactory(key="helper")
    network = NetworkFactory(key="mayors", name="Coalition", kind="cities", status="planned")
    network.aliases.create(name="Former name")
    NetworkMemberFactory(network=network, partner=partner)
    NetworkFactory(key="other")

    for asked in ({"kind": "cities"}, {"status": "planned"}, {"partner": "helper"}, {"search": "former"}):
        assert found(client, NETWORKS, **asked) == {"mayors"}, asked
        assert "Coalition" in client.get("/networks/", asked).content.decode()


def test_a_harvester_is_told_when_a_network_is_hidden_again_and_never_of_one_that_was_not_shown(client):
    shown, hidden = NetworkFactory(key="shown"), NetworkFactory(key="hidden", is_public=False)
    shown.is_public = False
    shown.save()
    hidden.note = "Changed"
    hidden.save()

    answer = client.get(NETWORKS, {"updated_since": "2020-01-01T00:00:00Z"}).json()

    assert answer["results"] == []
    assert [(row["key"], row["reason"]) for row in answer["gone"]] == [("shown", "hidden")]


def programmes(number):
    made = Programme.objects.bulk_create(
        Programme(
            key=f"p-{n}",
            name=f"Programme {n:04}",
            kind="programme",
            relation="leads",
            status="launched",
            public_status="launched",
        )
        for n in range(number)
    )
    ProgrammeStep.objects.bulk_create(
        ProgrammeStep(
            record=programme,
            status="launched",
            on="2009-04-01",
            on_precision="month",
            since="2009-04-01",
            public_since="2009-04-01",
        )
        for programme in made
    )


def networks(number):
    Network.objects.bulk_create(
        Network(key=f"n-{n}", name=f"Network {n:04}", kind="media", status="active", is_public=True)
        for n in range(number)
    )


@pytest.mark.parametrize("number", [10, 1000])
@pytest.mark.parametrize(
    ("made", "api", "page", "costs"),
    [(programmes, PROGRAMMES, "/programmes/", (4, 3)), (networks, NETWORKS, "/networks/", (3, 2))],
)
def test_a_list_runs_the_same_queries_for_ten_rows_and_a_thousand(
    made, api, page, costs, number, client, django_assert_num_queries
):
    made(number)

    with django_assert_num_queries(costs[0]):
        answer = client.get(api, {"page_size": 10}).json()
    with django_assert_num_queries(costs[1]):
        assert str(number) in words(client, page)

    assert (answer["count"], len(answer["results"])) == (number, 10)


@pytest.fixture
def heard():
    programme = ProgrammeFactory(key="paper", name="Paper", launched="2008")
    return ConsultationFactory(programme=programme, with_whom=SECRET, summary=SECRET)


@pytest.mark.parametrize("visitor", [None, "outsider"])
def test_what_was_heard_in_confidence_is_told_at_no_door(client, heard, visitor, request):
    if visitor:
        client.force_login(request.getfixturevalue(visitor))
    tag = client.get(f"{PROGRAMMES}paper/")["ETag"]
    before = client.get(f"{PROGRAMMES}paper/").json()

    ConsultationFactory(programme=heard.programme, with_whom=SECRET, summary=SECRET)
    heard.summary = f"{SECRET} again"
    heard.save()

    for address in (
        "/",
        "/programmes/",
        "/programmes/paper/",
        f"/programmes/?search={SECRET[:7]}",
        PROGRAMMES,
        f"{PROGRAMMES}paper/",
        f"{PROGRAMMES}?format=csv",
        f"{PROGRAMMES}?updated_since=2020-01-01T00:00:00Z",
        "/figures/programmes/",
        "/api/v1/figures/programmes/rows/",
        "/api/v1/schema/",
    ):
        assert SECRET not in words(client, address), address
    assert client.get(PROGRAMMES, {"search": SECRET}).json()["count"] == 0
    assert client.get(f"{PROGRAMMES}paper/").json() == before
    assert client.get(f"{PROGRAMMES}paper/")["ETag"] == tag


def test_staff_read_it_on_the_page_and_in_the_registers_and_take_it_out_nowhere(client, heard, secretary):
    client.force_login(secretary)

    assert SECRET in words(client, "/programmes/paper/")
    assert SECRET in words(client, "/admin/partnerships/consultation/")
    assert client.get("/admin/partnerships/consultation/export/").status_code == 403
    assert client.get("/admin/partnerships/consultation/import/").status_code == 403
    assert SECRET not in words(client, f"{PROGRAMMES}paper/")
