"""The newsletter as a mail: it reads on a phone and as plain text, and nobody's words act in it."""

import re
from datetime import date
from email.utils import parseaddr

import pytest
from django.core.exceptions import ValidationError

from mailroom.writing import MailingList, composed
from outreach import mailing
from outreach.drafting import draft
from outreach.markdown import Footnotes
from outreach.models import Edition, Subscriber
from tests.factories import FocalPointFactory, UserFactory
from tests.factories.outreach import BlockFactory, NewsletterFactory, SubscriberFactory, sent_out
from tests.mailroom.reading import Page, html_of

CLIPPED = 102 * 1024  # bytes, at which Gmail cuts a mail
APRIL = date(2009, 4, 1)
INJECTIONS = [
    "{{ settings.SECRET_KEY }}",
    "{% include 'admin/base.html' %}",
    "{% load static %}",
    "<mj-raw><b>raw</b></mj-raw>",
    "</mj-text><mj-button href='https://evil.example.org'>press</mj-button>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- htmlmin:ignore -->",
    "<mj-include path='/etc/passwd' />",
    "&lt;script&gt;",
]


@pytest.fixture
def april(real_registers):
    return draft(APRIL, by=None)


@pytest.fixture
def issue(db):
    return NewsletterFactory(told=1)


def typed(newsletter, words):
    """In every box that staff write in."""
    edition = newsletter.main
    edition.rewrite(by=None, subject=words, introduction=words)
    edition.blocks.get().rewrite(by=None, heading=words, text=words)
    return mailing.composed(Edition.objects.get(pk=edition.pk))


def visible(html):
    return re.sub(r"<style.*?</style>|<!--.*?-->", "", html, flags=re.DOTALL)


def test_april_2009_is_whole_and_far_from_being_clipped(april):
    letter = mailing.composed(april.main)

    assert letter.fault == ""
    assert len(letter.html.encode()) < CLIPPED / 2
    for block in april.main.blocks.all():
        assert block.heading in letter.html
        assert block.heading in letter.text
    assert letter.html.count("National plan of") == letter.text.count("National plan of") == 10
    assert letter.html.count("Memorandum of understanding with") == 7


def test_it_tells_what_is_in_it_before_it_is_opened_and_at_its_head(april):
    letter = mailing.composed(april.main)
    preview = letter.html.partition("<body")[2][:1500]
    april.main.rewrite(by=None, introduction="The **second forum** met. It was in Istanbul.")
    introduced = mailing.composed(april.main).html.partition("<body")[2][:1500]

    assert "National plans announced · Agreements signed" in preview
    assert ">The second forum met.<" in introduced
    assert "April 2009" in visible(letter.html)
    assert letter.text.index("In this issue:") < letter.text.index("NATIONAL PLANS AND REGIONAL STRATEGIES")


def test_in_plain_text_addresses_stand_under_the_words_and_open(april):
    text = mailing.composed(april.main).text

    assert "- National plan of Albania [1]\n" in text
    assert re.search(r"^\[1\] http\S+/plans/albania-plan-1/$", text, re.MULTILINE)
    assert ": //" not in text
    assert "\n\n\n" not in text


def test_the_html_says_the_same_as_the_text(april):
    letter = mailing.composed(april.main)
    page = Page(letter.html)
    text = re.sub(r"(?m)^\[\d+\] http\S+$| \[\d+\]|:\nhttp\S+|^\* \* \*$|^-- ?$|^- ", "", letter.text)

    for words in text.split("\n"):
        assert words.strip(",:").lower() in " ".join(page.text.split()).lower(), words
    assert len(page.named("h1")) == 1


def test_words_and_numbers_of_text_follow_each_other():
    text = "See [one](https://example.org/1), [two](https://example.org/2), [one](https://example.org/1)."

    assert Footnotes().under(text).split("\n") == [
        "See one [1], two [2], one [1].",
        "",
        "[1] https://example.org/1",
        "[2] https://example.org/2",
    ]


@pytest.mark.parametrize("words", INJECTIONS)
def test_words_stay_words_wherever_they_are_typed(issue, words):
    plain = mailing.composed(issue.main)

    letter = typed(issue, words)

    assert letter.fault == ""
    assert letter.subject == words
    assert words in letter.text
    for tag in ("<script", "<img", "<iframe", "<mj-", "<b>raw"):
        assert letter.html.count(tag) == plain.html.count(tag)
    assert 'href="https://evil.example.org"' not in letter.html
    assert "django-insecure" not in letter.html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "JaVaScRiPt:alert(1)"])
def test_a_link_that_acts_is_none(issue, address):
    letter = typed(issue, f"[press]({address})")

    assert f'href="{address}"' not in letter.html
    assert 'href="javascript' not in letter.html.lower()


