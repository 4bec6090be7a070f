"""Forums and meetings for calendars."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from alliance.calendars import Days, calendar, of_record
from forums.models import Forum, Meeting

STATUS: dict[str, str] = {
    Forum.Status.CONFIRMED: "CONFIRMED",
    Forum.Status.HELD: "CONFIRMED",
    Forum.Status.CANCELLED: "CANCELLED",
}


def of_forums(forums: Iterable[Forum]) -> bytes:
    entries, left_out = [], 0
    for forum in forums:
        days = Days.of(forum.starts, forum.ends)
        if days is None:
            left_out += 1
            continue
        entry = of_record(f"forum-{forum.ordinal}", days, forum, str(forum.name), forum.theme)
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
        entry = of_record(f"meeting-{meeting.key}", days, meeting, meeting.heading, words)
        if meeting.place:
            entry.add("location", meeting.place)
        entry.add("categories", [str(meeting.get_body_display())])
        entries.append(entry)
    return calendar(_("Meetings of the Alliance of Civilizations"), "meetings", entries, left_out)
