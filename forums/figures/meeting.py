"""What the registers of meetings, events and recognition count: what everybody sees, by the first day known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import AnyFigure, Column, Cut, Figure
from forums.models import Event, Meeting, Recognition
from forums.models.event import EventQuerySet
from forums.models.meeting import MeetingQuerySet
from forums.models.recognition import RecognitionQuerySet

Body, Level = Meeting.Body, Meeting.Level
UNKNOWN = {"": _("unknown")}
DAYS_OF_A_YEAR = Decimal("365.25")


def meetings(**wanted: Any) -> Callable[[], MeetingQuerySet]:
    def rows() -> MeetingQuerySet:
        found = Meeting.objects.visible_to(AnonymousUser()).filter(**wanted)
        return found.select_related("forum").order_by("starts_on", "key")

    return rows


def began(period: Period) -> Q:
    return Q(starts_on__range=period, starts_on_known_by=False)


held: dict[str, Any] = {
    "unit": _("meetings"),
    "counted": began,
    "columns": {
        "meeting": Column(_("Meeting"), lambda meeting: meeting.heading),
        "key": Column(_("Key"), lambda meeting: meeting.key, is_on_page=False),
        "body": Column(_("Body"), lambda meeting: meeting.get_body_display(), is_on_page=False),
        "level": Column(_("Level"), lambda meeting: meeting.get_level_display()),
        "when": Column(_("When"), lambda meeting: meeting.days),
        "place": Column(_("Where"), lambda meeting: meeting.place),
        "source": Column(_("Source"), lambda meeting: "; ".join(source.words for source in meeting.sources)),
    },
    "link": lambda meeting: meeting.get_absolute_url(),
}
all_meetings: Figure[Meeting] = Figure(
    key="meetings",
    name=_("Meetings"),
    definition=_("Meetings of bodies of the Alliance that began in the period, as far as a source tells of them."),
    all_rows=meetings(),
    cuts={"body": Cut(_("body"), "body", dict(Body.choices))},
    **held,
)
of_friends: Figure[Meeting] = Figure(
    key="group-of-friends-meetings",
    name=_("Meetings of the Group of Friends"),
    definition=_("Meetings of the Group of Friends that began in the period, at whatever level."),
    measure="group_of_friends_meetings_held",
    all_rows=meetings(body=Body.GROUP_OF_FRIENDS),
    cuts={"level": Cut(_("level"), "level", {**dict(Level.choices), **UNKNOWN})},
    **held,
)
ministerial: Figure[Meeting] = Figure(
    key="group-of-friends-ministerial-meetings",
    name=_("Ministerial meetings of the Group of Friends"),
    definition=_("Ministerial meetings of the Group of Friends that began in the period; its norm is two a year."),
    measure="group_of_friends_ministerial_meetings_held",
    all_rows=meetings(body=Body.GROUP_OF_FRIENDS, level=Level.MINISTERIAL),
    **held,
)
of_heads_of_mission: Figure[Meeting] = Figure(
    key="group-of-friends-head-of-mission-meetings",
    name=_("Meetings of heads of mission of the Group of Friends"),
    definition=_("Meetings of heads of mission that began in the period; the norm is two a year."),
    measure="group_of_friends_head_of_mission_meetings_held",
    all_rows=meetings(body=Body.GROUP_OF_FRIENDS, level=Level.HEADS_OF_MISSION),
    **held,
)
of_focal_points: Figure[Meeting] = Figure(
    key="focal-points-meetings",
    name=_("Meetings of focal points"),
    definition=_("Meetings of the focal points of the members that began in the period."),
    measure="focal_points_meetings_held",
    all_rows=meetings(body=Body.FOCAL_POINTS),
    **held,
)


@dataclass(frozen=True, kw_only=True)
class AgainstTheNorm(AnyFigure):
    """What was held of what a norm asks for a year, which a longer or shorter period takes in proportion."""

    held: tuple[Figure[Any], ...]
    a_year: int

    @property
    def kept_by(self) -> str:
        return self.held[0].kept_by

    def series(self, periods: Sequence[Period]) -> list[Decimal]:
        counts = zip(*(figure.series(periods) for figure in self.held), strict=True)
        return [self.of(sum(count), period) for count, period in zip(counts, periods, strict=True)]

    def of(self, count: int, period: Period) -> Decimal:
        days = (period.end - period.start).days + 1
        asked = self.a_year * days / DAYS_OF_A_YEAR
        return (100 * count / asked).quantize(Decimal("0.1"))


norm = AgainstTheNorm(
    key="group-of-friends-norm",
    name=_("Meetings of the Group of Friends against their norm"),
    definition=_(
        "Ministerial meetings and meetings of heads of mission that began in the period, of the four a year that the "
        "Group is to hold: two of each. A period of another length takes its part of them."
    ),
    unit=_("per cent"),
    held=(ministerial, of_heads_of_mission),
    a_year=sum(Meeting.NORM.values()),
)


def events() -> EventQuerySet:
    return Event.objects.visible_to(AnonymousUser()).external().order_by("occurred_on", "key")


def occurred(period: Period) -> Q:
    return Q(occurred_on__range=period, occurred_on_known_by=False)


external_events: Figure[Event] = Figure(
    key="external-events",
    name=_("External events"),
    definition=_(
        "Visits, addresses and discussions of the period that a source names, each once. Documents state more "
        "conferences and events than they name."
    ),
    unit=_("events"),
    all_rows=events,
    counted=occurred,
    cuts={"kind": Cut(_("kind"), "kind", dict(Event.Kind.choices))},
    columns={
        "event": Column(_("Event"), lambda event: event.title),
        "key": Column(_("Key"), lambda event: event.key, is_on_page=False),
        "kind": Column(_("Kind"), lambda event: event.get_kind_display()),
        "when": Column(_("When"), lambda event: event.days),
        "place": Column(_("Where"), lambda event: event.place),
        "source": Column(_("Source"), lambda event: "; ".join(source.words for source in event.sources)),
    },
    link=lambda event: event.get_absolute_url(),
)


def recognitions() -> RecognitionQuerySet:
    found = Recognition.objects.visible_to(AnonymousUser()).select_related("document")
    return found.order_by("given_on", "key")


def given_by_the_last_day(period: Period) -> Q:
    return Q(given_on__lte=period.end)


recognition: Figure[Recognition] = Figure(
    key="recognitions",
    name=_("Recognition by other bodies so far"),
    definition=_("Resolutions, decisions, declarations and mentions given by the last day of the period."),
    unit=_("documents"),
    is_stock=True,
    all_rows=recognitions,
    counted=given_by_the_last_day,
    cuts={"kind": Cut(_("kind"), "kind", dict(Recognition.Kind.choices))},
    columns={
        "body": Column(_("Body"), lambda row: row.body),
        "key": Column(_("Key"), lambda row: row.key, is_on_page=False),
        "kind": Column(_("Kind"), lambda row: row.get_kind_display()),
        "document": Column(_("Document"), lambda row: str(row.document)),
        "when": Column(_("When"), lambda row: row.given),
        "source": Column(_("Source"), lambda row: "; ".join(source.words for source in row.sources)),
    },
    link=lambda row: row.get_absolute_url(),
)
