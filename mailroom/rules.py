"""What falls due, and whom the portal reminds of it: each app says in its `reminders.py` what its registers know.

A rule yields what is not yet done, never "exactly 30 days before". So a day that was missed is made up for by the
next, and whatever was mailed already stands in the rows (`mailroom.reminding`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.module_loading import import_string, module_has_submodule
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from alliance.dates import spoken
from mailroom.marks import UNPRINTABLE
from mailroom.outbox import Recipient


class Words(NamedTuple):
    """How a due day is told before, on and after it."""

    ahead: StrOrPromise
    today: StrOrPromise
    past: StrOrPromise

    def told(self, by: date, on: date) -> str:
        days = (by - on).days
        words = self.ahead if days > 0 else self.past if days < 0 else self.today
        return str(words) % {"day": spoken(by), "span": span(abs(days))}


DUE = Words(
    gettext_lazy("is due on %(day)s, in %(span)s"),
    gettext_lazy("is due today, %(day)s"),
    gettext_lazy("was due on %(day)s, %(span)s ago"),
)
OPEN = gettext_lazy("Open it")
FIRST_DAY = date(2005, 1, 1)  # the Alliance began in that year
YEARS_AHEAD = 10
ENDS = Words(
    gettext_lazy("ends on %(day)s, in %(span)s"),
    gettext_lazy("ends today, %(day)s"),
    gettext_lazy("ended on %(day)s, %(span)s ago"),
)


@dataclass(frozen=True)
class Due:
    """Something that is not done: what it is, whose turn it is, by when, and where they do it.

    `what` is told to the office, `yours` to the recipient where that reads otherwise; both begin a sentence that the
    words of the rule end. `link` is a page of the portal; `key` is made at sending (`mailroom.keys`), and goes before.
    """

    about: Model
    to: Recipient
    by: date
    what: StrOrPromise
    yours: StrOrPromise = ""
    text: StrOrPromise = ""
    label: StrOrPromise = OPEN
    link: str = ""
    key: tuple[str, Any] | None = None

    @property
    def reference(self) -> str:
        return f"{self.about._meta.label_lower}:{self.about.pk}"

    @property
    def address(self) -> str:
        return self.to.address.strip().lower()

    def check(self) -> None:
        """A rule of any app may have made it: what is wrong with it is told before anything is written."""
        if self.about.pk is None:
            raise ValidationError(_("It is about a record that is not kept."))
        if type(self.by) is not date:
            raise ValidationError(_("It does not say by which day."))
        if not str(self.what).strip():
            raise ValidationError(_("It does not say what is due."))


@dataclass(frozen=True)
class Rule:
    """`due(on, until)` yields what is undone on a day and falls due by the other, however long ago.

    A stage is a number of days from the due day, those before it negative. After the last the office is told, once.
    """

    key: str
    title: StrOrPromise
    due: Callable[[date, date], Iterable[Due]]
    words: Words = DUE
    stages: tuple[int, ...] = (-60, -30, -7, 7, 14, 21, 28)
    to_office: int | None = 35

    def stage(self, by: date, on: date) -> int | None:
        """The last that has come: of a week that was missed only what stands today."""
        ends = [] if self.to_office is None else [self.to_office]
        return max((stage for stage in (*self.stages, *ends) if stage <= (on - by).days), default=None)

    def found(self, on: date) -> Iterator[Due]:
        yield from self.due(on, on - timedelta(days=min(self.stages)))


def rules() -> Iterator[Rule]:
    """Those of every app, those of lower apps first."""
    for app in apps.get_app_configs():
        if app.module and module_has_submodule(app.module, "reminders"):
            yield from import_string(f"{app.name}.reminders.RULES")


def last_day() -> date:
    return date(timezone.localdate().year + YEARS_AHEAD, 12, 31)


def check_day(on: date) -> None:
    """What the rules are asked of: beyond it they know nothing, and a year is mistyped."""
    if not FIRST_DAY <= on <= last_day():
        words = _("Give a day from %(first)s to %(last)s.")
        raise ValidationError(words % {"first": spoken(FIRST_DAY), "last": spoken(last_day())})


def office() -> Recipient:
    """The shared mailbox of the secretariat; without one its reminders are listed."""
    return Recipient(settings.SECRETARIAT_EMAIL, _("Secretariat"))


def in_admin(record: Model) -> str:
    return register_page(f"{record._meta.label_lower}:{record.pk}")


def register_page(reference: str) -> str:
    """Where staff find the record, if it has a page of its own."""
    label, _colon, key = reference.partition(":")
    try:
        return reverse(f"admin:{label.replace('.', '_')}_change", args=[key])
    except NoReverseMatch:
        return ""


def in_one_line(words: object) -> str:
    """What registers bring is part of a sentence, and makes no paragraph, header or mark of its own."""
    return " ".join(UNPRINTABLE.sub(" ", str(words)).split())


def span(days: int) -> str:
    if days % 7 == 0 and 14 <= days <= 56:
        return ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}
    if days <= 60:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if days < 730:
        return ngettext("%(n)d month", "%(n)d months", days // 30) % {"n": days // 30}
    return ngettext("%(n)d year", "%(n)d years", days // 365) % {"n": days // 365}


def told_stage(days: int) -> str:
    """When a reminder goes out, counted from the due day."""
    if not days:
        return _("on the day")
    words = _("%(span)s after") if days > 0 else _("%(span)s before")
    return words % {"span": span(abs(days))}
