from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.workflow import record_in_history
from mailroom.addresses import deliverable

if TYPE_CHECKING:
    from mailroom.models.message import Message
    from people.models import User


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)

    def note(self, message: Message, reason: str, *, words: str = "", anew: bool = False) -> None:
        """From now on. An unsubscribe is of one subscription; nobody reads any at an address that does not exist.

        What was lifted after a message had been sent is not brought back by that message, whose report may come twice
        and whose link a scanner may follow again; but `anew`, by a person who says so.
        """
        handed_over_at = message.settled_at or message.queued_at
        if not anew and self.filter(message=message, reason=reason, lifted_at__gte=handed_over_at).exists():
            return
        self.get_or_create(
            address=message.address.lower(),
            stream=message.letter.stream if reason == Suppression.Reason.UNSUBSCRIBED else "",
            reason=reason,
            lifted_at=None,
            defaults={"message": message, "words": words},
        )

    def stop(self, address: str, stream: str) -> None:
        """By the person, where no message of it is at hand."""
        reason = Suppression.Reason.UNSUBSCRIBED
        self.get_or_create(address=address.lower(), stream=stream, reason=reason, lifted_at=None)

    def against(self, stream: str) -> Self:
        """What keeps this subscription from an address: of that one, or of all."""
        return self.standing().filter(stream__in=["", stream])

    def by_reader_of(self, message: Message) -> Self:
        """What this message's reader has stopped it by, and may undo."""
        reader = self.against(message.letter.stream).filter(address=message.address.lower())
        return reader.filter(reason__in=Suppression.OF_THE_PERSON)

    def is_undone(self, message: Message) -> bool:
        """Whether this message's reader has taken back that it was stopped."""
        lifted = self.exclude(lifted_at=None).filter(address=message.address.lower(), lifted_by=None)
        return lifted.filter(stream__in=["", message.letter.stream], reason__in=Suppression.OF_THE_PERSON).exists()

    @transaction.atomic
    def undo(self, message: Message) -> None:
        for suppression in self.by_reader_of(message).select_for_update():
            suppression.lift(by=None)


class Suppression(models.Model):
    """An address that gets no subscriptions any more, and why. Notices of office reach it all the same."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", gettext_lazy("unsubscribed")
        BOUNCED = "bounced", gettext_lazy("bounced: nobody has this address")
        COMPLAINED = "complained", gettext_lazy("complained: marked it as unwanted")

    LIFTED_BY_STAFF: ClassVar[set[str]] = {Reason.BOUNCED}
    OF_THE_PERSON: ClassVar[set[str]] = {Reason.UNSUBSCRIBED, Reason.COMPLAINED}

    address = models.EmailField(gettext_lazy("address"), max_length=320, help_text=gettext_lazy("In lower case."))
    stream = models.SlugField(
        gettext_lazy("subscription"), blank=True, help_text=gettext_lazy("Empty for all of them.")
    )
    reason = models.CharField(gettext_lazy("reason"), max_length=20, choices=Reason)
    message = models.ForeignKey(
        "mailroom.Message",
        models.SET_NULL,
        null=True,
        related_name="suppressions",
        verbose_name=gettext_lazy("message"),
    )
    words = models.TextField(gettext_lazy("as it was said"), blank=True)
    since = models.DateTimeField(gettext_lazy("since"), default=timezone.now)
    lifted_at = models.DateTimeField(gettext_lazy("lifted"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("lifted by"),
        help_text=gettext_lazy("Empty where the person undid their own."),
    )

    objects = SuppressionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("suppressed address")
        verbose_name_plural = gettext_lazy("suppressed addresses")
        ordering = ["-since", "-pk"]
        default_permissions = ("view", "add", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["address", "stream", "reason"],
                condition=Q(lifted_at=None),
                name="suppression_stands_once",
                violation_error_message=gettext_lazy("This address is suppressed for this reason already."),
            ),
            models.CheckConstraint(
                condition=Q(address=Lower(F("address"))),
                name="suppression_in_lower_case",
                violation_error_message=gettext_lazy("Write the address in lower case."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.get_reason_display()}"

    def clean(self) -> None:
        """As the messages have it, or it would stop none of them."""
        self.address = deliverable(self.address).lower()

    def lift(self, *, by: User | None, note: str = "") -> None:
        """By staff only what a wrong address or a full mailbox has caused; an unsubscribe is its person's alone."""
        if by is not None and self.reason not in self.LIFTED_BY_STAFF:
            raise ValidationError(
                _("Only the person behind %(address)s can take this back.") % {"address": self.address}
            )
        if self.lifted_at:
            raise ValidationError(_("This has been lifted already."))
        self.lifted_at, self.lifted_by = timezone.now(), by
        record_in_history(self, by=by, note=note)
        self.save(update_fields=["lifted_at", "lifted_by"])
