"""The newsletter in the API: the issues that went out, whole; and nobody who reads them."""

import csv
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.renderers import JSONRenderer

from alliance.listing import Teller
from outreach.api import NewsletterViewSet
from outreach.serializers import NewsletterSerializer
from tests.factories.outreach import BlockFactory, NewsletterFactory, SubscriberFactory, sent_out, translated

pytestmark = pytest.mark.django_db
API = "/api/v1/newsletters/"


def issue(month="2009-04", **more):
    return NewsletterFactory(month=date.fromisoformat(f"{month}-01"), told=2, **more)


def keys(client, **asked):
    return [row["key"] for row in client.get(API, asked).json()["results"]]


def test_an_issue_is_a_row_with_the_languages_it_is_written_in(client):
    made = issue()
    translated(made.main, "fr")
    sent_out(made)

    (row,) = client.get(API).json()["results"]

    assert (row["key"], row["subject"], row["since"], row["status"]) == (
        "2009-04",
        "News of 2009-04",
        "2009-04-01",
        "sending",
    )
    assert [edition["language"] for edition in row["editions"]] == ["en", "fr"]


def test_the_detail_has_each_block_as_html_and_as_text(client, settings):
    made = sent_out(issue())

    (edition,) = client.get(f"{API}2009-04/").json()["editions"]

    assert edition["address"] == f"{settings.SITE_URL}/newsletters/2009-04/"
    for block, told in zip(made.main.blocks.all(), edition["blocks"], strict=True):
        assert told == {
            "address": settings.SITE_URL + block.get_absolute_url(),
            "topic": "plans",
            "heading": block.heading,
            "html": block.html,
            "text": block.plain,
        }


def test_the_list_says_what_the_serializer_says(rf, secretary):
    sent_out(issue())
    translated(issue("2009-05").main, "ar")
    viewset = NewsletterViewSet(request=rf.get(API), action="list")
    viewset.request.user = secretary
    rows = viewset.get_queryset()

    of_columns = json.loads(JSONRenderer().render(Teller(NewsletterSerializer).tell(rows).values()))

    assert of_columns == json.loads(JSONRenderer().render(NewsletterSerializer(rows, many=True).data))


def test_a_draft_is_for_staff_alone(client, secretary, outsider):
    issue()
    for user in (None, outsider):
        if user:
            client.force_login(user)
        assert keys(client) == []
        assert client.get(f"{API}2009-04/").status_code == 404
        assert "2009-04" not in client.get(API, {"format": "csv"}).content.decode()

    client.force_login(secretary)
    assert keys(client) == ["2009-04"]
    assert client.get(f"{API}2009-04/").json()["status"] == "draft"


def test_issues_are_found_by_month_topic_language_and_words(client):
    sent_out(issue("2009-03"))
    other = issue("2009-04")
    translated(other.main, "fr")
    BlockFactory(edition=other.main, topic="funds", heading="Contributions", text="From **Freedonia**.")
    sent_out(other)

    assert keys(client) == ["2009-04", "2009-03"]
    assert keys(client, ordering="month") == ["2009-03", "2009-04"]
    assert keys(client, month_from="2009-04") == keys(client, topic="funds") == ["2009-04"]
    assert keys(client, month_to="2009-03") == ["2009-03"]
    assert keys(client, language="fr") == keys(client, search="freedonia") == ["2009-04"]
    assert keys(client, updated_since="2999-01-01T00:00:00Z") == []


@pytest.mark.parametrize("asked", [{"topic": "moon"}, {"language": "xx"}, {"month_from": "soon"}, {"motnh": "2009"}])
def test_what_is_asked_wrongly_is_refused_in_words(client, asked):
    answer = client.get(API, asked)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == next(iter(asked))


@pytest.mark.parametrize("key", ["0000-01", "2009-13", "2009", "2009-04-01", "x"])
def test_what_is_no_month_is_not_there(client, key):
    assert client.get(f"{API}{key}/").status_code == 404


def test_who_harvests_is_told_what_was_stopped_by_its_key(client, secretary):
    made = sent_out(issue())

    made.stop(by=secretary)

    harvest = client.get(API, {"updated_since": "2020-01-01T00:00:00Z"}).json()
    assert [(row["key"], row["reason"]) for row in harvest["gone"]] == [("2009-04", "hidden")]


def test_what_has_not_changed_is_not_sent_again(client):
    made = issue()
    tag = client.get(API)["ETag"]
    made.main.add(by=None, topic="plans", heading="More", text="Words.")
    assert client.get(API, headers={"If-None-Match": tag}).status_code == 304

    sent_out(made)

    assert client.get(API, headers={"If-None-Match": tag}).status_code == 200


def test_the_table_has_a_line_for_each_issue(client):
    sent_out(issue())

    (line,) = csv.DictReader(client.get(API, {"format": "csv"}).content.decode("utf-8-sig").splitlines())

    assert (line["key"], line["subject"], line["editions"]) == ("2009-04", "News of 2009-04", "en, News of 2009-04")
    assert client.get(API, {"format": "xlsx"}).status_code == 200


def test_one_issue_or_many_take_the_same_statements(client):
    costs = []
    for month in ("2008-01", "2008-02"):
        for day in range(3):
            BlockFactory(edition=issue(f"20{day}0-{month[-2:]}").main)
        sent_out(issue(month))
        with CaptureQueriesContext(connection) as queries:
            client.get(API)
            client.get(f"{API}{month}/")
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_readers_and_their_consents_have_no_address_in_the_api(client, secretary):
    SubscriberFactory(address="reader@example.org")
    client.force_login(secretary)

    roots = client.get("/api/v1/").json()

    assert not [name for name in roots if "subscri" in name or "consent" in name or "news-item" in name]
