"""What was posted goes out as a table; nothing comes in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from import_export.fields import Field

from alliance.registers import RegisterResource
from mailroom.copies import Copy
from mailroom.models import Letter, Message, Reminder, Suppression

AT_ONCE = 1000


class MessageResource(RegisterResource):
    message_id = Field("message_id", "message_id")
    subject = Field(column_name="subject")
    kind = Field("letter__kind", "kind")
    language = Field("letter__language", "language")
    subscription = Field("letter__stream", "subscription")

    class Meta:
        model = Message
        fields = export_order = (
            *("message_id", "state", "address", "name", "subject", "kind", "language", "subscription"),
            *("attempts", "queued_at", "next_try_at", "settled_at", "decided_at", "cause"),
        )

    def dehydrate_state(self, message: Message) -> str:
        return message.get_state_display()

    def dehydrate_subject(self, message: Message) -> str:
        return Copy(message).subject

    def iter_queryset(self, queryset: QuerySet[Any]) -> Iterator[Any]:
        """A long queue is never in memory as a whole."""
        return queryset.select_related("letter").iterator(AT_ONCE)


class LetterResource(RegisterResource):
    subject = Field(column_name="subject")
    subscription = Field("stream", "subscription")

    class Meta:
        model = Letter
        fields = export_order = ("subject", "kind", "language", "subscription", "written_at", "fault")

    def dehydrate_subject(self, letter: Letter) -> str:
        return str(letter)


class SuppressionResource(RegisterResource):
    subscription = Field("stream", "subscription")

    class Meta:
        model = Suppression
        fields = export_order = ("address", "subscription", "reason", "words", "since", "lifted_at")

    def dehydrate_reason(self, suppression: Suppression) -> str:
        return suppression.get_reason_display()


class ReminderResource(RegisterResource):
    """The reminders go out, and nothing comes in."""

    class Meta:
        model = Reminder
        fields = export_order = (
            "made_on",
            "rule",
            "about",
            "what",
            "to",
            "name",
            "due_on",
            "stage",
            "is_escalation",
            "state",
            "settled_on",
        )
