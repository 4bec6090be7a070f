"""The partner's door to the Trust Fund: lists by columns, filters, and nothing that is not for all."""

import csv
import json
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.renderers import JSONRenderer

from alliance.listing import Teller
from funds.models import Contribution, Contributor, OperationalRate, Pledge
from funds.serializers import (
    ContributionSerializer,
    ContributorSerializer,
    OperationalRateSerializer,
    PledgeSerializer,
)
from tests.factories.agreements import PartnerFactory
from tests.factories.funds import ContributionFactory, ContributorFactory, FundFactory, PledgeFactory, RateFactory

pytestmark = pytest.mark.django_db
EVERYONE = AnonymousUser()
LISTS = {
    "contributions": (ContributionSerializer, Contribution),
    "pledges": (PledgeSerializer, Pledge),
    "contributors": (ContributorSerializer, Contributor),
    "operational-rates": (OperationalRateSerializer, OperationalRate),
}


@pytest.fixture
def rows():
    RateFactory()
    for n, contributor in enumerate(
        [
            ContributorFactory(key="state"),
            ContributorFactory(key="foundation", partner=PartnerFactory(name="Foundation", kind="foundation")),
            ContributorFactory(key="person", name="Ana Example", named_as="person"),
        ]
    ):
        ContributionFactory(key=f"reported-{n}", contributor=contributor, reported=True, currency="EUR")
        ContributionFactory(key=f"by-year-{n}", contributor=contributor, reported=True, when=f"200{n + 6}")
        ContributionFactory(key=f"unconfirmed-{n}", contributor=contributor, unconfirmed=True, when=None)
        PledgeFactory(key=f"pledge-{n}", contributor=contributor)
    hidden = ContributorFactory(key="unnamed", unnamed=True)
    ContributionFactory(key="hidden-gift", contributor=hidden, reported=True)
    ContributionFactory(key="not-posted")
    PledgeFactory(key="hidden-pledge", contributor=hidden)


def rows_of(model):
    found = model.objects.visible_to(EVERYONE)
    return found.told() if hasattr(found, "told") else found


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_what_the_serializer_says(name, rows, client):
    serializer, model = LISTS[name]
    found = rows_of(model).order_by("pk")

    said = json.loads(JSONRenderer().render(serializer(found, many=True).data))
    listed = json.loads(JSONRenderer().render([*Teller(serializer).tell(found).values()]))

    assert listed == said
    assert len(said) > 0
    answered = client.get(f"/api/v1/{name}/").json()["results"]
    assert sorted(answered, key=lambda row: row["key"]) == sorted(said, key=lambda row: row["key"])


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_however_long_it_is(name, client):
    costs = []
    for batch in (10, 40):
        for n in range(batch):
            of = ContributorFactory()
            ContributionFactory(contributor=of, reported=True)
            PledgeFactory(contributor=of)
            RateFactory(in_force_from=f"20{batch}-{n % 12 + 1:02}-{n // 12 + 1:02}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/api/v1/{name}/", {"page_size": 200}).json()["count"] >= batch
        costs.append(len(asked))

    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"received": "yes"}, {f"{kind}-{n}" for n in range(3) for kind in ("reported", "by-year")}),
        ({"received": "no"}, {"unconfirmed-0", "unconfirmed-1", "unconfirmed-2"}),
        ({"posting": "unconfirmed_purpose", "contributor": "state"}, {"unconfirmed-0"}),
        ({"contributor_kind": "other", "currency": "EUR"}, {"reported-1"}),
        ({"search": "ana ex", "fund": "trust-fund"}, {"reported-2", "by-year-2"}),
        ({"dated_from": "2006-01-01", "dated_to": "2006-12-31"}, {"by-year-0"}),
        ({"contributor_kind": "anonymous"}, set()),
    ],
)
def test_contributions_are_filtered(asked, found, rows, client):
    assert {row["key"] for row in client.get("/api/v1/contributions/", asked).json()["results"]} == found


@pytest.mark.parametrize(
    ("address", "asked", "field"),
    [
        ("contributions", {"contributor": "unnamed"}, "contributor"),
        ("contributions", {"posting": "entered"}, "posting"),
        ("contributions", {"currency": "GALLEONS"}, "currency"),
        ("contributions", {"year": "2008"}, "year"),
        ("pledges", {"contributor": "unnamed"}, "contributor"),
        ("contributors", {"kind": "king"}, "kind"),
        ("operational-rates", {"on": "long ago"}, "on"),
    ],
)
def test_a_filter_that_cannot_be_is_told_in_words(address, asked, field, rows, client):
    answer = client.get(f"/api/v1/{address}/", asked)

    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    "address",
    ["contributions/hidden-gift", "contributions/not-posted", "contributors/unnamed", "pledges/hidden-pledge"],
)
def test_what_is_hidden_is_not_there(address, rows, client, secretary):
    assert client.get(f"/api/v1/{address}/").status_code == 404
    client.force_login(secretary)
    assert client.get(f"/api/v1/{address}/").status_code == 200


def test_staff_ask_for_what_is_not_posted(rows, client, secretary):
    client.force_login(secretary)

    found = client.get("/api/v1/contributions/", {"posting": "entered"}).json()["results"]

    assert [row["key"] for row in found] == ["not-posted"]


def test_a_row_tells_its_money_and_why_it_does_not_count(rows, client):
    reported = client.get("/api/v1/contributions/reported-0/").json()
    unconfirmed = client.get("/api/v1/contributions/unconfirmed-0/").json()

    assert (reported["amount"], reported["currency"], reported["usd"]) == ("100.00", "EUR", "125.00")
    assert reported["why_not_counted"] == ""
    assert (unconfirmed["usd"], unconfirmed["dated"]) == (None, None)
    assert unconfirmed["why_not_counted"]


def test_a_contributor_tells_what_it_gave_by_keys(rows, client):
    body = client.get("/api/v1/contributors/state/").json()

    assert body["contributions"] == ["reported-0", "by-year-0", "unconfirmed-0"]
    assert (body["pledges"], body["kind"]) == (["pledge-0"], "state")


def test_the_rate_of_a_day(client):
    for day in ("2010-04-01", "2010-05-01"):
        RateFactory(in_force_from=day)

    answer = client.get("/api/v1/operational-rates/", {"currency": "EUR", "on": "2010-04-30"}).json()

    assert [row["key"] for row in answer["results"]] == ["eur-2010-04-01"]


def test_the_table_has_every_row(rows, client):
    table = client.get("/api/v1/contributions/", {"format": "csv"}).content.decode("utf-8-sig")

    lines = list(csv.DictReader(StringIO(table)))

    assert len(lines) == 9
    assert {line["usd"] for line in lines if line["posting"] == "reported"} == {"100.00", "125.00"}


def test_harvesters_learn_what_is_hidden_now(client):
    contributor = ContributorFactory(key="arcadia", name="Arcadia", named_as="state")
    contributor.name, contributor.named_as, contributor.is_anonymous = "", "", True
    contributor.save()

    gone = client.get("/api/v1/contributors/", {"updated_since": "2020-01-01T00:00:00Z"}).json()["gone"]

    assert [(row["key"], row["reason"]) for row in gone] == [("arcadia", "hidden")]


def test_an_autonomous_fund_is_named(client):
    ContributionFactory(key="big", fund=FundFactory(autonomous=True), reported=True)

    assert client.get("/api/v1/contributions/", {"received": "no"}).json()["results"][0]["fund"] == "autonomous"
