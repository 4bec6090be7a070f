"""An issue with its readers, as the drill and the benchmark send it."""

from __future__ import annotations

import time
from datetime import date, timedelta

from django.utils import timezone

from outreach.models import Block, Edition, Newsletter, Subscriber

AT_ONCE = 5000
CHOICES = [[], ["plans"], ["funds"], ["plans", "funds"]]
TEXT = "\n".join(f"- [National plan {n}](https://example.org/plans/{n}/), {n} April 2009" for n in range(1, 25))


def readers(size, *, first=0):
    """Of four choices of topics, each of which is a letter."""
    now = timezone.now()
    for start in range(first, first + size, AT_ONCE):
        Subscriber.objects.bulk_create(
            Subscriber(address=f"reader{n}@example.org", topics=CHOICES[n % len(CHOICES)], confirmed_at=now)
            for n in range(start, min(start + AT_ONCE, first + size))
        )


def scheduled(month=date(2009, 4, 1)):
    """It has passed two persons, and its window is open."""
    now = timezone.now()
    newsletter = Newsletter.objects.create(month=month, since=month)
    edition = Edition.objects.create(newsletter=newsletter, subject="Newsletter, April 2009")
    for position, topic in enumerate(["plans", "funds"], start=1):
        Block.objects.create(edition=edition, position=position, topic=topic, heading=topic.capitalize(), text=TEXT)
    Newsletter.objects.filter(pk=newsletter.pk).update(
        status=Newsletter.Status.SCHEDULED, opens_at=now - timedelta(minutes=1), closes_at=now + timedelta(hours=4)
    )
    newsletter.refresh_from_db()
    return newsletter


def issue(size):
    readers(size)
    scheduled().enqueue()


def pause_and_resume(sink):
    """While it is paused nothing leaves but what the workers had in hand."""
    newsletter = Newsletter.objects.get()
    newsletter.pause(by=None)
    time.sleep(1)
    before = sink.is_at
    time.sleep(0.5)
    if sink.is_at != before:
        raise AssertionError(f"{sink.is_at - before} mails left during a pause.")
    newsletter.resume(by=None)
