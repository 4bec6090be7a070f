from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.dates import PartialDate, Period, Precision
from alliance.happenings import NOBODY, Happening, Source, Topic, ahead
from plans.models import Initiative, Publication, ReportingWindow


def published(period: Period) -> Iterator[Happening]:
    found = Publication.objects.visible_to(NOBODY).filter(published_at__date__range=period).defer("content")
    for publication in found.select_related("member", "plan__member", "strategy").order_by("published_at", "pk"):
        day = timezone.localdate(publication.published_at)
        yield Happening(str(publication), publication.get_absolute_url(), PartialDate.of(day, Precision.DAY))


def initiatives(period: Period) -> Iterator[Happening]:
    found = Initiative.objects.visible_to(NOBODY).filter(starts_on__range=ahead(period), starts_on_known_by=False)
    for initiative in found.select_related("member").by_day():
        address, days = initiative.get_absolute_url(), (initiative.starts, initiative.ends)
        yield Happening(str(initiative), address, *days, place=initiative.place)


def windows(period: Period) -> Iterator[Happening]:
    """The weeks that members report in, from their first day until their last."""
    coming = ahead(period)
    to_report = Q(opens_on__range=coming) | Q(closes_on__range=coming)
    for window in ReportingWindow.objects.filter(to_report).order_by("closes_on", "pk"):
        opens, closes = (PartialDate.of(day, Precision.DAY) for day in (window.opens_on, window.closes_on))
        yield Happening(window.name, reverse("reporting"), opens, closes)


SOURCES = [
    Source("plans-published", Topic.PLANS, _("Published in the library of plans"), published),
    Source("reporting", Topic.NEXT, _("Weeks in which members report"), windows),
    Source("initiatives", Topic.NEXT, _("Initiatives in the regions"), initiatives),
]
