"""The link by which focal points confirm their contact data without signing in.

It names the person and the day on which the confirmation is due. So it opens nothing any more once the data are
confirmed, the appointment has ended or the mail goes to another address.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from mailroom import keys
from people.models import Person

SALT = "people.confirm_contact"


@keys.maker(SALT)
def link(about: list[Any]) -> str:
    """From a person's row and the day on which the confirmation is due."""
    pk, due_on = about
    person = awaited(pk, due_on)
    if person is None:
        raise keys.Void(_("The contact data were confirmed meanwhile, or the appointment has ended."))
    token = signing.dumps([pk, due_on, sent_to(person)], salt=SALT)
    return f"{settings.SITE_URL}{reverse('contact_confirmation', args=[token])}"


def noted_on(token: str) -> date | None:
    """When the person behind the link confirmed, if that was since the link was made; it opens nothing else."""
    try:
        pk, _due_on, address = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person = Person.objects.select_related("user").filter(pk=pk).first()
    if person is None or person.confirmed_on is None or sent_to(person) != address:
        return None
    return person.confirmed_on if person.confirmed_on >= made_on(token) else None


def made_on(token: str) -> date:
    """Of a sound one: signing puts the second before the signature."""
    second = signing.b62_decode(token.split(":")[-2])
    return timezone.localdate(datetime.fromtimestamp(second, UTC))


def behind(token: str) -> Person | None:
    """Whoever the office still waits for, if this is the link that it sent."""
    try:
        pk, due_on, address = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person = awaited(pk, due_on)
    return person if person and sent_to(person) == address else None


def awaited(pk: int, due_on: str) -> Person | None:
    person = Person.objects.select_related("user").filter(pk=pk).first()
    is_due = person and person.confirmation_due_on(timezone.localdate()) == date.fromisoformat(due_on)
    return person if is_due else None


def sent_to(person: Person) -> str:
    """Tells one address from another without telling it."""
    return salted_hmac(SALT, person.notices_go_to.lower()).hexdigest()[:16]
