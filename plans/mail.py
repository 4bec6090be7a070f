"""To those who submit for a member: that their plan came in, came back, or is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from mailroom.outbox import Recipient, post
from mailroom.writing import File
from members.models import FocalPoint
from plans.comparison import sections

if TYPE_CHECKING:
    from members.models import Member
    from people.models import Person
    from plans.models import Publication, Receipt


def plan_received(receipt: Receipt) -> None:
    """The receipt, as it stands on the page: number, time and content."""
    to = readers(receipt.draft.member, receipt)
    context = {**about(receipt), "file": file_name(receipt), "sections": sections(receipt.content)}
    post("plans/mail/plan_received", to, context=context, files=[whole_text(receipt)])


def file_name(receipt: Receipt) -> str:
    return f"receipt-{receipt.number}.txt"


def whole_text(receipt: Receipt) -> File:
    """Beside the letter: a plan of fifty measures would be longer than mail programs show."""
    context = {"receipt": receipt, "sections": sections(receipt.content)}
    return File(file_name(receipt), "text/plain", render_to_string("plans/receipt.txt", context).encode())


def plan_returned(receipt: Receipt) -> None:
    to = readers(receipt.draft.member, receipt)
    post("plans/mail/plan_returned", to, context={**about(receipt), "comments": comments_on(receipt)})


def comments_on(receipt: Receipt) -> list[dict[str, Any]]:
    headings = {section.number: section.heading for section in sections(receipt.content)}
    return [
        {
            "number": comment.number,
            "heading": headings.get(comment.number, ""),
            "text": comment.text,
            "address": settings.SITE_URL + reverse("plan_draft_part", args=[receipt.draft_id, comment.number]),
        }
        for comment in receipt.comments.all()
    ]


def plan_published(publication: Publication) -> None:
    address = settings.SITE_URL + publication.get_absolute_url()
    context = {"name": publication.name, "number": publication.number, "address": address}
    post("plans/mail/plan_published", readers(publication.member, publication.receipt), context=context)


def about(receipt: Receipt) -> dict[str, Any]:
    return {
        "name": receipt.draft.name,
        "number": receipt.number,
        "submitted_at": timezone.localtime(receipt.submitted_at),
        "submitted_by": receipt.submitted_by.get_full_name() if receipt.submitted_by else "",
        "answer": receipt.answer,
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
