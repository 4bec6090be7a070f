from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from people.models import User

READ_AGAIN = timedelta(hours=1)


class CalendarFeed(models.Model):
    """The secret address under which one person's calendar reads what is due; only its digest is kept.

    It opens what the person may see on the day it is read: when the appointment ends, nothing.
    """

    account = models.OneToOneField(
        "people.User", models.CASCADE, related_name="calendar_feed", verbose_name=gettext_lazy("account")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(gettext_lazy("made"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(gettext_lazy("last read"), null=True, editable=False)

    class Meta:
        verbose_name = gettext_lazy("calendar feed")
        verbose_name_plural = gettext_lazy("calendar feeds")

    def __str__(self) -> str:
        return str(self.account)

    @classmethod
    @transaction.atomic
    def open(cls, account: User) -> str:
        """A new address, shown this once; the one before opens nothing any more."""
        token = secrets.token_urlsafe(32)
        get_user_model()._default_manager.select_for_update().get(pk=account.pk)
        cls.objects.filter(account=account).delete()
        cls.objects.create(account=account, digest=digest_of(token))
        return f"{settings.SITE_URL}{reverse('calendar_feed', args=[token])}"

    @classmethod
    def close(cls, account: User) -> None:
        cls.objects.filter(account=account).delete()

    @classmethod
    def found(cls, token: str) -> CalendarFeed | None:
        """By its digest: how long the search takes tells nothing of the token. A closed account opens nothing."""
        feed = cls.objects.select_related("account__person").filter(digest=digest_of(token)).first()
        return feed if feed and feed.account.may_come_in(timezone.localdate()) else None

    def note_reading(self) -> None:
        """To the hour: a calendar that asks every minute writes no row each time."""
        now = timezone.now()
        if self.read_at is None or now - self.read_at >= READ_AGAIN:
            CalendarFeed.objects.filter(pk=self.pk).update(read_at=now)


def digest_of(token: str) -> str:
    return salted_hmac("plans.calendar_feed", token, algorithm="sha256").hexdigest()
