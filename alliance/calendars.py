"""What goes into calendars (RFC 5545): days that are known, and no day that is not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import ngettext
from icalendar import Calendar
from icalendar import Event as Entry

from alliance.dates import PartialDate

KIND = "text/calendar; charset=utf-8"


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


def entered(name: str, days: Days, changed_at: datetime, heading: str, words: str, path: str) -> Entry:
    """Under a name that stays; of whole days the end is the day after the last."""
    entry = Entry()
    entry.add("uid", f"{name}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstamp", changed_at.replace(microsecond=0))
    entry.add("last-modified", changed_at.replace(microsecond=0))
    entry.add("dtstart", days.first)
    entry.add("dtend", days.last + timedelta(days=1))
    entry.add("summary", heading)
    if words:
        entry.add("description", words)
    entry.add("url", settings.SITE_URL + path)
    entry.add("transp", "TRANSPARENT")
    return entry


def of_record(name: str, days: Days, record: Any, heading: str, words: str) -> Entry:
    return entered(name, days, record.updated_at, heading, words, record.get_absolute_url())


def calendar(name: str, key: str, entries: list[Entry], left_out: int = 0) -> bytes:
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


def as_calendar(written: bytes, name: str) -> HttpResponse:
    """Of a public register, for whoever asks; `conditional_page` seals it."""
    response = HttpResponse(written, content_type=KIND)
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
