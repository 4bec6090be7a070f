from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy


class ClaimQuerySet(models.QuerySet["Claim"]):
    def dead(self) -> Self:
        """Whose worker has not been heard of: it was killed, or lost the database."""
        return self.filter(ended_at=None, expires_at__lte=timezone.now())


class Claim(models.Model):
    """A worker at the queue. It counts as alive as long as it renews this, and what it holds is then its own."""

    worker = models.CharField(gettext_lazy("worker"), max_length=200)
    begun_at = models.DateTimeField(gettext_lazy("begun"), default=timezone.now)
    expires_at = models.DateTimeField(gettext_lazy("expires"))
    ended_at = models.DateTimeField(gettext_lazy("ended"), null=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("claim")
        verbose_name_plural = gettext_lazy("claims")
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index("expires_at", name="claim_open", condition=models.Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return self.worker

    @classmethod
    def begin(cls) -> Claim:
        return cls.objects.create(worker=f"{socket.gethostname()}:{os.getpid()}"[:200], expires_at=cls.expiry())

    @staticmethod
    def expiry() -> datetime:
        return timezone.now() + timedelta(seconds=settings.MAIL_CLAIM_SECONDS)

    def renew(self) -> bool:
        """Whether it still counts: one that was taken for dead is not brought back."""
        return bool(Claim.objects.filter(pk=self.pk, ended_at=None).update(expires_at=self.expiry()))

    def end(self) -> None:
        Claim.objects.filter(pk=self.pk).update(ended_at=timezone.now())
