"""What a provider tells of a message that it has taken (django-anymail); its secret guards the door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anymail.signals import EventType, RejectReason, tracking
from django.dispatch import receiver

from mailroom.answers import Answer
from mailroom.models import Message, Suppression

NOT_DELIVERED = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
HARD = {"HardBounce", "BadEmailAddress", "hard_bounce"}  # as Postmark, Mandrill and Brevo name it


@receiver(tracking)
def hear(sender: object, event: Any, esp_name: str, **more: object) -> None:
    """An event counts for the message whose number it brings back, and for its recipient alone."""
    message = Message.objects.numbered(str((event.metadata or {}).get("message", "")))
    if message is None or message.address.lower() != str(event.recipient).lower():
        return
    words = ": ".join(filter(None, [esp_name, event.description, event.mta_response]))[:500]
    if event.event_type in NOT_DELIVERED:
        message.come_back(words, is_of_nobody=is_of_nobody(event))
    elif event.event_type == EventType.COMPLAINED:
        Suppression.objects.note(message, Suppression.Reason.COMPLAINED, words=words)
    elif event.event_type == EventType.UNSUBSCRIBED and message.is_subscription:
        Suppression.objects.note(message, Suppression.Reason.UNSUBSCRIBED, words=words)


def is_of_nobody(event: Any) -> bool:
    """By the mail server's own status where the provider quotes it; else as the provider names it."""
    answer = Answer.quoted(event.mta_response or "")
    if answer.status:
        return answer.is_of_nobody(at_recipient=True)
    told = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    return event.reject_reason == RejectReason.INVALID or bool(HARD & {told.get("Type"), told.get("event")})
