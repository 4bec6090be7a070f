"""What the register of newsletters counts (R2 ¶14: a newsletter every month).

A row is an issue, never a mail: to whom it went stands in the mailroom, for staff.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.figures import AnyFigure, Column, Cut, Figure, each_counted_once
from alliance.happenings import Topic
from mailroom.models import Message, Suppression
from outreach.models import Newsletter, Subscriber
from outreach.models.languages import CHOICES, of_letters

State = Message.State


@dataclass(frozen=True, kw_only=True)
class Number(AnyFigure):
    """Of what has no row to open: a month without an issue, a reader whose address is told to nobody."""

    counted: Callable[[Sequence[Period]], list[int]]

    @property
    def kept_by(self) -> str:
        return str(Newsletter._meta.app_config.verbose_name)

    def series(self, periods: Sequence[Period]) -> list[Any]:
        return self.counted(periods)


def issues(*states: str) -> QuerySet[Newsletter]:
    """Each with how many of its mails are in these states."""
    mails = Message.objects.filter(letter__in=letters_of(OuterRef(OuterRef("pk"))))
    mails = mails.filter(state__in=states) if states else mails
    counted = mails.order_by().values("letter__kind").annotate(n=Count("pk")).values("n")
    found = Newsletter.objects.published().order_by("-published_at", "-month")
    return found.with_subject().annotate(mails=Subquery(counted))


def letters_of(issue: Any) -> Any:
    return Newsletter.letters.through.objects.filter(newsletter=issue).values("letter")


def went_out_in(period: Period) -> Q:
    return Q(published_at__date__range=period)


def mails_in(*states: str) -> Callable[..., Any]:
    """The mails of these issues, added up."""

    def aggregate(filter: Q) -> Any:
        are_so = Q(letters__messages__state__in=states) if states else Q()
        return Count("letters__messages", filter=filter & are_so)

    return aggregate


def day_of(issue: Newsletter) -> Any:
    return timezone.localdate(issue.published_at)


ISSUE = {
    "issue": Column(_("Issue"), str),
    "key": Column(_("Key"), lambda issue: issue.key, is_on_page=False),
    "subject": Column(_("Subject"), lambda issue: issue.subject),
    "published": Column(_("Went out on"), day_of),
}
BY_LETTER = {
    "class": Cut(
        _("class of mail"),
        "letters__stream",
        {"": _("notice of office, to focal points"), Newsletter.STREAM: _("subscription")},
    ),
    "language": Cut(_("language"), "letters__language", {of_letters(code): name for code, name in CHOICES}),
}


def mails(key: str, name: Any, definition: Any, *states: str) -> Figure[Newsletter]:
    return Figure(
        key=key,
        name=name,
        definition=definition,
        unit=_("mails"),
        all_rows=lambda: issues(*states),
        counted=went_out_in,
        aggregate=mails_in(*states),
        cuts=BY_LETTER,
        columns=ISSUE | {"mails": Column(_("Mails"), lambda issue: issue.mails or 0)},
        link=lambda issue: issue.get_absolute_url(),
    )


newsletters: Figure[Newsletter] = Figure(
    key="newsletters",
    name=_("Issues of the newsletter"),
    definition=_("Issues that went out in the period; one that was stopped on its way is not counted."),
    unit=_("issues"),
    all_rows=issues,
    counted=went_out_in,
    aggregate=each_counted_once,
    cuts={
        "language": Cut(_("language"), "editions__language", dict(CHOICES)),
        "topic": Cut(_("topic"), "editions__blocks__topic", dict(Topic.choices)),
    },
    columns=ISSUE,
    link=lambda issue: issue.get_absolute_url(),
)
recipients = mails(
    "newsletter-recipients",
    _("Recipients of the newsletter"),
    _("Mails of the issues that went out in the period, one for each address and issue, whatever became of them."),
)
delivered = mails(
    "newsletter-mails-delivered",
    _("Newsletters delivered"),
    _("Those of the mails that the reader’s mail server has taken, and that have not come back."),
    State.SENT,
)
bounced = mails(
    "newsletter-mails-bounced",
    _("Newsletters that bounced"),
    _("Those of the mails that were refused for good, or that came back."),
    State.FAILED,
)
in_doubt = mails(
    "newsletter-mails-in-doubt",
    _("Newsletters in doubt"),
    _("Those of the mails of which only the mail server’s log can say whether they arrived, as long as nobody has."),
    State.IN_DOUBT,
)


def months_without(periods: Sequence[Period]) -> list[int]:
    """Of those that are over."""
    today = timezone.localdate()
    told = {f"p{n}": Count("pk", filter=Q(month__range=period)) for n, period in enumerate(periods)}
    found = Newsletter.objects.published().filter(month__lt=today.replace(day=1)).aggregate(**told)
    return [months_in(period) - issues for period, issues in zip(periods, found.values(), strict=True)]


def months_in(period: Period) -> int:
    """Those that began in the period and are over today."""
    first, last = period.start, min(period.end, timezone.localdate().replace(day=1) - timedelta(days=1))
    begun = (last.year - first.year) * 12 + last.month - first.month + (first.day == 1)
    return max(0, begun)


without: Number = Number(
    key="newsletter-months-without",
    name=_("Months without a newsletter"),
    definition=_("Months that began in the period, are over, and of which no issue has gone out until today."),
    unit=_("months"),
    counted=months_without,
)


def readers_at(periods: Sequence[Period]) -> list[int]:
    """An address that was erased since is not remembered."""
    found = Subscriber.objects.order_by().aggregate(
        **{f"p{n}": Count("pk", filter=reading_at(period)) for n, period in enumerate(periods)}
    )
    return [*found.values()]


def reading_at(period: Period) -> Q:
    stops = Suppression.objects.filter(
        Q(lifted_at=None) | Q(lifted_at__date__gt=period.end),
        stream__in=["", Newsletter.STREAM],
        address=OuterRef("address"),
        since__date__lte=period.end,
    )
    return Q(confirmed_at__date__lte=period.end) & ~Q(Exists(stops.order_by()))


subscribers: Number = Number(
    key="newsletter-subscribers",
    name=_("Subscribers of the newsletter"),
    definition=_(
        "Addresses that were confirmed by the last day of the period, and neither unsubscribed nor bounced then; focal "
        "points, who get it by their office, are not among them unless they subscribed."
    ),
    unit=_("subscribers"),
    is_stock=True,
    counted=readers_at,
)
