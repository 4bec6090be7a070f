"""A focal point's own calendar: a secret address that opens what its owner may see today, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from alliance.dates import PartialDate
from alliance.rates import RateLimit
from plans.models import CalendarFeed, Measure, PlanDraft, ProgressNote
from tests.alliance.test_logs_and_errors import lines
from tests.factories import MemberFactory, UserFactory
from tests.factories.work import ReportingWindowFactory, acting_for, published

pytestmark = pytest.mark.django_db
PAGE = "/portal/calendar/"
TODAY = timezone.localdate()
DAY = timedelta(days=1)
__all__ = ["lines"]


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def mine(member):
    return acting_for(member)


@pytest.fixture
def work(member, mine):
    """An update that is due, and a measure that ends."""
    published(member, by=mine)
    PlanDraft.objects.get().receipts.update(submitted_at=timezone.now() - 90 * DAY)
    Measure.objects.update(ends_on=TODAY + 40 * DAY, ends_on_precision="day")
    ReportingWindowFactory(name="Autumn", opens_on=TODAY - DAY, closes_on=TODAY + 9 * DAY).ask()


@pytest.fixture
def path(mine):
    return local(CalendarFeed.open(mine))


@pytest.fixture
def program():
    """A calendar program: no cookie, no session."""
    return Client()


def local(address):
    return re.sub(r"^https?://[^/]+", "", address)


def entries(program, path):
    answer = program.get(path)
    assert answer.status_code == 200
    return {str(entry["SUMMARY"]): entry for entry in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_the_page_makes_an_address_that_is_shown_once(client, program, mine, work):
    client.force_login(mine)
    assert "You have no such address" in client.get(PAGE).content.decode()

    made = client.post(PAGE, {"make": "yes"})

    address = re.search(r'value="(http[^"]+\.ics)"', made.content.decode())[1]
    assert "no-store" in made["Cache-Control"]
    assert len(entries(program, local(address))) == 3
    again = client.get(PAGE).content.decode()
    assert ".ics" not in again


def test_a_new_address_closes_the_old_one_and_closing_closes_both(client, program, mine, path):
    client.force_login(mine)
    newer = local(CalendarFeed.open(mine))
    assert program.get(path).status_code == 404
    assert program.get(newer).status_code == 200

    client.post(PAGE, {"close": "yes"})

    assert program.get(newer).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_only_the_digest_of_the_address_is_kept(mine, path):
    token = path.rsplit("/", 1)[1].removesuffix(".ics")

    (kept,) = CalendarFeed.objects.values()

    assert token not in str(kept)
    assert len(token) >= 43


def test_it_tells_what_is_due_by_now(program, member, mine, work, path):
    found = entries(program, path)

    assert {name: entry.decoded("DTSTART") for name, entry in found.items()} == {
        "Update is due: National plan of Freedonia": TODAY + 9 * DAY,
        "Last day of a measure: Schools meet": TODAY + 40 * DAY,
        "Confirm your contact data": mine.person.confirmation_due_on(TODAY),
    }
    urls = {str(entry["URL"]).partition("/portal/")[2] for entry in found.values()}
    assert urls == {"plans/freedonia-plan-1/progress/", "measures/freedonia-plan-1-m1/progress/", "contact/"}

    ProgressNote.tell(measure=Measure.objects.get(), by=mine, completion="complete", text="Done")
    assert [*entries(program, path)] == ["Confirm your contact data"]


def test_a_measure_of_a_month_ends_on_its_last_day(program, work, path):
    measure = Measure.objects.get()
    measure.ends = PartialDate(2027, 6)
    measure.save()

    entry = entries(program, path)["Last day of a measure: Schools meet"]

    assert entry.decoded("DTSTART").isoformat() == "2027-06-30"


def test_a_returned_draft_stands_on_the_day_of_its_return(program, member, mine, work, path):
    draft = PlanDraft.begin(member=member, by=mine, edition=1)
    draft.submit(by=mine)
    draft.open(by=None)
    draft.return_to_member(by=None, note="Please name the schools.")

    entry = entries(program, path)["Returned for changes: National plan of Freedonia"]

    assert entry.decoded("DTSTART") == TODAY
    draft.submit(by=mine)
    assert "Returned for changes: National plan of Freedonia" not in entries(program, path)


def test_another_s_rows_never_show(program, member, work, path):
    other = MemberFactory(name="Ruritania", state=True, joined="2008")
    stranger = acting_for(other)
    published(other, by=stranger)
    Measure.objects.filter(member=other).update(title="Not for Freedonia")

    mine, theirs = program.get(path).content.decode(), program.get(local(CalendarFeed.open(stranger))).content.decode()

    assert "Ruritania" not in mine
    assert "Not for Freedonia" not in mine
    assert "Not for Freedonia" in theirs
    assert "National plan of Freedonia" not in theirs


def test_when_the_appointment_has_ended_the_calendar_is_empty(program, mine, work, path):
    mine.person.focal_points.get().end(on=TODAY, by=None)

    assert entries(program, path) == {}


def test_a_closed_account_opens_nothing(program, mine, path):
    mine.is_active = False
    mine.save()

    assert program.get(path).status_code == 404


def test_a_wrong_address_is_answered_like_a_closed_one(program, mine, path):
    CalendarFeed.close(mine)

    closed, wrong = program.get(path), program.get("/calendar/wrong.ics")

    assert closed.status_code == wrong.status_code == 404
    for answer in (closed, wrong):
        assert "it was mistyped, replaced or closed" in answer.content.decode()
    assert program.get(f"/calendar/{'x' * 3000}.ics").status_code == 404
    assert program.get("/calendar/%00%ff.ics").status_code == 404


def test_nobody_keeps_it_or_passes_it_on(program, work, path):
    answer = program.get(path)

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies


def test_who_has_it_already_is_sent_nothing_and_a_look_at_its_head_is_no_reading(program, work, path):
    head = program.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert CalendarFeed.objects.get().read_at is None

    tag = program.get(path)["ETag"]

    assert head["ETag"] == tag
    again = program.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert CalendarFeed.objects.get().read_at
    Measure.objects.update(title="Another title")
    assert program.get(path, headers={"If-None-Match": tag}).status_code == 200
    assert program.post(path).status_code == 405


def test_the_page_says_when_it_was_last_read(client, program, mine, path):
    client.force_login(mine)
    assert "not yet" in client.get(PAGE).content.decode()

    program.get(path)

    assert "not yet" not in client.get(PAGE).content.decode()


def test_the_address_stands_in_no_line_of_the_log(program, path, lines):
    token = path.rsplit("/", 1)[1].removesuffix(".ics")

    program.get(path)
    program.get(f"/calendar/wrong-{token}.ics")

    assert lines()
    assert token not in str(lines())


def test_whoever_tries_too_often_waits(program, path, monkeypatch):
    monkeypatch.setattr(RateLimit, "RATES", {"anon": "2/hour", "user": "6000/hour"})
    program.get("/calendar/one.ics")
    program.get("/calendar/two.ics")

    refused = program.get(path)

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0


def test_the_page_is_for_whoever_acts_for_a_member(client, member, secretary):
    former = acting_for(member, role="alternate", until=TODAY)

    assert client.get(PAGE).status_code == 302
    for user in (former, secretary, UserFactory(), UserFactory(person=None)):
        client.force_login(user)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, {"make": "yes"}).status_code == 404
    assert not CalendarFeed.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_leave_one_address(at_once, mine):
    assert at_once(lambda number: CalendarFeed.open(mine), times=4) == {"done": 4}

    assert CalendarFeed.objects.count() == 1