@pytest.mark.parametrize("box", ["subject", "introduction", "heading", "text"])
def test_a_mark_of_the_mailroom_is_nobody_s_to_write(issue, box):
    words = "\ue000key:unsubscribe\ue001"
    row = issue.main if box in {"subject", "introduction"} else issue.main.blocks.get()

    with pytest.raises(ValidationError) as refusal:
        row.rewrite(by=None, **{box: words})

    assert [*refusal.value.message_dict] == [box]


@pytest.mark.parametrize("words", ["a\nBcc: all@example.org", "a\r\nX: y", "a\u2028b", "a\tb"])
def test_a_subject_has_one_line(issue, words):
    with pytest.raises(ValidationError) as refusal:
        issue.main.rewrite(by=None, subject=words)

    assert [*refusal.value.message_dict] == ["subject"]


def test_html_of_a_block_is_escaped_once(issue):
    letter = typed(issue, "Bread & salt, **strong** <i>")

    assert "Bread &amp; salt, <strong>strong</strong> &lt;i&gt;" in letter.html
    assert "&amp;amp;" not in letter.html
    assert "&lt;strong" not in letter.html


def test_a_subscriber_reads_how_to_choose_and_to_leave_and_a_focal_point_why(issue, delivered):
    SubscriberFactory(topics=["plans"])
    sent_out(issue)

    [mail] = delivered()
    office = mailing.composed(issue.main)

    assert "Choose what to hear of:" in mail.body
    assert "Unsubscribe:" in mail.body
    assert "Choose what to hear of" in html_of(mail)
    assert "of the topics that you have chosen" in mail.body
    assert "because you are a focal point" in office.text
    assert "Unsubscribe" not in office.text


def test_every_mail_of_the_newsletter_names_its_list_and_no_other_mail_does(issue, delivered, settings):
    settings.MAIL_DOMAIN = "portal.example.org"
    FocalPointFactory(member__joined="2008", person=UserFactory(email="point@example.org").person)
    Subscriber.ask(address="asks@example.org", wording="Yes.", source="form")
    SubscriberFactory(address="reader@example.org")
    sent_out(issue)
    mailing.send_test(issue.main, by=UserFactory(email="tester@example.org"))

    named = {parseaddr(mail.to[0])[1]: mail.message()["List-Id"] for mail in delivered()}

    header = "Newsletter of the Alliance of Civilizations <newsletter.portal.example.org>"
    of_it = dict.fromkeys(["point@example.org", "reader@example.org", "tester@example.org"], header)
    assert named == of_it | {"asks@example.org": None}


@pytest.mark.parametrize("name", ["Two\nlines", "News\r\nBcc: all@example.org", "News\u2028X: y"])
def test_the_name_of_a_list_adds_no_header(issue, name):
    with pytest.raises(ValidationError, match="line break"):
        _header = MailingList("newsletter", name).header
    letter = composed(
        mailing.KIND, "en-gb", mailing.context(issue.main, audience="test"), mailing_list=MailingList("n", name)
    )

    assert (letter.list_id, bool(letter.fault)) == ("", True)


def test_a_name_in_another_script_is_still_one_name_before_one_address(settings):
    settings.MAIL_DOMAIN = "example.org"

    header = MailingList("newsletter", 'Новости, <все> "Альянса"').header

    assert header.isascii()
    assert re.fullmatch(r"=\?utf-8\?[^ ]+ <newsletter\.example\.org>", header)


def test_numbers_of_addresses_go_on_through_the_whole_mail(issue):
    issue.main.rewrite(by=None, introduction="See [the forum](https://example.org/forum).")
    issue.main.blocks.get().rewrite(by=None, text="See [a](https://example.org/a), [f](https://example.org/forum).")
    BlockFactory(edition=issue.main, topic="funds", text="See [b](https://example.org/b), [a](https://example.org/a).")

    text = mailing.composed(Edition.objects.get(pk=issue.main.pk)).text

    assert "See the forum [1]." in text
    assert "See a [2], f [1]." in text
    assert "See b [3], a [2]." in text
    numbers = re.findall(r"^\[(\d)\] https://example.org/(\w+)$", text, re.MULTILINE)
    assert numbers == [("1", "forum"), ("2", "a"), ("1", "forum"), ("3", "b"), ("2", "a")]


def test_a_reader_of_one_topic_has_its_headings_alone(issue):
    BlockFactory(edition=issue.main, topic="funds", heading="Contributions of the month")

    shown = mailing.context(issue.main, ("plans",), audience="subscribers")

    assert shown["headings"] == [issue.main.blocks.first().heading]


def test_a_test_says_that_it_is_one_and_goes_to_one(issue, delivered):
    SubscriberFactory()

    mailing.send_test(issue.main, by=UserFactory(email="tester@example.org"))

    [mail] = delivered()
    assert "<tester@example.org>" in mail.to[0]
    assert mail.subject.startswith("[Test] ")
    assert "nobody else has been sent it" in mail.body
