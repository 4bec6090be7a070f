"""An issue on its way: a letter for each language and choice of topics, a message for each recipient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils import timezone

from mailroom import writing
from mailroom.addresses import deliverable
from mailroom.models import Letter
from mailroom.outbox import Recipient, post
from members.models import FocalPoint
from outreach.models import Edition, Newsletter, Subscriber
from outreach.models.languages import of_letters

if TYPE_CHECKING:
    from people.models import User

KIND = "outreach/mail/newsletter"
AT_ONCE = 1000  # readers in memory


def post_to_all(newsletter: Newsletter) -> list[Letter]:
    """Focal points first: whoever is both gets the notice of office, and nobody two mails."""
    prefetch_related_objects([newsletter], "editions__blocks")
    letters = [*post_to_focal_points(newsletter)] if newsletter.to_focal_points else []
    return letters + ([*post_to_subscribers(newsletter)] if newsletter.to_subscribers else [])


def post_to_focal_points(newsletter: Newsletter) -> Iterator[Letter]:
    points = FocalPoint.objects.current(timezone.localdate()).real().exclude(member__public_status="")
    recipients: dict[int, list[Recipient]] = {}
    for point in points.select_related("person__user").order_by("pk"):
        person = point.person
        if address := person.notices_go_to:
            edition = newsletter.edition_for([*person.languages])
            key = key_of(newsletter, address)
            recipients.setdefault(edition.pk, []).append(Recipient(address, person.name, key=key))
    for edition in newsletter.editions.all():
        if to := recipients.get(edition.pk):
            yield from post(KIND, to, context=context(edition, audience="focal_points"), language=letters_in(edition))


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
            )


def recipients(newsletter: Newsletter, readers: Iterable[Any]) -> Iterator[Recipient]:
    for _language, _topics, number, address, name in readers:
        keys = {"preferences": ("outreach.preferences", number.hex)}
        yield Recipient(address, name, keys=keys, key=key_of(newsletter, address))


def key_of(newsletter: Newsletter, address: str) -> str:
    """One delivery per address and issue, ever (DOMAIN 1.16); it does not tell the address."""
    with suppress(ValidationError):  # one that no mail server takes fails under its own name
        address = deliverable(address)
    return f"newsletter:{newsletter.key}:{sha256(address.strip().lower().encode()).hexdigest()}"


def send_test(edition: Edition, *, by: User) -> None:
    """To whoever asks and nobody else, as it stands; it counts as no delivery."""
    to = [Recipient(by.email, by.person.name if by.person else "")]
    post(KIND, to, context=context(edition, audience="test"), language=letters_in(edition))


def letters_in(edition: Edition) -> str:
    return of_letters(edition.language)


def composed(edition: Edition, audience: str = "focal_points") -> Letter:
    """The whole of it as focal points get it, sent to nobody and kept nowhere."""
    return writing.composed(KIND, letters_in(edition), context(edition, audience=audience))


def context(edition: Edition, topics: tuple[str, ...] = (), *, audience: str) -> dict[str, Any]:
    told, page = edition.told(topics), settings.SITE_URL + edition.get_absolute_url()
    headings = [block.heading for part in told for block in part.blocks]
    about = {"edition": edition, "newsletter": edition.newsletter, "told": told, "headings": headings, "page": page}
    return about | {"is_of_some": bool(topics), "audience": audience}
