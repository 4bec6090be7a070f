"""The public archive: what went out, in the words of the mail, at an address that stays; and nothing else."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from alliance.happenings import Topic
from outreach.models import Newsletter
from tests.factories import FocalPointFactory, UserFactory
from tests.factories.outreach import BlockFactory, NewsletterFactory, scheduled, sent_out, translated

pytestmark = pytest.mark.django_db
LIST, APRIL = "/newsletters/", "/newsletters/2009-04/"


def issue(month="2009-04", **more):
    return NewsletterFactory(month=date.fromisoformat(f"{month}-01"), told=2, **more)


@pytest.fixture
def april():
    return sent_out(issue())


def words(response):
    assert response.status_code == 200
    return " ".join(html.fromstring(response.content).text_content().split())


def test_an_issue_that_went_out_is_listed_with_what_it_tells_of(client, april):
    page = words(client.get(LIST))

    assert "News of 2009-04" in page
    assert "April" in page
    assert all(block.heading in page for block in april.main.blocks.all())


def test_an_empty_archive_says_so_and_offers_to_subscribe(client):
    page = client.get(LIST)

    assert "No issue has gone out yet" in words(page)
    assert b'href="/subscribe/"' in page.content
    assert "No issue fits" in words(client.get(LIST, {"search": "Ruritania"}))


@pytest.mark.parametrize("status", [status for status in Newsletter.Status.values if status not in {"sending", "sent"}])
def test_what_has_not_gone_out_or_was_stopped_is_there_for_staff_alone(client, status, secretary):
    made = scheduled(issue())
    if status in {"paused", "stopped"}:
        made.enqueue()
    Newsletter.objects.filter(pk=made.pk).update(status=status)
    focal_point = UserFactory(person=FocalPointFactory().person)

    for user in (None, focal_point):
        if user:
            client.force_login(user)
        is_there = status == "paused"
        assert client.get(APRIL).status_code == (200 if is_there else 404)
        assert ("News of 2009-04" in words(client.get(LIST))) == is_there
    client.force_login(secretary)
    assert "News of 2009-04" in words(client.get(APRIL))
    assert ("For staff alone" in words(client.get(APRIL))) == (not is_there)


def test_the_page_of_an_issue_says_what_its_mail_says(client, april):
    edition = april.main
    page = html.fromstring(client.get(APRIL).content)

    told = " ".join(page.find(".//article").text_content().split())
    for part in edition.told():
        assert str(part.name) in told
        for block in part.blocks:
            assert block.heading in told
            assert " ".join(html.fromstring(block.html).text_content().split()) in told


def test_page_mail_and_feed_of_one_issue_say_the_same(client, mailoutbox, delivered):
    made = issue()
    FocalPointFactory(person=UserFactory(email="fp@example.org").person, member__joined="2008")
    made.main.__class__.objects.update(introduction="A month of *plans*.")
    sent_out(made)

    (mail,) = delivered()
    page, feed = words(client.get(APRIL)), client.get("/newsletters/feed.atom").content.decode()

    assert mail.subject == "News of 2009-04"
    for text in ["A month of plans.", *(block.heading for block in made.main.blocks.all())]:
        assert text in mail.body
        assert text in page
    for text in ["A month of &lt;em&gt;plans&lt;/em&gt;", *(block.heading for block in made.main.blocks.all())]:
        assert text in feed


def test_each_block_has_an_address_that_stays_whatever_stands_before_it(client, april):
    first, second = april.main.blocks.all()

    page = html.fromstring(client.get(APRIL).content)

    assert {f"block-{first.pk}", f"block-{second.pk}"} <= {part.get("id") for part in page.iter("section")}
    assert [link.get("href") for link in page.findall(".//nav[@class='contents']//a")] == [
        f"#block-{first.pk}",
        f"#block-{second.pk}",
    ]
    assert second.get_absolute_url() == f"{APRIL}#block-{second.pk}"


def test_an_issue_of_several_languages_is_read_in_each_with_its_direction(client):
    made = issue()
    for language, subject in (("ar", "نشرة"), ("zh", "通讯"), ("fr", "Lettre")):
        other = translated(made.main, language)
        other.__class__.objects.filter(pk=other.pk).update(subject=subject)
    sent_out(made)

    arabic = html.fromstring(client.get(f"{APRIL}ar/").content)
    heading = arabic.find(".//h1")
    assert (heading.get("lang"), heading.getparent().get("dir"), heading.text) == ("ar", "rtl", "نشرة")
    assert {link.get("hreflang") for link in arabic.findall(".//main//a[@hreflang]")} == {"en", "zh", "fr"}
    assert "通讯" in words(client.get(f"{APRIL}zh/"))
    assert "français" in words(client.get(LIST))
    assert client.get(f"{APRIL}es/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "0000-01/",
        "2009-13/",
        "2009-4/",
        "20090-04/",
        "٢٠٠٩-04/",
        "2009-04/%00/",
        "2009-04/" + 300 * "x" + "/",
        "2010-01/",
    ],
)
def test_what_is_no_issue_is_not_found(client, april, address):
    assert client.get(LIST + address).status_code == 404


def test_issues_before_and_after_are_those_that_everybody_finds(client, april, secretary):
    sent_out(issue("2009-02"))
    issue("2009-03")
    sent_out(issue("2009-06"))
    client.force_login(secretary)

    page = html.fromstring(client.get(APRIL).content)

    ways = {link.get("rel"): link.get("href") for link in page.findall(".//nav[@class='neighbours']/a")}
    assert ways == {"prev": "/newsletters/2009-02/", "next": "/newsletters/2009-06/"}


def test_issues_are_found_by_words_topic_and_language(client, april):
    other = issue("2009-05")
    BlockFactory(edition=other.main, topic=Topic.FUNDS, heading="Contributions", text="From **Freedonia**.")
    sent_out(other)

    def found(**asked):
        return [listed.issue.key for listed in client.get(LIST, asked).context["issues"]]

    assert found() == ["2009-05", "2009-04"]
    assert found(search="freedonia") == ["2009-05"]
    assert found(topic="funds") == ["2009-05"]
    assert found(language="fr") == []
    assert found(month_to="2009-04") == ["2009-04"]
    assert client.get(LIST, {"topic": "moon", "month_from": "soon", "search": "a\0b"}).status_code == 200


def test_the_pages_of_the_archive_take_the_same_statements_for_few_and_for_many(client):
    costs = []
    for months in (("2008-01", "2008-02"), ("2008-03", "2008-04", "2008-05", "2008-06")):
        for month in months:
            sent_out(issue(month))
        asked = []
        for address in (LIST, "/newsletters/2008-02/", "/newsletters/feed.atom"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
        costs.append(asked)

    assert costs[0] == costs[1]


def test_words_of_staff_act_neither_on_the_page_nor_in_the_feed(client):
    made = issue()
    script, template = "<script>alert(1)</script>", "{{ settings.SECRET_KEY }}{% load x %}"
    BlockFactory(edition=made.main, heading=script, text=f"{script} {template} [x](javascript:alert(1))")
    made.main.__class__.objects.update(subject=template, introduction=script)
    sent_out(made)

    for address in (LIST, APRIL, "/newsletters/feed.atom"):
        shown = client.get(address).content.decode()
        assert "<script>alert" not in shown
        assert 'href="javascript:' not in shown
    assert template in words(client.get(APRIL))
