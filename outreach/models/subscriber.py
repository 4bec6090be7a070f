from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import uuid4

from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.functions import Cast, Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history

from alliance.happenings import Topic
from alliance.names import readable, refuse_lines
from alliance.workflow import record_in_history
from mailroom.addresses import deliverable
from mailroom.models import Message, Suppression
from outreach.models.languages import CHOICES, MAIN
from outreach.models.newsletter import Newsletter

if TYPE_CHECKING:
    from outreach.models.consent import Consent
    from people.models import User

CONSENT = gettext_lazy(
    "I should like to receive the newsletter of the Alliance of Civilizations by e-mail, and I can unsubscribe at any "
    "time. My address is used for this alone."
)

CONFIRMATION = "outreach/mail/confirm_subscription"
AT_ONCE = 1000  # rows in a statement


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

    def stopped(self) -> Self:
        """Confirmed once, and nothing goes there any more."""
        return self.confirmed().told_standing().filter(is_stopped=True)

    def hearing_of(self, topic: str) -> Self:
        """Of that topic, or of all."""
        written = self.annotate(chosen=Cast("topics", TextField()))
        return written.filter(Q(chosen="[]") | Q(chosen__contains=f'"{topic}"'))

    @transaction.atomic
    def take_in(self, imported: list[tuple[Subscriber, dict[str, Any]]], *, by: User | None) -> None:
        """Rows of a list, each with the consent by which it counts as confirmed. What is stopped stays stopped."""
        from outreach.models.consent import Consent

        for first in range(0, len(imported), AT_ONCE):
            some = imported[first : first + AT_ONCE]
            rows = [subscriber for subscriber, _consent in some]
            why = _("Imported from a list")
            bulk_create_with_history(rows, Subscriber, default_user=by, default_change_reason=why)
            Consent.objects.bulk_create(
                Consent(subscriber=subscriber, what=Consent.What.IMPORTED, **consent) for subscriber, consent in some
            )

    @transaction.atomic
    def forget(self) -> None:
        """Everything of these persons in the register: their history, their mails, what staff did to them."""
        rows = [*self.order_by().values_list("pk", "address")]
        numbers, addresses = [pk for pk, _address in rows], [address for _pk, address in rows]
        mails_to(addresses).forget()
        Subscriber.objects.filter(pk__in=numbers).delete()
        Subscriber.history.filter(Q(id__in=numbers) | Q(address__in=addresses)).delete()
        done = LogEntry.objects.filter(content_type__app_label="outreach", content_type__model="subscriber")
        done.filter(object_id__in=map(str, numbers)).delete()


