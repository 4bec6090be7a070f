"""What happened in the world, and what is to come: each app says in its `happenings.py` what its registers tell.

Only what everybody may see is told. What a source merely knew by a day is no event of that day, and what is known by
the year alone is none of a month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.module_loading import import_string, module_has_submodule
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from alliance.dates import PartialDate, Period, Precision

NOBODY = AnonymousUser()
AHEAD = timedelta(days=60)  # so far is told what is to come


class Topic(models.TextChoices):
    """What a reader may choose to hear of."""

    MEMBERS = "members", gettext_lazy("Members of the Alliance")
    PLANS = "plans", gettext_lazy("National plans and regional strategies")
    PARTNERSHIPS = "partnerships", gettext_lazy("Partners, agreements and programmes")
    FORUMS = "forums", gettext_lazy("Forums and meetings")
    FUNDS = "funds", gettext_lazy("Trust Fund")
    NEWS = "news", gettext_lazy("News of focal points")
    NEXT = "next", gettext_lazy("What is due next")


@dataclass(frozen=True)
class Happening:
    """One fact: the name of its record, where that is read, and when and where it was."""

    name: str
    link: str
    on: PartialDate
    until: PartialDate | None = None
    place: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Source:
    """The facts of one kind, under their heading, in the order in which they are told."""

    key: str
    topic: Topic
    heading: StrOrPromise
    told: Callable[[Period], Iterable[Happening]]

    def during(self, period: Period) -> list[Happening]:
        """What is known by the year alone may have been in any month of it."""
        return [happening for happening in self.told(period) if happening.on.precision != Precision.YEAR]


def sources() -> Iterator[Source]:
    """Those of every app, those of lower apps first."""
    for app in apps.get_app_configs():
        if app.module and module_has_submodule(app.module, "happenings") and app.name != __package__:
            yield from import_string(f"{app.name}.happenings.SOURCES")


def steps(model: Any, *statuses: str, **only: Any) -> Callable[[Period], Iterator[Happening]]:
    """What took one of these steps in the period, by the accounts we go by."""

    def told(period: Period) -> Iterator[Happening]:
        taken = model.objects.visible_to(NOBODY).taken(during=period).filter(status__in=statuses, **only)
        for step in taken.select_related(model.NAMED_BY).order_by("on", "record", "pk"):
            record = step.record
            yield Happening(str(record), record.get_absolute_url(), step.when, place=getattr(step, "place", ""))

    return told


def ahead(period: Period) -> Period:
    """The weeks after a period."""
    return Period(period.end + timedelta(days=1), period.end + AHEAD)
