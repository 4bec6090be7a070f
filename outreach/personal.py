"""What the portal holds of one reader, for that reader alone."""

from __future__ import annotations

from typing import Any

from mailroom.models import Suppression
from outreach.models import Subscriber


def held_of(subscriber: Subscriber) -> dict[str, Any]:
    """All of it, for a file that a person and a machine can read."""
    stops = Suppression.objects.filter(address=subscriber.address).order_by("since")
    messages = subscriber.messages.select_related("letter").order_by("pk")
    return {
        "address": subscriber.address,
        "name": subscriber.name,
        "language": subscriber.language,
        "topics": subscriber.topic_names,
        "asked": subscriber.asked_at,
        "confirmed": subscriber.confirmed_at,
        "consents": [
            {"what": consent.get_what_display(), "at": consent.at, "wording": consent.wording, "source": consent.source}
            for consent in subscriber.consents.all()
        ],
        "stops": [
            {
                "reason": stop.get_reason_display(),
                "words": stop.words,
                "since": stop.since,
                "lifted": stop.lifted_at,
            }
            for stop in stops
        ],
        "mails": [
            {
                "subject": str(message.letter),
                "state": message.get_state_display(),
                "queued": message.queued_at,
                "settled": message.settled_at,
            }
            for message in messages
        ],
    }
