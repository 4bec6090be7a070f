from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.logs import reference

if TYPE_CHECKING:
    from people.models.user import User


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def note(
        self, kind: str, *, by: User | None = None, about: models.Model | None = None, words: str = ""
    ) -> AuditEntry:
        """Write down who did what, about which row; without `by`, whoever the request is from."""
        request = getattr(HistoricalRecords.context, "request", None)
        user = by or getattr(request, "user", None)
        entry = self.model(kind=kind, words=words[:500], request_id=reference.get())
        if user is not None and user.pk:
            entry.by, entry.who = user, str(user)
        if about is not None:
            entry.about, entry.reference = str(about)[:300], f"{about._meta.label_lower} {about.pk or ''}".strip()
        entry.save(force_insert=True)
        return entry

    def update(self, **changes: Any) -> NoReturn:
        refuse()

    def delete(self) -> NoReturn:
        refuse()


def refuse() -> NoReturn:
    raise ValidationError(_("The log is added to, never changed."))


class AuditEntry(models.Model):
    """Who came in, what was taken out, whose rights changed: added to and never changed, for auditors to read.

    No address and no browser: who it was, and when, is what an auditor asks.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", gettext_lazy("signed in")
        REFUSED = "refused", gettext_lazy("sign-in refused")
        SIGNED_OUT = "signed_out", gettext_lazy("signed out")
        PASSWORD = "password", gettext_lazy("password changed")
        SECOND_FACTOR = "second_factor", gettext_lazy("second factor changed")
        INVITATION = "invitation", gettext_lazy("invitation")
        RIGHTS = "rights", gettext_lazy("rights changed")
        EXPORTED = "exported", gettext_lazy("exported")
        DOWNLOADED = "downloaded", gettext_lazy("downloaded")
        REVEALED = "revealed", gettext_lazy("revealed")

    kind = models.CharField(gettext_lazy("what"), max_length=20, choices=Kind)
    at = models.DateTimeField(gettext_lazy("when"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=gettext_lazy("account")
    )
    who = models.CharField(gettext_lazy("who"), max_length=254, blank=True)
    about = models.CharField(gettext_lazy("about"), max_length=300, blank=True)
    reference = models.CharField(gettext_lazy("row"), max_length=120, blank=True)
    words = models.CharField(gettext_lazy("in words"), max_length=500, blank=True)
    request_id = models.CharField(gettext_lazy("request"), max_length=64, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("entry of the log")
        verbose_name_plural = gettext_lazy("entries of the log")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return " ".join(filter(None, [self.who, self.get_kind_display(), self.about]))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse()
