"""Forums and meetings for calendars (RFC 5545): days that are known, and no day that is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar
from icalendar import Event as Entry

from alliance.dates import PartialDate
from forums.models import Forum, Meeting

STATUS: dict[str, str] = {
    Forum.Status.CONFIRMED: "CONFIRMED",
    Forum.Status.HELD: "CONFIRMED",
    Forum.Status.CANCELLED: "CANCELLED",
}


class Days(NamedTuple):
    """Whole days, as long as no source tells an hour."""

    first: date
    last: date

    @classmethod
    def of(cls, starts: PartialDate | None, ends: PartialDate | None) -> Days | None:
        """Nothing where only the month is known: a calendar has no place for it."""
        if starts is None or not starts.day or starts.known_by or (ends and not ends.day):
            return None
        return cls(starts.first, ends.last if ends else starts.last)


def of_forums(forums: Iterable[Forum]) -> bytes:
    entries, left_out = [], 0
    for forum in forums:
        days = Days.of(forum.starts, forum.ends)
        if days is None:
            left_out += 1
            continue
        entry = entered(f"forum-{forum.ordinal}", days, forum, str(forum.name), forum.theme)
        entry.add("location", f"{forum.city}, {forum.country.name}")
        entry.add("status", STATUS.get(forum.status, "TENTATIVE"))
        entries.append(entry)
    return calendar(_("Forums of the Alliance of Civilizations"), "forums", entries, left_out)


def of_meetings(meetings: Iterable[Meeting]) -> bytes:
    entries, left_out = [], 0
    for meeting in meetings:
        days = Days.of(meeting.starts, meeting.ends)
        if days is None:
            left_out += 1
            continue
        words = meeting.kind_words if meeting.title else ""
        entry = entered(f"meeting-{meeting.key}", days, meeting, meeting.heading, words)
        if meeting.place:
            entry.add("location", meeting.place)
        entry.add("categories", [str(meeting.get_body_display())])
        entries.append(entry)
    return calendar(_("Meetings of the Alliance of Civilizations"), "meetings", entries, left_out)


def entered(name: str, days: Days, record: Any, heading: str, words: str) -> Entry:
    """Of whole days the end is the day after the last."""
    entry = Entry()
    entry.add("uid", f"{name}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstamp", moment(record.updated_at))
    entry.add("last-modified", moment(record.updated_at))
    entry.add("dtstart", days.first)
    entry.add("dtend", days.last + timedelta(days=1))
    entry.add("summary", heading)
    if words:
        entry.add("description", words)
    entry.add("url", settings.SITE_URL + record.get_absolute_url())
    entry.add("transp", "TRANSPARENT")
    return entry


def moment(updated_at: datetime) -> datetime:
    return updated_at.replace(microsecond=0)


def calendar(name: str, key: str, entries: list[Entry], left_out: int) -> bytes:
    found = Calendar()
    found.add("prodid", f"-//{urlsplit(settings.SITE_URL).hostname}//{key}//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    if left_out:
        words = ngettext(
            "%(n)d is left out: only its month or year is known.",
            "%(n)d are left out: only their month or year is known.",
            left_out,
        )
        found.add("x-wr-caldesc", words % {"n": left_out})
    for entry in entries:
        found.add_component(entry)
    written: bytes = found.to_ical()
    return written
