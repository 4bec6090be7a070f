"""The issue of a month is drafted from what the registers tell of it, a block for each kind of fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from alliance.dates import PartialDate, Precision, months_before, spanned, spoken
from alliance.happenings import Happening, Topic, sources
from alliance.workflow import record_in_history
from mailroom.rules import FIRST_DAY
from outreach.markdown import literal
from outreach.models import Edition, NewsItem, Newsletter

if TYPE_CHECKING:
    from people.models import User

LONGEST_GAP = 12  # months without an issue that the next one makes up for


class Draft(NamedTuple):
    """What a block is drafted from, and how it reads."""

    key: str
    topic: str
    heading: str
    text: str


def month_of(written: str) -> date:
    """Its first day; refuses a month of which the registers cannot tell."""
    when = PartialDate.parse(written)
    if when.month is None or when.day is not None or when.known_by:
        raise ValidationError(_("Write the year and the month, such as 2009-04."))
    if when.first < FIRST_DAY:
        raise ValidationError(_("The Alliance began in %(year)d.") % {"year": FIRST_DAY.year})
    if when.first > timezone.localdate():
        raise ValidationError(_("This month has not begun: the registers cannot tell of it."))
    return when.first


def since_the_last(month: date) -> date:
    """The day after what the issue before tells; one that was never drafted, or was stopped, is made up for."""
    before = Newsletter.objects.filter(month__lt=month).exclude(status=Newsletter.Status.STOPPED)
    told = before.order_by("month").last()
    if told is None:
        return month
    return max(told.period.end + timedelta(days=1), months_before(month, LONGEST_GAP))


@transaction.atomic
def draft(month: date, *, by: User | None, since: date | None = None) -> Newsletter:
    """That month and nothing of another, but what the monthly round makes up for by `since`.

    Drafted anew it tells what the issue was to tell that reached nobody.

    A second time it brings a draft up to date, and leaves alone what staff have written.
    """
    newsletter = Newsletter.objects.of_their_month().filter(month=month).first()
    if newsletter is None:
        given_away = Newsletter.objects.filter(month=month, reached_nobody=True).order_by("pk").last()
        newsletter = Newsletter(month=month, since=since or (given_away.since if given_away else month))
        newsletter.full_clean()
        record_in_history(newsletter, by=by)
        newsletter.save()
        words = _("Newsletter of the Alliance of Civilizations, %(month)s")
        edition = Edition(newsletter=newsletter, subject=words % {"month": spoken(month, Precision.MONTH)})
        record_in_history(edition, by=by)
        edition.save()
    bring_up_to_date(newsletter, by=by)
    return newsletter


@transaction.atomic
def bring_up_to_date(newsletter: Newsletter, *, by: User | None) -> None:
    """Facts that were entered since the draft was made come in; a block that staff have changed stays as it is."""
    newsletter.lock()
    edition = newsletter.main
    blocks = {block.source: block for block in edition.blocks.exclude(source="")}
    with translation.override(settings.LANGUAGE_CODE):
        drafts = {draft.key: draft for draft in told(newsletter)}
    for key, block in blocks.items():
        if block.is_as_drafted and key not in drafts:
            block.remove(by=by)
    for key, made in drafts.items():
        if key in edition.left_out:
            continue
        if key not in blocks:
            what = {"topic": made.topic, "heading": made.heading, "text": made.text, "drafted": made.text}
            edition.add(by=by, source=key, **what)
        elif blocks[key].is_as_drafted and blocks[key].text != made.text:
            blocks[key].rewrite(by=by, text=made.text, drafted=made.text)
    if Newsletter.objects.taking_news().first() == newsletter:
        for item in NewsItem.objects.to_tell():
            take_in(edition, item, by=by)


def take_in(edition: Edition, item: NewsItem, *, by: User | None) -> None:
    """A focal point's words, whatever signs are among them, under the name of its member."""
    text = "\n\n".join(literal(paragraph) for paragraph in item.text.split("\n") if paragraph.strip())
    if item.link:
        text += f"\n\n<{item.link}>"
    text += f"\n\n*{literal(item.member.name)}*"
    item.block = edition.add(by=by, topic=Topic.NEWS, heading=item.title, text=text)
    item.issue = edition.newsletter
    record_in_history(item, by=by)
    item.save(update_fields=["block", "issue"])


def told(newsletter: Newsletter) -> Iterator[Draft]:
    for source in sources():
        if happenings := source.during(newsletter.period):
            yield Draft(source.key, source.topic, str(source.heading), text(happenings, newsletter))


def text(happenings: Iterable[Happening], newsletter: Newsletter) -> str:
    """A list; where all were at one place that is said once."""
    rows = [*happenings]
    places = {row.place for row in rows}
    place = places.pop() if len(rows) > 1 and len(places) == 1 else ""
    lead = [_("In %(place)s:") % {"place": literal(place)}, ""] if place else []
    return "\n".join([*lead, *(line(row, newsletter, is_placed=bool(place)) for row in rows)])


def line(row: Happening, newsletter: Newsletter, *, is_placed: bool) -> str:
    when = "" if is_of_its_month(row, newsletter) else spanned(row.on, row.until)
    where = "" if is_placed else row.place
    facts = ", ".join(literal(fact) for fact in (row.detail, when, where) if fact)
    return f"- [{literal(row.name)}]({settings.SITE_URL}{row.link})" + (f", {facts}" if facts else "")


def is_of_its_month(row: Happening, newsletter: Newsletter) -> bool:
    """Its date says no more than the issue's own."""
    return row.until is None and row.on.precision == Precision.MONTH and row.on.first == newsletter.month
