from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.happenings import NOBODY, Happening, Source, Topic, ahead
from forums.models import Announcement, Event, Forum, Meeting, Recognition
from forums.models.meeting import MeetingQuerySet

NOT_HELD = (Forum.Status.CANCELLED, Forum.Status.POSTPONED)  # on the days that stand in the register


def forums(period: Period) -> Iterator[Happening]:
    held = Forum.objects.visible_to(NOBODY).filter(starts_on__range=period, starts_on_known_by=False)
    for forum in held.filter(public_status=Forum.Status.HELD).order_by("starts_on", "pk"):
        yield Happening(forum.name, forum.get_absolute_url(), forum.starts, forum.ends, place=forum.city)


def announcements(period: Period) -> Iterator[Happening]:
    """What was announced at a forum and no register keeps; the plan or the agreement is told by its own."""
    told = Announcement.objects.visible_to(NOBODY).gone_by().filter(**dict.fromkeys(Announcement.ABOUT))
    told = told.filter(forum__starts_on__range=period, forum__starts_on_known_by=False)
    told = told.filter(forum__public_status=Forum.Status.HELD)
    for announcement in told.select_related("forum").order_by("forum", "pk"):
        forum = announcement.forum
        yield Happening(announcement.text, forum.get_absolute_url(), forum.starts, forum.ends, place=forum.city)


def meetings(period: Period) -> Iterator[Happening]:
    yield from told_meetings(Meeting.objects.visible_to(NOBODY).held(period))


def told_meetings(found: MeetingQuerySet) -> Iterator[Happening]:
    for meeting in found.exclude(forum__public_status__in=NOT_HELD).order_by("starts_on", "pk"):
        address = meeting.get_absolute_url()
        yield Happening(meeting.heading, address, meeting.starts, meeting.ends, place=meeting.place)


def events(period: Period) -> Iterator[Happening]:
    for event in Event.objects.visible_to(NOBODY).external().occurred(period).order_by("occurred_on", "pk"):
        yield Happening(event.title, event.get_absolute_url(), event.occurred, event.until, place=event.place)


def recognitions(period: Period) -> Iterator[Happening]:
    given = Recognition.objects.visible_to(NOBODY).given(period).select_related("document")
    for recognition in given.order_by("given_on", "pk"):
        yield Happening(str(recognition), recognition.get_absolute_url(), recognition.given)


def next_forums(period: Period) -> Iterator[Happening]:
    coming = Q(starts_on__range=ahead(period), starts_on_known_by=False)
    found = Forum.objects.visible_to(NOBODY).filter(coming)
    for forum in found.exclude(public_status__in=NOT_HELD).order_by("starts_on", "pk"):
        yield Happening(forum.name, forum.get_absolute_url(), forum.starts, forum.ends, place=forum.city)


def next_meetings(period: Period) -> Iterator[Happening]:
    yield from told_meetings(Meeting.objects.visible_to(NOBODY).held(ahead(period)))


SOURCES = [
    Source("forums", Topic.FORUMS, _("Forums of the Alliance"), forums),
    Source("announced-at-forums", Topic.FORUMS, _("Announced at a forum"), announcements),
    Source("meetings", Topic.FORUMS, _("Meetings"), meetings),
    Source("events", Topic.FORUMS, _("The Alliance elsewhere"), events),
    Source("recognition", Topic.FORUMS, _("Recognition by other bodies"), recognitions),
    Source("next-forums", Topic.NEXT, _("Forums to come"), next_forums),
    Source("next-meetings", Topic.NEXT, _("Meetings to come"), next_meetings),
]
