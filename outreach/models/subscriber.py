from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.happenings import Topic
from alliance.names import readable, refuse_lines
from alliance.workflow import record_in_history
from mailroom.addresses import deliverable
from mailroom.models import Message, Suppression
from outreach.models.languages import CHOICES, MAIN
from outreach.models.newsletter import Newsletter

if TYPE_CHECKING:
    from outreach.models.consent import Consent

CONSENT = gettext_lazy(
    "I should like to receive the newsletter of the Alliance of Civilizations by e-mail, and I can unsubscribe at any "
    "time. My address is used for this alone."
)


def known_topics(topics: Any) -> None:
    if not isinstance(topics, list) or any(topic not in Topic.values for topic in topics):
        raise ValidationError(_("Choose among the topics of the newsletter."))


def in_order(topics: Any) -> list[str]:
    """As they are kept: so that readers who chose the same get the same letter. All of them is none in particular."""
    chosen = [topic for topic in Topic.values if topic in topics]
    return [] if len(chosen) == len(Topic.values) else chosen


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def told_standing(self) -> Self:
        """Each with `is_stopped`, whether the address gets no newsletter whatever is imported later."""
        against = Suppression.objects.against(Newsletter.STREAM).filter(address=OuterRef("address"))
        return self.annotate(is_stopped=Exists(against.order_by()))

    def confirmed(self) -> Self:
        return self.exclude(confirmed_at=None)

    def reading(self) -> Self:
        """To whom an issue goes."""
        return self.confirmed().told_standing().filter(is_stopped=False)

    def unconfirmed(self, since: datetime) -> Self:
        """Asked before that, and never confirmed: perhaps another person typed the address."""
        return self.filter(confirmed_at=None, asked_at__lt=since)

    def at(self, address: str) -> Subscriber | None:
        return self.filter(address=address.strip().lower()).first()


class Subscriber(models.Model):
    """An address whose owner has asked for the newsletter, and confirmed it by a link that only the owner gets.

    Whether it is unsubscribed, bounced or complained the mailroom knows (`Suppression`), and nobody else.
    """

    STATES: ClassVar[dict[str, Any]] = {
        "asked": gettext_lazy("not confirmed yet"),
        "reading": gettext_lazy("reading"),
        "stopped": gettext_lazy("stopped"),
    }
    KEPT_UNCONFIRMED = timedelta(days=7)  # so long the link of the mail is good

    address = models.EmailField(gettext_lazy("address"), max_length=320, unique=True)
    name = models.CharField(gettext_lazy("name"), max_length=200, blank=True, validators=[readable, refuse_lines])
    language = models.CharField(gettext_lazy("language"), max_length=2, choices=CHOICES, default=MAIN)
    topics = models.JSONField(
        gettext_lazy("topics"),
        default=list,
        blank=True,
        validators=[known_topics],
        help_text=gettext_lazy("Empty for all of them, also those to come."),
    )
    number = models.UUIDField(default=uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(gettext_lazy("asked"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(gettext_lazy("confirmed"), null=True, editable=False, db_index=True)

    objects = SubscriberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("subscriber")
        verbose_name_plural = gettext_lazy("subscribers")
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(
                condition=Q(address=Lower(F("address"))),
                name="subscriber_in_lower_case",
                violation_error_message=gettext_lazy("Write the address in lower case."),
            )
        ]

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        super().clean()
        self.address = deliverable(self.address).lower()
        self.topics = in_order(self.topics)

    @property
    def state(self) -> str:
        """Of a row that was `told_standing`, or asked now."""
        if self.confirmed_at is None:
            return "asked"
        stopped = self.__dict__.get("is_stopped")
        if stopped is None:
            stopped = self.stops.exists()
        return "stopped" if stopped else "reading"

    @property
    def stops(self) -> Any:
        return Suppression.objects.against(Newsletter.STREAM).filter(address=self.address)

    @property
    def messages(self) -> Any:
        """The mails of a reader; what reached the same address as a notice of office is of another kind."""
        return Message.objects.filter(address__iexact=self.address, letter__kind__startswith="outreach/")

    @property
    def topic_names(self) -> list[str]:
        return [str(Topic(topic).label) for topic in self.topics or Topic.values]

    @classmethod
    @transaction.atomic
    def ask(cls, *, address: str, wording: str, source: str, **choices: Any) -> Subscriber:
        """The first half: a mail goes to the address, and nothing else until its link is followed.

        Whoever asks learns nothing of whether the address is known.
        """
        from outreach.mail import ask_to_confirm

        asking = cls(address=address, **choices)
        asking.full_clean(exclude=["number"], validate_unique=False)
        known = cls.objects.select_for_update().filter(address=asking.address).first()
        subscriber = known or asking
        if known is None or known.confirmed_at is None:
            for name, value in choices.items():
                setattr(subscriber, name, getattr(asking, name) if name == "topics" else value)
            subscriber.asked_at = timezone.now()
            record_in_history(subscriber, by=None)
            subscriber.save()
        subscriber.note("asked", wording=wording, source=source)
        ask_to_confirm(subscriber)
        return subscriber

    @transaction.atomic
    def confirm(self) -> None:
        """The second half: by the link of the mail, so whatever stopped this address before is taken back by its owner.

        A bounce too: the mail has arrived.
        """
        stored = Subscriber.objects.select_for_update().get(pk=self.pk)
        for stop in stored.stops.select_for_update():
            stop.lift(by=None)
        if stored.confirmed_at is None:
            stored.confirmed_at = timezone.now()
            record_in_history(stored, by=None)
            stored.save(update_fields=["confirmed_at"])
        stored.note("confirmed")
        self.confirmed_at = stored.confirmed_at

    @transaction.atomic
    def prefer(self, **choices: Any) -> None:
        """What the reader would like to hear of, in which language and by which name."""
        for name, value in choices.items():
            setattr(self, name, value)
        self.full_clean()
        record_in_history(self, by=None)
        self.save(update_fields=[*choices])
        self.note("changed", source=", ".join(self.topic_names)[:200])

    @transaction.atomic
    def leave(self) -> None:
        Suppression.objects.stop(self.address, Newsletter.STREAM)
        self.note("left")

    @transaction.atomic
    def come_back(self) -> None:
        """It undoes what the reader did; not what a bounce or the office has stopped."""
        for stop in self.stops.filter(reason__in=Suppression.OF_THE_PERSON).select_for_update():
            stop.lift(by=None)
        self.note("returned")

    def note(self, what: str, *, wording: str = "", source: str = "") -> Consent:
        consents: Any = self._meta.get_field("consents").related_model
        made: Consent = consents.objects.create(subscriber=self, what=what, wording=wording, source=source)
        return made

    @transaction.atomic
    def erase(self) -> None:
        """Everything of this person, but that nothing may be sent to the address, whatever is imported later."""
        Suppression.objects.stop(self.address, Newsletter.STREAM)
        self.messages.forget()
        self.delete()
        Subscriber.history.filter(address=self.address).delete()
