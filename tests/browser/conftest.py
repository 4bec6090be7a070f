"""The portal with its real registers behind a real server, and the system's Chromium in front of it."""

import os
import re
import shutil
from datetime import date, timedelta
from io import StringIO
from uuid import UUID

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from alliance.dates import PartialDate
from mailroom.models import Suppression
from members.models import Member, RegionalStrategy
from outreach.models import Newsletter
from partnerships.models import StrategyPartner
from plans.models import Initiative, Measure, PlanDraft, Practice, ProgressNote, TaskForceSeat, UpdateDue
from tests.factories import TOTP_SECRET, FocalPointFactory, MemberFactory, UserFactory
from tests.factories.agreements import PartnerFactory
from tests.factories.mail import MessageFactory
from tests.factories.outreach import BlockFactory, EditionFactory, NewsItemFactory, NewsletterFactory, SubscriberFactory
from tests.factories.work import MEASURE, ReportingWindowFactory, acting_for, published

STAYS, LEFT = UUID(int=1), UUID(int=2)  # numbers of two messages, in whose links they stand
PASSWORD = "a long and fictional phrase"


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_history", stdout=StringIO())
        secretary, focal_point = (
            UserFactory(email="secretary@example.org", staff=True),
            UserFactory(email="fp@example.org"),
        )
        for user in (secretary, focal_point):
            user.set_password(PASSWORD)
            user.save()
        FocalPointFactory(
            person=focal_point.person, member__name="Ruritania", member__key="ruritania", member__joined="2010"
        )
        leave_subscriptions()
        leave_work(focal_point)
        leave_plans()
        leave_newsletters(focal_point)
        server = LiveServer("localhost")  # by name: passkeys belong to a name
        yield server
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


def leave_subscriptions():
    """A reader who has not unsubscribed, and one who has."""
    for number in (STAYS, LEFT):
        message = MessageFactory(number=number, subscription=True, sent=True, letter__stream="media-blast")
    Suppression.objects.note(message, Suppression.Reason.UNSUBSCRIBED)
    SubscriberFactory(number=STAYS)


def leave_work(focal_point):
    """A plan with a measure that is due, a note that waits, and what colleagues do for each other."""
    appointment, today = focal_point.person.focal_points.get(), timezone.localdate()
    member, month = appointment.member, timedelta(days=30)
    published(member, by=focal_point)
    ReportingWindowFactory(name="Reporting of this year", opens_on=today, closes_on=today + month).ask()
    UpdateDue.objects.update(updated_on=None)
    editor = acting_for(member, role="editor")
    measure = Measure.objects.get(member=member)
    ProgressNote.tell(measure=measure, by=editor, completion="limited", text="Ten schools", links="https://example.org")
    TaskForceSeat.take(focal_point=appointment, by=focal_point, offers="School exchanges")
    Practice.objects.create(pk=1, author=appointment, title="Begin with two schools", text="Not with twenty.")
    strategy = RegionalStrategy.objects.get(key="south-eastern-europe")
    StrategyPartner.objects.create(strategy=strategy, partner=PartnerFactory(member=member))
    starts = PartialDate(2999, 5, 12)
    made = {"title": "Seminar of young journalists", "starts": starts, "place": "Strelsau"}
    Initiative.propose(member=member, by=focal_point, strategy=strategy, **made).accept(by=None)


def leave_plans():
    """Of Ruritania a plan in English of two publications, with notes; of others one in Arabic and one in Chinese."""
    ruritania = Member.objects.get(key="ruritania")
    by = acting_for(ruritania, role="alternate", is_empowered=True)
    published(ruritania, 12, by=by)
    measure = Measure.objects.get(key="ruritania-plan-1-m1")
    for year, completion in ((2011, "limited"), (2012, "substantial")):
        what = {"on": date(year, 6, 30), "completion": completion, "text": "More schools meet."}
        ProgressNote.tell(measure=measure, by=by, links="https://example.org/schools", **what)
    measure.mark_as_practice(by=None, note="Its handbook is free.")
    draft = PlanDraft.begin(member=ruritania, by=by, edition=1)
    draft.keep(2, {**MEASURE, "title": "Another measure"}, seen=0, by=by)
    draft.submit(by=by)
    draft.open(by=None)
    draft.publish(by=None)
    for key, language, title in (("rivers", "ar", "خطة وطنية للعيش المشترك"), ("lakes", "zh", "共同生活国家计划")):
        member = MemberFactory(name=key.capitalize(), key=key, joined="2010")
        published(member, title=title, text_language=language, languages=[language])


def leave_newsletters(focal_point):
    """An issue in English and in Arabic between two others, and news that a focal point has proposed."""
    for month in (3, 4, 5):
        went_out = {"status": "sent", "published_at": timezone.now()}
        NewsletterFactory(month=date(2010, month, 1), told=2, **went_out)
    issue = Newsletter.objects.get(month=date(2010, 4, 1))
    issue.editions.update(introduction="A month of *plans*, see [the list](https://example.org/plans).")
    BlockFactory(
        edition=issue.main, topic="news", text="- One\n- Two, **at last**\n\n1. First\n2. Second\n\n> Said so."
    )
    arabic = EditionFactory(newsletter=issue, language="ar", subject="نشرة تحالف الحضارات")
    BlockFactory(edition=arabic, heading="الخطط الوطنية", text="- خطة وطنية للعيش المشترك")
    member = focal_point.person.focal_points.get().member
    NewsItemFactory(member=member, made_by=focal_point, title="A school of journalists")


@pytest.fixture(scope="session")
def chromium():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread; the tests use no other
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, portal):
    """A page in a context of its own, which writes down what it asks for and what it complains of."""
    contexts = []

    def open_page(**options):
        context = chromium.new_context(base_url=portal.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints, page.bytes = [], [], {}
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("response", lambda response: weigh(page, response))
        page.on(
            "console", lambda message: message.type in {"error", "warning"} and page.complaints.append(message.text)
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()


def weigh(page, response):
    page.bytes[response.url] = int(response.headers.get("content-length", 0))


def sign_in(page, email, *, secret=TOTP_SECRET):
    """With the code of the app where one is asked for, which is where the account is of the staff."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form .button >> nth=0")
    page.wait_for_url(re.compile("/portal/|/2fa/authenticate/"))
    if "/2fa/" in page.url:
        page.fill("input[name=code]", code_of(secret))
        page.click("text=Sign in >> nth=-1")
        page.wait_for_url("**/portal/")


def code_of(secret):
    """As an authenticator app shows it at this moment."""
    [_, counter, _] = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))
