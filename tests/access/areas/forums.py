"""Forums, meetings, events and recognition: what is only planned or prepared is for staff."""

from __future__ import annotations

from typing import Any

from alliance.dates import PartialDate
from tests.access.answers import OF_STAFF, OPEN, of_api
from tests.access.keepers import Register
from tests.access.walk import Row, said
from tests.access.words import ROLES
from tests.factories.forums import EventFactory, ForumFactory, MeetingFactory, RecognitionFactory, SessionFactory

BY_THEN = PartialDate.parse("../2008-01-31")
WORDS: dict[str, set[str]] = {
    "Forum-Held": set(ROLES),
    "Forum-Planned": set(),
    "Session-Held": set(ROLES),
    "Session-Planned": set(),
    "Meeting-Open": set(ROLES),
    "Meeting-Closed": set(),
    "Meeting-Planned": set(),
    "Event-Open": set(ROLES),
    "Event-Closed": set(),
    "Recognition-Open": set(ROLES),
    "Recognition-Closed": set(),
}
FORUMS = {"Forum-Held", "Forum-Planned"}
SESSIONS = {"Session-Held", "Session-Planned"}
MEETINGS = {"Meeting-Open", "Meeting-Closed", "Meeting-Planned"}
EVENTS = {"Event-Open", "Event-Closed"}
RECOGNITIONS = {"Recognition-Open", "Recognition-Closed"}
PUBLIC: dict[str, Row] = {
    "forums": Row("/forums/", OPEN, shows=FORUMS | {"Hidden-Approached"}),
    "forums_ical": Row("/forums/calendar.ics", OPEN, shows=FORUMS),
    "forum": Row("/forums/1/", OPEN, shows=FORUMS | {"Session-Held", "Meeting-Open", "Meeting-Closed"}),
    "meetings": Row("/meetings/", OPEN, shows=MEETINGS | FORUMS),
    "meetings_ical": Row("/meetings/calendar.ics", OPEN, shows=MEETINGS),
    "events": Row("/events/", OPEN, shows=EVENTS),
    "recognition": Row("/recognition/", OPEN, shows=RECOGNITIONS | {"Document-Public", "Document-Staff"}),
}
FOREIGN: dict[str, Row] = {
    "forum that is planned": Row(
        "/forums/2/",
        OF_STAFF,
        unknown=said(405),
        shows=FORUMS | {"Session-Planned", "Meeting-Planned", "Hidden-Approached"},
    ),
    "forum that is planned in the API": Row(
        "/api/v1/forums/2/", of_api(OF_STAFF), unknown=of_api(said(405)), shows={"Forum-Planned", "Session-Planned"}
    ),
    "session that is planned": Row(
        "/api/v1/sessions/planned/", of_api(OF_STAFF), unknown=of_api(said(405)), shows={"Session-Planned"}
    ),
    "meeting in confidence": Row(
        "/api/v1/meetings/closed/", of_api(OF_STAFF), unknown=of_api(said(405)), shows={"Meeting-Closed"}
    ),
    "meeting at a planned forum": Row(
        "/api/v1/meetings/planned/", of_api(OF_STAFF), unknown=of_api(said(405)), shows={"Meeting-Planned"}
    ),
    "event in confidence": Row(
        "/api/v1/events/closed/", of_api(OF_STAFF), unknown=of_api(said(405)), shows={"Event-Closed"}
    ),
    "recognition by a hidden document": Row(
        "/api/v1/recognitions/closed/", of_api(OF_STAFF), unknown=of_api(said(405)), shows={"Recognition-Closed"}
    ),
    "forums by a hidden host": Row("/api/v1/forums/?host=approached", of_api(OPEN), shows={"Forum-Planned"}),
    "meetings of a hidden forum": Row("/api/v1/meetings/?forum=2", of_api(OPEN), shows={"Meeting-Planned"}),
    "sessions of a hidden forum": Row("/api/v1/sessions/?forum=2", of_api(OPEN), shows={"Session-Planned"}),
    "table of forums": Row("/api/v1/forums/?format=csv", of_api(OPEN), shows=FORUMS),
    "table of sessions": Row("/api/v1/sessions/?format=csv", of_api(OPEN), shows=SESSIONS),
    "table of meetings": Row("/api/v1/meetings/?format=csv", of_api(OPEN), shows=MEETINGS),
    "table of events": Row("/api/v1/events/?format=csv", of_api(OPEN), shows=EVENTS),
    "harvest of forums": Row("/api/v1/forums/?updated_since=2020-01-01T00:00:00Z", of_api(OPEN), shows=FORUMS),
    "harvest of meetings": Row("/api/v1/meetings/?updated_since=2020-01-01T00:00:00Z", of_api(OPEN), shows=MEETINGS),
    "harvest of events": Row("/api/v1/events/?updated_since=2020-01-01T00:00:00Z", of_api(OPEN), shows=EVENTS),
    "forums of a past day": Row("/api/v1/forums/?on=2009-01-01", of_api(OPEN), shows=FORUMS),
    "forums held": Row("/figures/forums-held/", OPEN, shows={"Forum-Held"}),
    "sessions counted": Row("/figures/forum-sessions/", OPEN, shows={"Forum-Held", "Session-Held"}),
    "meetings counted": Row("/figures/meetings/", OPEN, shows={"Meeting-Open"}),
    "events counted": Row("/figures/external-events/", OPEN, shows={"Event-Open"}),
    "recognition counted": Row("/figures/recognitions/", OPEN, shows={"Recognition-Open", "Document-Public"}),
}
API: dict[str, Row] = {
    "forum-list": Row("/api/v1/forums/", of_api(OPEN), shows=FORUMS),
    "forum-detail": Row("/api/v1/forums/1/", of_api(OPEN), shows={"Forum-Held", "Session-Held"}),
    "session-list": Row("/api/v1/sessions/", of_api(OPEN), shows=SESSIONS),
    "session-detail": Row("/api/v1/sessions/held/", of_api(OPEN), shows={"Session-Held"}),
    "meeting-list": Row("/api/v1/meetings/", of_api(OPEN), shows=MEETINGS),
    "meeting-detail": Row("/api/v1/meetings/open/", of_api(OPEN), shows={"Meeting-Open"}),
    "event-list": Row("/api/v1/events/", of_api(OPEN), shows=EVENTS),
    "event-detail": Row("/api/v1/events/open/", of_api(OPEN), shows={"Event-Open"}),
    "recognition-list": Row("/api/v1/recognitions/", of_api(OPEN), shows=RECOGNITIONS),
    "recognition-detail": Row("/api/v1/recognitions/open/", of_api(OPEN), shows={"Recognition-Open"}),
}
REGISTERS: dict[str, Register] = {
    "forums.forum": Register(shows=FORUMS),
    "forums.session": Register(shows=SESSIONS),
    "forums.meeting": Register(shows=MEETINGS),
    "forums.event": Register(shows=EVENTS),
    "forums.recognition": Register(shows=RECOGNITIONS),
}


def lay_out(world: Any) -> None:
    """One forum was held, one is only planned with a member that is only being approached."""
    held = ForumFactory(ordinal=1, name="Forum-Held", city="Forum-Held", held="../2008-01-31")
    planned = ForumFactory(ordinal=2, name="Forum-Planned", city="Forum-Planned", host=world.approached)
    planned.plan(on=BY_THEN, by=None)
    SessionFactory(key="held", forum=held, title="Session-Held")
    SessionFactory(key="planned", forum=planned, title="Session-Planned")
    MeetingFactory(key="open", forum=held, title="Meeting-Open")
    MeetingFactory(key="closed", forum=held, title="Meeting-Closed", is_public=False)
    MeetingFactory(key="planned", forum=planned, title="Meeting-Planned")
    EventFactory(key="open", title="Event-Open")
    EventFactory(key="closed", title="Event-Closed", is_public=False)
    given = PartialDate(2009)
    RecognitionFactory(key="open", body="Recognition-Open", document=world.document_public, given=given)
    RecognitionFactory(key="closed", body="Recognition-Closed", document=world.document_staff, given=given)