def mails_to(addresses: list[str]) -> Any:
    """As to readers; what reached the same address as a notice of office is not theirs to take away."""
    to_readers = Q(letter__stream=Newsletter.STREAM) | Q(letter__kind=CONFIRMATION)
    return Message.objects.filter(to_readers).annotate(of=Lower("address")).filter(of__in=addresses)


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
    PAUSE = timedelta(minutes=10)  # so that nobody fills the mailbox of another
    MOST_A_DAY = 5

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
        return mails_to([self.address])

    @property
    def may_be_asked(self) -> bool:
        """Whether one more mail that asks to confirm is no burden to the mailbox, nor to whom it was unwanted."""
        if self.stops.filter(reason=Suppression.Reason.COMPLAINED).exists():
            return False
        now = timezone.now()
        asked = self.consents.filter(what="asked", at__gt=now - timedelta(days=1))
        return asked.count() < self.MOST_A_DAY and not asked.filter(at__gt=now - self.PAUSE).exists()

    @property
    def topic_names(self) -> list[str]:
        return [str(Topic(topic).label) for topic in self.topics or Topic.values]

    @classmethod
    @transaction.atomic
    def ask(cls, *, address: str, wording: str, source: str, **choices: Any) -> Subscriber:
        """The first half: a mail goes to the address, and nothing else until its link is followed.

        Whoever asks learns nothing of whether the address is known. Asking without a mail keeps no address longer.
        """
        from outreach.mail import ask_to_confirm

        asking = cls(address=address, **choices)
        asking.full_clean(exclude=["number"], validate_unique=False)
        wished = {name: getattr(asking, name) for name in choices}
        known, is_new = cls.objects.get_or_create(address=asking.address, defaults=wished)
        subscriber = known.locked()
        if not is_new and subscriber.confirmed_at is None:
            subscriber.put_down(by=None, **wished)
        if subscriber.may_be_asked:
            if subscriber.confirmed_at is None:
                subscriber.put_down(by=None, asked_at=timezone.now())
            subscriber.note("asked", wording=wording, source=source)
            ask_to_confirm(subscriber)
        return subscriber

    @transaction.atomic
    def confirm(self) -> None:
        """The second half: by the link of the mail, so whatever stopped this address before is taken back by its owner.

        A bounce too: the mail has arrived.
        """
        stored = self.locked()
        stops = [*stored.stops.select_for_update()]
        for stop in stops:
            stop.lift(by=None)
        if stored.confirmed_at is None:
            stored.put_down(by=None, confirmed_at=timezone.now())
        elif not stops:
            return
        stored.note("confirmed")
        self.confirmed_at = stored.confirmed_at

    @transaction.atomic
    def prefer(self, **choices: Any) -> None:
        """What the reader would like to hear of, in which language and by which name."""
        self.locked()
        for name, value in choices.items():
            setattr(self, name, value)
        self.full_clean()
        self.put_down(by=None, **{name: getattr(self, name) for name in choices})
        self.note("changed", source=", ".join(self.topic_names)[:200])

    @transaction.atomic
    def leave(self) -> None:
        """By the reader; once is enough."""
        self.locked()
        if not self.stops.filter(reason=Suppression.Reason.UNSUBSCRIBED).exists():
            Suppression.objects.stop(self.address, Newsletter.STREAM)
            self.note("left")

    @transaction.atomic
    def unsubscribe(self, *, by: User | None, note: str = "") -> None:
        """On request, by letter or by telephone. The reader can undo it, and nobody else."""
        stored = self.locked()
        if stored.stops.filter(reason=Suppression.Reason.UNSUBSCRIBED).exists():
            raise ValidationError(_("This address is unsubscribed already."))
        Suppression.objects.stop(self.address, Newsletter.STREAM)
        stored.put_down(by=by, why=note)
        stored.note("left", source=_("by the office, on request"))

    @transaction.atomic
    def come_back(self) -> None:
        """It undoes what the reader did; not what a bounce has stopped."""
        self.locked()
        undone = [*self.stops.filter(reason__in=Suppression.OF_THE_PERSON).select_for_update()]
        for stop in undone:
            stop.lift(by=None)
        if undone:
            self.note("returned")

    def locked(self) -> Subscriber:
        """As it is stored; until the end of the transaction nobody else changes it."""
        return Subscriber.objects.select_for_update().get(pk=self.pk)

    def put_down(self, *, by: User | None, why: str = "", **values: Any) -> None:
        """In the register and in its history, even where only the reason is new."""
        for name, value in values.items():
            setattr(self, name, value)
        record_in_history(self, by=by, note=why)
        self.save(update_fields=[*values] or ["confirmed_at"])

    def note(self, what: str, *, wording: str = "", source: str = "") -> Consent:
        consents: Any = self._meta.get_field("consents").related_model
        made: Consent = consents.objects.create(subscriber=self, what=what, wording=wording, source=source)
        return made

    @transaction.atomic
    def erase(self, *, by: User | None = None, note: str = "") -> None:
        """Everything of this person, but that nothing may be sent to the address, whatever is imported later."""
        self.locked()
        Suppression.objects.stop(self.address, Newsletter.STREAM)
        if by is not None:
            stop = Suppression.objects.against(Newsletter.STREAM).filter(address=self.address).latest("since")
            record_in_history(stop, by=by, note=_("Erased on request. %(note)s") % {"note": note})
            stop.save(update_fields=["since"])
        Subscriber.objects.filter(pk=self.pk).forget()
