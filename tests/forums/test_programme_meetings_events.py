"""What holds of sessions, meetings, events and recognition."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alliance.dates import PartialDate, Period
from forums.models import Event, Meeting, Recognition, Session
from tests.factories import DocumentFactory
from tests.factories.forums import EventFactory, ForumFactory, MeetingFactory, RecognitionFactory, SessionFactory
from tests.factories.plans import RegionalStrategyFactory
from tests.factories.programmes import NetworkFactory

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal, transaction.atomic():
        act(*args, **kwargs)
    return refusal.value.message_dict


@pytest.mark.parametrize("day", [PartialDate(2008, 1, 14), PartialDate(2008, 1, 17), PartialDate(2009)])
def test_a_session_outside_the_days_of_its_forum_is_refused_at_its_day(day):
    session = SessionFactory()
    session.held = day

    assert "is not one of the days of the forum (15–16 January 2008)" in str(refused(session.full_clean)["held_on"])


@pytest.mark.parametrize("day", [PartialDate(2008, 1, 15), PartialDate(2008, 1, 16), PartialDate(2008, 1), None])
def test_a_session_is_held_on_a_day_of_its_forum_as_far_as_known(day):
    session = SessionFactory()
    session.held = day

    session.full_clean()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"starts": PartialDate(2008, 1, 16)}, "starts_on"), ({"ends": PartialDate(2008, 1, 15)}, "ends_on")],
)
def test_a_forum_keeps_the_days_on_which_something_stands_in_its_programme(change, field):
    forum = ForumFactory()
    for day in (15, 16):
        SessionFactory(forum=forum, held=PartialDate(2008, 1, day))
    for name, value in change.items():
        setattr(forum, name, value)

    assert "stands in its programme" in str(refused(forum.full_clean)[field])


def test_a_row_stands_for_sessions_that_no_source_names():
    eight = SessionFactory(title="", kind="working_session", count=8)
    eight.full_clean()
    assert eight.heading == "8 working sessions"
    assert Session.objects.number() == 8

    eight.title = "Media literacy"
    assert "with a title or a number is one" in str(refused(eight.full_clean)["count"])
    with pytest.raises(IntegrityError), transaction.atomic():
        eight.save()


def test_two_plenaries_of_a_forum_do_not_have_one_number():
    first = SessionFactory(kind="plenary", ordinal=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        SessionFactory(forum=first.forum, kind="plenary", ordinal=1)


def test_a_programme_is_for_whoever_may_see_the_forum():
    SessionFactory(forum=ForumFactory(planned="2007"))
    shown = SessionFactory()

    assert [*Session.objects.visible_to(VISITOR)] == [shown]


def test_only_the_group_of_friends_meets_at_a_level():
    meeting = MeetingFactory(body="focal_points")
    meeting.level = "ministerial"

    assert "Only meetings of the Group of Friends" in str(refused(meeting.full_clean)["level"])
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.save()


def test_a_meeting_does_not_end_before_it_begins():
    meeting = MeetingFactory()
    meeting.ends = PartialDate(2008, 9, 23)

    assert refused(meeting.full_clean)["ends_on"] == ["It ends before it begins."]
    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.save()


def test_a_meeting_is_shown_once_it_is_opened_and_what_it_tells_of_is_shown():
    MeetingFactory(is_public=False)
    MeetingFactory(forum=ForumFactory(planned="2007"))
    MeetingFactory(body="regional_strategy", strategy=RegionalStrategyFactory())
    MeetingFactory(body="network", network=NetworkFactory(is_public=False))
    shown = MeetingFactory(forum=ForumFactory(held="2008-01-16"), strategy=RegionalStrategyFactory(adopted="2009"))

    assert [*Meeting.objects.visible_to(VISITOR)] == [shown]


def test_a_meeting_is_not_shown_before_somebody_opens_it():
    assert not Meeting().is_public
    assert not Event().is_public


def test_the_norm_is_two_of_ministers_and_two_of_heads_of_mission_a_year():
    for level, months in {"ministerial": [1, 9, 10], "heads_of_mission": [4], "": [5]}.items():
        for month in months:
            MeetingFactory(level=level, starts=PartialDate(2008, month))
    MeetingFactory(body="focal_points", starts=PartialDate(2008, 3))

    this_year, last_year = Meeting.objects.against_the_norm(date(2009, 1, 1))

    assert (last_year.ministerial, last_year.heads_of_mission, last_year.other, last_year.missing) == (3, 1, 1, 1)
    assert (this_year.year, this_year.missing, this_year.is_over) == (2009, 4, False)


def test_an_event_told_twice_is_counted_once():
    first = EventFactory(title="Address to the Permanent Council", occurred=PartialDate(2010, 6, 3), place="Vienna")
    again = EventFactory.build(occurred=PartialDate(2010, 6, 3), place="Vienna")

    words = refused(again.full_clean)["occurred_on"]

    assert words == [f"“{first}” is the same kind of event on that day and in that place: it is counted once."]
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.parametrize(
    "other",
    [{"kind": "visit"}, {"place": "Lisbon"}, {"occurred": PartialDate(2010, 6)}, {"occurred": PartialDate(2010, 6, 4)}],
)
def test_events_of_another_kind_day_or_place_are_two(other):
    same = {"kind": "address", "occurred": PartialDate(2010, 6, 3), "place": "Vienna"}
    EventFactory(**same)

    EventFactory(**same | other).full_clean()


def test_the_time_line_is_no_external_event():
    EventFactory(kind="timeline")
    visit = EventFactory(kind="visit", occurred=PartialDate(2008, 5))

    assert [*Event.objects.external()] == [visit]
    assert [*Event.objects.external().occurred(Period.parse("2008-05", "2009-05"))] == [visit]


def test_an_event_does_not_end_before_it_begins():
    event = EventFactory(occurred=PartialDate(2010, 6, 3))
    event.until = PartialDate(2010, 6, 2)

    assert "until_on" in refused(event.full_clean)


def test_recognition_is_for_whoever_may_see_the_document():
    RecognitionFactory(document=DocumentFactory(visibility="staff"))
    shown = RecognitionFactory()

    assert [*Recognition.objects.visible_to(VISITOR)] == [shown]


def test_a_body_recognizes_the_alliance_once_by_a_document():
    first = RecognitionFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        RecognitionFactory(document=first.document)
