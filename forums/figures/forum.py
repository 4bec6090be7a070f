"""What the registers of forums count. Sessions are summed: a row may stand for several that no source names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import Column, Cut, Figure
from alliance.ladder import StepQuerySet
from forums.models import Forum, ForumStep, Session
from forums.models.session import SessionQuerySet
from members.models import Country

Kind = Session.Kind


def held() -> StepQuerySet[ForumStep]:
    found = ForumStep.objects.filter(status=Forum.Status.HELD).select_related("record__country")
    return found.order_by("record__ordinal", "pk")


def sessions(*kinds: str) -> Callable[[], SessionQuerySet]:
    """Of the forums that everybody sees."""

    def rows() -> SessionQuerySet:
        found = Session.objects.visible_to(AnonymousUser()).filter(kind__in=kinds or Kind.values)
        return found.select_related("forum").order_by("forum__ordinal", "kind", "ordinal", "key")

    return rows


def by_the_last_day(period: Period) -> Q:
    return Q(on__lte=period.end, preferred=True)


def at_a_forum_of(period: Period) -> Q:
    """By the first day of the forum: of most sessions no source tells the day."""
    return Q(forum__status=Forum.Status.HELD, forum__starts_on__range=period)


forums_held: Figure[ForumStep] = Figure(
    key="forums-held",
    name=_("Forums held so far"),
    definition=_("Forums of the Alliance that were over by the last day of the period."),
    unit=_("forums"),
    is_stock=True,
    all_rows=held,
    counted=by_the_last_day,
    cuts={"region": Cut(_("region"), "record__country__region", dict(Country.Region.choices))},
    columns={
        "forum": Column(_("Forum"), lambda step: step.record.name),
        "ordinal": Column(_("Number"), lambda step: step.record.ordinal, is_on_page=False),
        "city": Column(_("City"), lambda step: step.record.city),
        "country": Column(_("Country"), lambda step: step.record.country.iso3, is_on_page=False),
        "days": Column(_("Days"), lambda step: step.record.days),
        "source": Column(_("Source"), lambda step: "; ".join(source.words for source in step.sources)),
    },
    link=lambda step: step.record.get_absolute_url(),
)
summed: dict[str, Any] = {
    "counted": at_a_forum_of,
    "aggregate": partial(Sum, "count", default=0),
    "columns": {
        "forum": Column(_("Forum"), lambda session: str(session.forum)),
        "ordinal": Column(_("Forum number"), lambda session: session.forum.ordinal, is_on_page=False),
        "session": Column(_("Session"), lambda session: session.heading),
        "kind": Column(_("Kind"), lambda session: session.get_kind_display(), is_on_page=False),
        "count": Column(_("How many"), lambda session: session.count),
        "source": Column(_("Source"), lambda session: "; ".join(source.words for source in session.sources)),
    },
    "link": lambda session: session.forum.get_absolute_url(),
}
all_sessions: Figure[Session] = Figure(
    key="forum-sessions",
    name=_("Sessions of forums"),
    definition=_(
        "Sessions of the forums that began in the period and were held, as far as a source tells of them. Where a "
        "report counts sessions without naming them, one row stands for all."
    ),
    unit=_("sessions"),
    all_rows=sessions(),
    cuts={"kind": Cut(_("kind"), "kind", dict(Kind.choices)), "forum": Cut(_("forum"), "forum__name", {})},
    **summed,
)
plenaries: Figure[Session] = Figure(
    key="forum-plenary-sessions",
    name=_("Plenary sessions of forums"),
    definition=_("Plenary sessions of the forums that began in the period and were held."),
    unit=_("sessions"),
    measure="forum_plenary_panels",
    all_rows=sessions(Kind.PLENARY),
    **summed,
)
working_sessions: Figure[Session] = Figure(
    key="forum-working-sessions",
    name=_("Working sessions of forums"),
    definition=_("Working sessions of the forums that began in the period and were held, named or only counted."),
    unit=_("sessions"),
    measure="forum_working_sessions",
    all_rows=sessions(Kind.WORKING_SESSION),
    **summed,
)
working_breakfasts: Figure[Session] = Figure(
    key="forum-working-breakfasts",
    name=_("Working breakfasts of forums"),
    definition=_("Working breakfasts of the forums that began in the period and were held, named or only counted."),
    unit=_("breakfasts"),
    measure="forum_working_breakfasts",
    all_rows=sessions(Kind.WORKING_BREAKFAST),
    **summed,
)
