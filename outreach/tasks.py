from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from celery import shared_task
from django.core.exceptions import ValidationError
from django.utils import timezone

from outreach.drafting import draft, since_the_last
from outreach.models import Newsletter, Subscriber
from outreach.models.newsletter import last_month

log = logging.getLogger(__name__)


@shared_task
def draft_newsletter(month: str = "") -> None:
    """On the first of each month the issue of the month before."""
    of = date.fromisoformat(f"{month}-01") if month else last_month()
    if not Newsletter.objects.filter(month=of).exists():
        draft(of, by=None, since=since_the_last(of))


@shared_task
def send_newsletters() -> None:
    """Every minute: what is due goes out, what is too late asks again, what is through is closed."""
    now = timezone.now()
    for newsletter in Newsletter.objects.overdue(now):
        carefully(newsletter.miss)
    for newsletter in Newsletter.objects.due(now):
        carefully(newsletter.enqueue)
    for newsletter in Newsletter.objects.filter(status=Newsletter.Status.SENDING):
        carefully(newsletter.finish)


def carefully(act: Callable[[], None]) -> None:
    """Staff may have moved it in the same moment; and what is wrong with one issue holds up no other."""
    try:
        act()
    except ValidationError as refusal:
        log.info("Not done: %s", " ".join(refusal.messages))
    except Exception:
        log.exception("An issue could not be moved on.")


@shared_task
def clear_unconfirmed() -> None:
    """Daily: an address that nobody confirmed is not kept."""
    Subscriber.objects.unconfirmed(timezone.now() - Subscriber.KEPT_UNCONFIRMED).forget()
