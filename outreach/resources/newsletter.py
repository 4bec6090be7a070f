from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field

from alliance.registers import RegisterResource, key_of, yes_no
from mailroom.models import Message
from outreach.models import Newsletter
from people.models import User

State = Message.State


class NewsletterResource(RegisterResource):
    """Issues go out as a table, with how many mails are in which state; nothing comes in."""

    month = Field("key", "month")
    subject = Field(column_name="subject")
    to_focal_points = yes_no("to_focal_points")
    to_subscribers = yes_no("to_subscribers")
    submitted_by = key_of(User, "submitted_by", field="email")
    approved_by = key_of(User, "approved_by", field="email")
    recipients = Field(column_name="recipients")
    sent = Field(column_name="sent")
    waiting = Field(column_name="waiting")
    failed = Field(column_name="failed")
    in_doubt = Field(column_name="in_doubt")

    class Meta:
        model = Newsletter
        fields = export_order = (
            *("month", "since", "subject", "status", "to_focal_points", "to_subscribers", "opens_at", "closes_at"),
            *("submitted_by", "approved_by", "published_at", "recipients", "sent", "waiting", "failed", "in_doubt"),
        )

    def iter_queryset(self, queryset: QuerySet[Any]) -> Iterator[Any]:
        rows = list(queryset.select_related("submitted_by", "approved_by").prefetch_related("editions"))
        counts = Newsletter.objects.filter(pk__in=[row.pk for row in rows]).by_state()
        for row in rows:
            row.counts = counts.get(row.pk, {})
        yield from rows

    def dehydrate_subject(self, newsletter: Newsletter) -> str:
        return next((edition.subject for edition in newsletter.editions.all()), "")

    def dehydrate_status(self, newsletter: Newsletter) -> str:
        return newsletter.get_status_display()

    def dehydrate_recipients(self, newsletter: Any) -> int:
        return sum(newsletter.counts.values())

    def dehydrate_sent(self, newsletter: Any) -> int:
        return int(newsletter.counts.get(State.SENT, 0))

    def dehydrate_waiting(self, newsletter: Any) -> int:
        return sum(newsletter.counts.get(state, 0) for state in (*Message.OPEN, State.HELD))

    def dehydrate_failed(self, newsletter: Any) -> int:
        return int(newsletter.counts.get(State.FAILED, 0))

    def dehydrate_in_doubt(self, newsletter: Any) -> int:
        return int(newsletter.counts.get(State.IN_DOUBT, 0))
