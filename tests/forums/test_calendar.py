"""What a calendar is told: days that are known, once, under a name that stays."""

from datetime import date, timedelta

import pytest
from django.test import override_settings
from icalendar import Calendar

from alliance.dates import PartialDate
from forums.models import Forum
from tests.factories.forums import ForumFactory, MeetingFactory

pytestmark = pytest.mark.django_db
FORUMS, MEETINGS = "/forums/calendar.ics", "/meetings/calendar.ics"


def entries(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(entry["UID"]): entry for entry in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_forum_fills_whole_days_and_ends_the_day_after_its_last(client):
    forum = ForumFactory(ordinal=1, held="2008-01-16", theme="Peace, and more; of it")

    (entry,) = entries(client, FORUMS).values()

    assert entry.decoded("DTSTART") == date(2008, 1, 15)
    assert entry.decoded("DTEND") == date(2008, 1, 17)
    assert entry["DTSTART"].params["VALUE"] == "DATE"
    assert str(entry["SUMMARY"]) == forum.name
    assert str(entry["DESCRIPTION"]) == "Peace, and more; of it"
    assert str(entry["STATUS"]) == "CONFIRMED"
    assert str(entry["LOCATION"]) == f"Madrid, {forum.country.name}"


@override_settings(SITE_URL="https://portal.example.org")
def test_a_name_stays_whatever_changes(client):
    forum = ForumFactory(ordinal=1, held="2008-01-16")
    first = entries(client, FORUMS)

    forum.name = "Another name"
    forum.save()

    assert [*entries(client, FORUMS)] == [*first] == ["forum-1@portal.example.org"]
    assert str(entries(client, FORUMS)["forum-1@portal.example.org"]["URL"]) == "https://portal.example.org/forums/1/"


def test_a_meeting_of_a_month_is_left_out_and_told(client):
    MeetingFactory(starts=PartialDate(2009, 4))
    MeetingFactory(starts=PartialDate(2010, 10, 25), ends=PartialDate(2010, 10))
    MeetingFactory(key="known", starts=PartialDate(2010, 10, 25), ends=PartialDate(2010, 10, 27))

    (name,) = entries(client, MEETINGS)
    calendar = Calendar.from_ical(client.get(MEETINGS).content)

    assert name.startswith("meeting-known@")
    assert str(calendar["X-WR-CALDESC"]) == "2 are left out: only their month or year is known."


def test_a_forum_that_is_cancelled_or_put_off_says_so(client):
    ForumFactory(ordinal=1, confirmed="2007").cancel(on=PartialDate(2007, 5), by=None)
    ForumFactory(ordinal=2, confirmed="2007").postpone(on=PartialDate(2007, 5), by=None)

    assert {str(entry["STATUS"]) for entry in entries(client, FORUMS).values()} == {"CANCELLED", "TENTATIVE"}


def test_nobody_but_staff_is_told_of_what_is_hidden(client, secretary):
    ForumFactory(planned="2007")
    MeetingFactory(is_public=False)

    assert entries(client, FORUMS) == entries(client, MEETINGS) == {}
    client.force_login(secretary)
    assert len(entries(client, FORUMS)) == len(entries(client, MEETINGS)) == 1


def test_who_has_it_already_is_sent_nothing(client):
    forum = ForumFactory(held="2008-01-16")
    tag = client.get(FORUMS)["ETag"]

    again = client.get(FORUMS, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")

    forum.city = "Granada"
    forum.save()
    assert client.get(FORUMS, headers={"If-None-Match": tag}).status_code == 200


def test_what_is_hidden_leaves_the_validator_as_it_was_and_staff_have_their_own(client, secretary):
    ForumFactory(ordinal=1, held="2008-01-16")
    tag = client.get(FORUMS)["ETag"]

    ForumFactory(ordinal=2, planned="2007")
    assert client.get(FORUMS, headers={"If-None-Match": tag}).status_code == 304

    client.force_login(secretary)
    assert client.get(FORUMS, headers={"If-None-Match": tag}).status_code == 200


def test_a_change_moves_the_stamp(client):
    forum = ForumFactory(held="2008-01-16")
    Forum.objects.update(updated_at=forum.updated_at - timedelta(days=9))
    (before,) = entries(client, FORUMS).values()

    forum.save()
    (after,) = entries(client, FORUMS).values()

    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")
    assert after.decoded("DTSTAMP").tzinfo is not None


def test_the_calendar_asks_for_what_the_list_asks_for(client):
    MeetingFactory(body="focal_points")
    MeetingFactory(key="friends")

    (name,) = entries(client, f"{MEETINGS}?body=group_of_friends")

    assert name.startswith("meeting-friends@")
