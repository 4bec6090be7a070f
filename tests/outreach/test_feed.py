"""The Atom feed of the newsletter: what a reader of feeds needs (RFC 4287), and no draft."""

from datetime import date, datetime

import pytest
from lxml import etree, html

from outreach.models import Newsletter
from tests.factories.outreach import NewsletterFactory, sent_out, translated

pytestmark = pytest.mark.django_db
FEED, ATOM = "/newsletters/feed.atom", "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://portal.example.org"


def issue(month, **more):
    return NewsletterFactory(month=date.fromisoformat(f"{month}-01"), told=1, **more)


def parsed(client):
    answer = client.get(FEED)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def told(parent, name):
    found = parent.find(f"{ATOM}{name}")
    return None if found is None else found.text


def test_the_feed_has_what_a_feed_must_have(client):
    sent_out(issue("2009-04"))

    feed = parsed(client)

    assert feed.tag == f"{ATOM}feed"
    assert told(feed, "title") == "Newsletter of the Alliance of Civilizations"
    assert told(feed, "id") == "https://portal.example.org/newsletters/"
    assert told(feed.find(f"{ATOM}author"), "name") == "Secretariat of the United Nations Alliance of Civilizations"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "self": "https://portal.example.org/newsletters/feed.atom",
        "alternate": "https://portal.example.org/newsletters/",
    }
    assert datetime.fromisoformat(told(feed, "updated")).tzinfo


def test_an_entry_is_a_whole_issue_under_its_address(client):
    made = sent_out(issue("2009-04"))
    block = made.main.blocks.get()

    (entry,) = parsed(client).findall(f"{ATOM}entry")

    assert (
        told(entry, "id") == entry.find(f"{ATOM}link").get("href") == "https://portal.example.org/newsletters/2009-04/"
    )
    assert told(entry, "title") == "News of 2009-04"
    assert datetime.fromisoformat(told(entry, "published")) == made.published_at
    assert told(entry, "updated") == told(entry, "published")
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert block.html in content.text
    assert block.heading in html.fromstring(content.text).text_content()


def test_an_issue_of_two_languages_says_where_the_other_is(client):
    made = issue("2009-04")
    translated(made.main, "fr")
    sent_out(made)

    (entry,) = parsed(client).findall(f"{ATOM}entry")

    ways = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    assert ways["fr"] == "https://portal.example.org/newsletters/2009-04/fr/"


def test_no_draft_and_nothing_stopped_is_in_the_feed_not_even_for_staff(client, secretary):
    issue("2009-03")
    stopped = sent_out(issue("2009-05"))
    stopped.stop(by=secretary)
    client.force_login(secretary)

    assert parsed(client).findall(f"{ATOM}entry") == []


def test_the_last_issues_come_first_and_no_more_than_two_years(client, monkeypatch):
    monkeypatch.setattr("outreach.feed.MOST", 2)
    for month in ("2009-01", "2009-02", "2009-03"):
        sent_out(issue(month))

    entries = parsed(client).findall(f"{ATOM}entry")

    assert [told(entry, "title") for entry in entries] == ["News of 2009-03", "News of 2009-02"]


def test_who_has_the_feed_already_is_sent_nothing_until_another_issue_goes_out(client):
    tag = client.get(FEED)["ETag"]
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304

    draft = issue("2009-04")
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304

    sent_out(draft)
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 200
    assert Newsletter.objects.published().count() == 1


@pytest.mark.parametrize("page", ["/newsletters/", "/newsletters/2009-04/"])
def test_the_pages_of_the_archive_tell_where_the_feed_is(client, page):
    sent_out(issue("2009-04"))

    head = html.fromstring(client.get(page).content).find("head")

    (link,) = head.findall("link[@type='application/atom+xml']")
    assert (link.get("rel"), link.get("href")) == ("alternate", FEED)
