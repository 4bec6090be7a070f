"""To those who submit for a member: that their plan came in, came back, or is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from mailroom.outbox import Recipient, post
from members.models import FocalPoint

if TYPE_CHECKING:
    from members.models import Member
    from people.models import Person
    from plans.models import Publication, Receipt


def plan_received(receipt: Receipt) -> None:
    """The receipt, as it stands on the page: number, time and content."""
    to = readers(receipt.draft.member, receipt)
    post("plans/mail/plan_received", to, context=about(receipt))


def plan_returned(receipt: Receipt) -> None:
    comments = list(receipt.comments.all())
    to = readers(receipt.draft.member, receipt)
    post("plans/mail/plan_returned", to, context={**about(receipt), "comments": comments})


def plan_published(publication: Publication) -> None:
    address = settings.SITE_URL + publication.get_absolute_url()
    context = {"name": publication.name, "number": publication.number, "address": address}
    post("plans/mail/plan_published", readers(publication.member, publication.receipt), context=context)


def about(receipt: Receipt) -> dict[str, Any]:
    from plans.comparison import sections

    return {
        "name": receipt.draft.name,
        "number": receipt.number,
        "submitted_at": timezone.localtime(receipt.submitted_at),
        "submitted_by": receipt.submitted_by.get_full_name() if receipt.submitted_by else "",
        "answer": receipt.answer,
        "sections": sections(receipt.content),
        "address": settings.SITE_URL + receipt.get_absolute_url(),
        "draft_address": settings.SITE_URL + receipt.draft.get_absolute_url(),
    }


def readers(member: Member, receipt: Receipt | None) -> list[Recipient]:
    """Whoever may submit for the member today, and whoever submitted this."""
    current = FocalPoint.objects.current(timezone.localdate()).filter(member=member).empowered()
    persons: list[Person] = [point.person for point in current.select_related("person__user")]
    if receipt and receipt.submitted_by and receipt.submitted_by.person:
        persons.append(receipt.submitted_by.person)
    reached = {person.notices_go_to.lower(): person for person in persons if person.notices_go_to}
    return [Recipient(person.notices_go_to, person.name, person.mail_language) for person in reached.values()]
