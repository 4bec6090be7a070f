"""An issue on its way: a letter for each language and choice of topics, a message for each recipient."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from alliance.happenings import Topic
from mailroom import writing
from mailroom.addresses import deliverable
from mailroom.models import Letter
from mailroom.outbox import Recipient, post
from mailroom.writing import MailingList
from members.models import FocalPoint
from outreach import markdown
from outreach.models import Edition, Newsletter, Subscriber
from outreach.models.edition import Told
from outreach.models.languages import of_letters

if TYPE_CHECKING:
    from people.models import User

KIND = "outreach/mail/newsletter"
LIST = MailingList(Newsletter.STREAM, gettext_lazy("Newsletter of the Alliance of Civilizations"))
AT_ONCE = 1000  # readers in memory


def post_to_all(newsletter: Newsletter) -> list[Letter]:
    """Focal points first: whoever is both gets the notice of office, and nobody two mails."""
    prefetch_related_objects([newsletter], "editions__blocks")
    letters = [*post_to_focal_points(newsletter)] if newsletter.to_focal_points else []
    return letters + ([*post_to_subscribers(newsletter)] if newsletter.to_subscribers else [])


def post_to_focal_points(newsletter: Newsletter) -> Iterator[Letter]:
    recipients = focal_points(newsletter)
    for edition in newsletter.editions.all():
        if to := recipients.get(edition.pk):
            about = context(edition, audience="focal_points")
            yield from post(KIND, to, context=about, language=letters_in(edition), mailing_list=LIST)


def focal_points(newsletter: Newsletter) -> dict[int, list[Recipient]]:
    """By the edition that each reads."""
    points = FocalPoint.objects.current(timezone.localdate()).real().exclude(member__public_status="")
    recipients: dict[int, list[Recipient]] = {}
    for point in points.select_related("person__user").order_by("pk"):
        person = point.person
        if address := person.notices_go_to:
            edition = newsletter.edition_for([*person.languages])
            key = key_of(newsletter, address)
            recipients.setdefault(edition.pk, []).append(Recipient(address, person.name, key=key))
    return recipients


def post_to_subscribers(newsletter: Newsletter) -> Iterator[Letter]:
    """A letter for each choice that was made; whoever chose topics of which it tells nothing is left alone.

    Asked for in one statement: a reader who chooses otherwise meanwhile is in it once.
    """
    columns = ("language", "topics", "number", "address", "name")
    rows = Subscriber.objects.reading().order_by("language", "topics", "pk").values_list(*columns)
    for (language, topics), readers in groupby(rows.iterator(chunk_size=AT_ONCE), lambda row: (row[0], tuple(row[1]))):
        edition = newsletter.edition_for([language])
        if edition.told(topics):
            yield from post(
                KIND,
                recipients(newsletter, readers),
                context=context(edition, topics, audience="subscribers"),
                stream=Newsletter.STREAM,
                language=letters_in(edition),
                mailing_list=LIST,
            )


def recipients(newsletter: Newsletter, readers: Iterable[Any]) -> Iterator[Recipient]:
    for _language, _topics, number, address, name in readers:
        keys = {"preferences": ("outreach.preferences", number.hex)}
        yield Recipient(address, name, keys=keys, key=key_of(newsletter, address))


def key_of(newsletter: Newsletter, address: str) -> str:
    """One delivery per address and issue, ever (DOMAIN 1.16); it does not tell the address."""
    return f"newsletter:{newsletter.pk}:{sha256(mailbox(address).encode()).hexdigest()}"


def mailbox(address: str) -> str:
    """However it is written."""
    with suppress(ValidationError):  # one that no mail server takes fails under its own name
        address = deliverable(address)
    return address.strip().lower()


def send_test(edition: Edition, *, by: User) -> None:
    """To whoever asks and nobody else, as it stands; it counts as no delivery."""
    to = [Recipient(by.email, by.person.name if by.person else "")]
    about = context(edition, audience="test")
    post(KIND, to, context=about, language=letters_in(edition), mailing_list=LIST)


def letters_in(edition: Edition) -> str:
    return of_letters(edition.language)


def composed(edition: Edition, audience: str = "focal_points") -> Letter:
    """The whole of it as focal points get it, sent to nobody and kept nowhere."""
    return writing.composed(KIND, letters_in(edition), context(edition, audience=audience))


def context(edition: Edition, topics: tuple[str, ...] = (), *, audience: str) -> dict[str, Any]:
    told, page = edition.told(topics), settings.SITE_URL + edition.get_absolute_url()
    headings = [block.heading for part in told for block in part.blocks]
    about = {"edition": edition, "newsletter": edition.newsletter, "told": told, "headings": headings, "page": page}
    return about | printed(edition, told) | {"is_of_some": bool(topics), "audience": audience}


def printed(edition: Edition, told: list[Told]) -> dict[str, Any]:
    """The words as text has them; a number is of one address through the whole mail."""
    footnotes = markdown.Footnotes()
    introduction = footnotes.under(edition.introduction)
    parts = [(part.name, [(block.heading, footnotes.under(block.text)) for block in part.blocks]) for part in told]
    return {"introduction": introduction, "printed": parts}


class Expected(NamedTuple):
    """Whom an issue would reach as things stand: by letter, and its subscribers by topic."""

    letters: list[tuple[str, str, int]]
    topics: list[tuple[StrOrPromise, int]]

    @property
    def total(self) -> int:
        return sum(number for _audience, _language, number in self.letters)


def expected(newsletter: Newsletter) -> Expected:
    """Counted by the same rules that it is posted by; whoever is both a focal point and a reader is a focal point."""
    prefetch_related_objects([newsletter], "editions__blocks")
    editions = {edition.pk: edition for edition in newsletter.editions.all()}
    office: dict[int, set[str]] = {}
    if newsletter.to_focal_points:
        office = {pk: {mailbox(to.address) for to in some} for pk, some in focal_points(newsletter).items()}
    readers: Counter[int] = Counter()
    hearing: Counter[str] = Counter()
    if newsletter.to_subscribers:
        twice = {address for some in office.values() for address in some}
        for (language, topics), count in choices(Subscriber.objects.reading().exclude(address__in=twice)):
            edition = newsletter.edition_for([language])
            if told := edition.told(topics):
                readers[edition.pk] += count
                hearing.update(dict.fromkeys({part.topic for part in told}, count))
    names = {pk: edition.get_language_display() for pk, edition in editions.items()}
    by_office = [("focal_points", names[pk], len(some)) for pk, some in office.items()]
    by_choice = [("subscribers", names[pk], readers[pk]) for pk in editions if readers[pk]]
    return Expected(by_office + by_choice, [(Topic(topic).label, hearing[topic]) for topic in Topic if hearing[topic]])


def choices(readers: Any) -> list[tuple[tuple[str, tuple[str, ...]], int]]:
    """What was chosen, and by how many."""
    rows = readers.order_by("language", "topics").values_list("language", "topics").annotate(Count("pk"))
    return [((language, tuple(topics)), count) for language, topics, count in rows]
