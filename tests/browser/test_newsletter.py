"""An issue from the registers to the readers' mailboxes, and a reader's way in and out."""

import re
import time
from datetime import timedelta
from urllib.request import urlopen

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mailroom import delivery
from outreach import tasks
from outreach.models import Newsletter, Subscriber
from tests.browser.conftest import PASSWORD, sign_in
from tests.browser.test_public_pages import DESKTOP, PHONE
from tests.browser.test_second_factor import keeps_the_rules
from tests.drills.server import Sink
from tests.factories import UserFactory
from tests.factories.outreach import SubscriberFactory

pytestmark = pytest.mark.browser
READER = "ana.reader@example.org"


@pytest.fixture
def sink(portal, settings, tmp_path):
    with Sink(tmp_path, "--keep", str(tmp_path)) as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.SITE_URL = portal.url
        yield sink


@pytest.fixture
def unblocked(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def arrived(sink, count):
    """What has come to the mail server, once it is so many."""
    delivery.run()
    for _ in range(100):
        if len(sink.mails) >= count:
            break
        time.sleep(0.05)
    return {mail["To"]: mail for mail in sink.mails}


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def press(page, act):
    page.click(f"button[name=act][value={act}]")
    page.wait_for_load_state()


def test_an_issue_is_drafted_tested_approved_and_arrives(open_page, portal, sink, unblocked):
    approver = UserFactory(email="approver@example.org", staff=True)
    approver.set_password(PASSWORD)
    approver.save()
    SubscriberFactory(address=READER, topics=["plans"])
    page = open_page(viewport=DESKTOP)
    sign_in(page, "secretary@example.org")

    page.goto("/admin/outreach/newsletter/add/")
    page.fill("input[name=month]", "2009-04")
    page.click("form:has(input[name=month]) button[type=submit]")
    page.wait_for_url(re.compile(r"/newsletter/\d+/change/"))
    page.fill("textarea[name$=introduction]", "The second forum **met in Istanbul**.")
    press(page, "test")
    [test] = arrived(sink, 1).values()
    assert ("secretary@example.org" in test["To"], test["Subject"][:7]) == (True, "[Test] ")
    press(page, "submit")
    expect(page.locator("button[name=act][value=approve]")).to_have_count(0)

    other = open_page(viewport=DESKTOP)
    sign_in(other, "approver@example.org")
    other.goto(page.url)
    press(other, "approve")
    press(other, "schedule")
    now = timezone.localtime()
    for name, moment in {"opens_at": now, "closes_at": now + timedelta(hours=2)}.items():
        other.fill(f"input[name={name}]", f"{moment:%Y-%m-%dT%H:%M}")
    other.click("form:has(input[name=opens_at]) button[type=submit]")
    expect(other.locator("body")).to_contain_text("it goes out by itself within this window")

    tasks.send_newsletters()
    recipients = Newsletter.objects.get(month="2009-04-01").messages.count()
    mails = arrived(sink, recipients + 1)
    assert recipients >= 2, "focal points and a reader"
    letter = text_of(mails[READER])
    assert letter.count("National plan of") == 10
    assert "Memorandum of understanding" not in letter, "another topic"
    assert "The second forum met in Istanbul." in letter

    tasks.send_newsletters()
    page.goto("/newsletters/2009-04/")
    expect(page.locator("main article")).to_contain_text("National plan of Slovenia")
    expect(page.locator("main article")).to_contain_text("Memorandum of understanding with CPLP (2009)")
    unsubscribe = re.search("<(http[^>]*)>", mails[READER]["List-Unsubscribe"])[1]
    assert urlopen(unsubscribe, data=b"List-Unsubscribe=One-Click").status == 200
    assert not Subscriber.objects.reading().filter(address=READER).exists()


def test_a_reader_subscribes_chooses_and_leaves_by_phone_without_javascript(open_page, portal, sink, unblocked):
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.goto("/subscribe/")
    page.fill("input[name=address]", "ben.reader@example.org")
    page.check("input[name=consent]")
    page.click("main form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Look into your mailbox")

    mail = arrived(sink, 1)["ben.reader@example.org"]
    page.goto(re.search(r"http\S+/subscribe/confirm/\S+", text_of(mail))[0])
    page.click("main form button[type=submit]")
    expect(page.locator("h1")).to_contain_text("subscribed")
    assert Subscriber.objects.reading().filter(address="ben.reader@example.org").exists()

    page.click("main a[href*='/subscribe/choices/']")
    page.uncheck("input[name=topics][value=funds]")
    page.click("main form button[type=submit] >> nth=0")
    assert "funds" not in Subscriber.objects.get(address="ben.reader@example.org").topics
    page.click("main form[action$='/leave/'] button")
    assert not Subscriber.objects.reading().filter(address="ben.reader@example.org").exists()
    page.click("main form[action$='/return/'] button")
    assert Subscriber.objects.reading().filter(address="ben.reader@example.org").exists()


def test_the_desk_of_an_issue_keeps_wcag_2_2_aa(open_page, unblocked):
    page = open_page(bypass_csp=True, reduced_motion="reduce", viewport=DESKTOP)
    sign_in(page, "secretary@example.org")
    issue = Newsletter.objects.get(month="2010-04-01")

    for address in (f"{issue.pk}/change/", f"{issue.pk}/preview/", "add/"):
        page.goto(f"/admin/outreach/newsletter/{address}", wait_until="networkidle")
        keeps_the_rules(page)
