"""The rows of the data's README that are the forums' own: computed from the real registers, beside what is stated."""

from datetime import date
from decimal import Decimal

import pytest
import vobject
from django.contrib.auth.models import AnonymousUser

from alliance import figures
from alliance.dates import PartialDate, Period
from documents.models import StatedFigure
from forums.models import Event, Forum, Meeting, Recognition, Session
from reports.answers import ask

pytestmark = pytest.mark.usefixtures("real_registers")
SECOND_PERIOD = Period.parse("2008-05", "2009-05")
MADRID = Period.parse("2008-01-15", "2008-01-16")
TODAY = date(2026, 11, 22)
VISITOR = AnonymousUser()


def value(key, period):
    return figures.register[key].value(period)


def answer(key, period):
    return ask([figures.register[key]], period)[0]


def test_eleven_forums_were_held():
    assert value("forums-held", Period(date(2005, 1, 1), TODAY)) == 11
    assert value("forums-held", Period(date(2005, 1, 1), date(2009, 5, 31))) == 2
    assert Forum.objects.held(TODAY).count() == 11


def test_madrid_had_three_plenaries_eight_working_sessions_and_two_working_breakfasts():
    parts = {kind: cells[0] for kind, cells in figures.register["forum-sessions"].by("kind", [MADRID]).items()}

    assert parts == {"closing": 1, "opening": 1, "plenary": 3, "working_breakfast": 2, "working_session": 8}
    assert value("forum-sessions", MADRID) == 15


@pytest.mark.parametrize(
    ("key", "number"),
    [("forum-plenary-sessions", 3), ("forum-working-sessions", 8), ("forum-working-breakfasts", 2)],
)
def test_the_sessions_of_madrid_stand_beside_what_the_report_states(key, number):
    found = answer(key, MADRID)

    assert (found.computed, found.stated_value, found.gap) == (number, number, 0)


def test_all_44_rows_of_sessions_are_there_and_stand_for_more():
    assert Session.objects.count() == 44
    assert Session.objects.number() == 52


def test_the_group_of_friends_met_three_times_in_the_second_period_beside_four_stated():
    found = answer("group-of-friends-meetings", SECOND_PERIOD)

    assert (found.computed, found.stated_value, found.gap) == (3, 4, 1)
    days = [str(meeting.starts) for meeting in Meeting.objects.of_friends().held(SECOND_PERIOD).order_by("starts_on")]
    assert days == ["24 September 2008", "April 2009", "22 April 2009"]


@pytest.mark.parametrize(
    ("key", "computed"),
    [("group-of-friends-ministerial-meetings", 2), ("group-of-friends-head-of-mission-meetings", 1)],
)
def test_by_level_they_were_two_and_one_beside_two_and_two(key, computed):
    found = answer(key, SECOND_PERIOD)

    assert (found.computed, found.stated_value) == (computed, 2)


def test_the_focal_points_had_met_twice_by_may_2009():
    found = answer("focal-points-meetings", SECOND_PERIOD)

    assert (found.computed, found.stated_value) == (2, 2)
    places = [meeting.place for meeting in Meeting.objects.of_focal_points().filter(starts_on__lte=SECOND_PERIOD.end)]
    assert sorted(places) == ["Istanbul", "Paris"]


def test_the_norm_of_2008_was_met_for_ministers_alone():
    told = {year.year: year for year in Meeting.objects.against_the_norm(TODAY)}

    assert (told[2008].ministerial, told[2008].heads_of_mission, told[2008].missing) == (2, 0, 2)
    assert (told[2009].ministerial, told[2009].heads_of_mission, told[2009].missing) == (2, 2, 0)
    assert value("group-of-friends-norm", Period.of_year(2009)) == Decimal("100.1")


def test_all_43_meetings_are_there_and_what_they_are_about():
    assert Meeting.objects.visible_to(VISITOR).count() == 43
    assert Meeting.objects.get(network__key="foundations").place == "Marrakech"
    assert Meeting.objects.exclude(strategy=None).count() == 3
    assert Meeting.objects.without_level().get().key == "gof-2013-05-13"


def test_of_fourteen_events_seven_are_external():
    assert Event.objects.count() == 14
    assert value("external-events", Period(date(2004, 1, 1), TODAY)) == Event.objects.external().count() == 7
    assert value("external-events", SECOND_PERIOD) == 4


def test_other_bodies_recognize_the_alliance_by_six_documents():
    assert Recognition.objects.count() == 6
    assert value("recognitions", Period(date(2005, 1, 1), date(2009, 5, 31))) == 4


def test_new_york_was_hosted_by_no_government():
    forum = Forum.objects.get(ordinal=8)

    assert (forum.host, forum.host_name) == (None, "United Nations Headquarters")
    assert [found.ordinal for found in Forum.objects.filter(host=None)] == [8]


def test_vienna_was_announced_for_2012_and_held_in_2013():
    vienna = Forum.objects.get(ordinal=5)

    assert (vienna.starts, vienna.status) == (PartialDate(2013, 2, 27), "held")
    assert "2012" in vienna.note


def test_three_accounts_of_the_participants_of_madrid_stand_side_by_side(client):
    told = StatedFigure.objects.filter(forum_number=1, measure="forum_participants")
    assert sorted(figure.value for figure in told) == [350, 500, 900]

    page = client.get("/forums/1/").content.decode()

    for words in ("more than 500", "more than 900", "about 350"):
        assert words in page
    assert "nothing is averaged" in page


def test_every_time_zone_is_that_of_the_host_city():
    zones = dict(Forum.objects.values_list("city", "time_zone"))

    assert zones["Bali (Nusa Dua)"] == "Asia/Makassar"
    assert all(zones.values())


def test_another_reader_of_calendars_reads_the_forums(client):
    read = vobject.readOne(client.get("/forums/calendar.ics").content.decode())

    assert len(read.vevent_list) == 11
    madrid = next(entry for entry in read.vevent_list if entry.uid.value.startswith("forum-1@"))
    assert (madrid.dtstart.value, madrid.dtend.value) == (date(2008, 1, 15), date(2008, 1, 17))


def test_every_meeting_with_a_day_is_in_the_calendar_and_no_other(client):
    read = vobject.readOne(client.get("/meetings/calendar.ics").content.decode())

    assert len(read.vevent_list) == 29
    assert read.x_wr_caldesc.value == "14 are left out: only their month or year is known."
