"""An issue as its readers will have it, before anybody has been sent it."""

import pytest
from django.core.exceptions import ValidationError

from mailroom.copies import Copy
from mailroom.models import Letter, Message
from outreach import mailing
from outreach.models import Newsletter
from tests.factories import PersonFactory, UserFactory
from tests.factories.outreach import BlockFactory, EditionFactory, NewsletterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue():
    return NewsletterFactory(told=2)


@pytest.fixture
def office(client):
    client.force_login(UserFactory(is_staff=True, role="communications", person=PersonFactory()))
    return client


def at(newsletter, page, **query):
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/admin/outreach/newsletter/{newsletter.pk}/{page}/?{words}"


def test_the_preview_is_what_is_sent_and_sends_nothing(office, issue, delivered):
    shown = office.get(at(issue, "mail")).content.decode()
    text = office.get(at(issue, "preview", **{"as": "text"})).context["copy"].text
    assert Letter.objects.count() == Message.objects.count() == 0

    mailing.send_test(issue.main, by=UserFactory(email="tester@example.org"))

    [mail] = delivered()
    assert [block.heading in shown for block in issue.main.blocks.all()] == [True, True]
    assert text.partition("-- ")[0] == mail.body.partition("-- ")[0]


def test_the_mail_alone_runs_nothing_and_stands_in_our_page_alone(office, issue):
    answer = office.get(at(issue, "mail"))

    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "script" not in policy


@pytest.mark.parametrize(("way", "shown"), [("phone", "phone"), ("desktop", "desktop"), ("x", "phone"), ("", "phone")])
def test_it_is_seen_as_on_a_phone_and_on_a_desk(office, issue, way, shown):
    page = office.get(at(issue, "preview", **{"as": way}))

    assert f'<iframe class="{shown}"' in page.text
    assert "sandbox" in page.text


def test_each_edition_is_seen_in_its_direction(office, issue):
    arabic = EditionFactory(newsletter=issue, language="ar", subject="نشرة")
    BlockFactory(edition=arabic, heading="الخطط")

    page = office.get(at(issue, "mail", language="ar")).text

    assert 'dir="rtl"' in page
    assert "الخطط" in page
    assert 'dir="rtl"' not in office.get(at(issue, "mail")).text
    assert office.get(at(issue, "mail", language="fr")).status_code == 404


def test_personal_links_are_named_and_not_made(issue):
    letter = mailing.composed(issue.main, audience="subscribers")

    copy = Copy(Message(letter=letter))
    assert copy.text.count("[personal link]") == 2
    assert 'href="#">Unsubscribe</a>' in copy.html
    assert "subscribe/choices" not in copy.html


def test_an_issue_whose_mail_cannot_be_written_is_not_submitted(issue):
    issue.main.blocks.update(heading="\ue000field:name")

    assert mailing.composed(issue.main).fault
    with pytest.raises(ValidationError, match="cannot be written"):
        issue.submit(by=UserFactory(staff=True))
    assert Newsletter.objects.get(pk=issue.pk).is_editable
