from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from mailroom import marks
from mailroom.batches import batched

if TYPE_CHECKING:
    from mailroom.models.message import MessageQuerySet
    from people.models import User

AT_ONCE = 1000  # rows of history
SEES_ACCOUNTS = "people.view_user"
SEES_READERS = "outreach.view_subscriber"


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> Self:
        """A mail about an account tells who came in, from where and when."""
        return self if user.has_perm(SEES_ACCOUNTS) else self.filter(is_of_account=False)

    def recipients_visible_to(self, user: User) -> Self:
        """To whom a subscription goes is for those who keep its readers; its words are for all who see letters."""
        seen = self.visible_to(user)
        return seen if user.has_perm(SEES_READERS) else seen.filter(stream="", is_of_reader=False)

    def told_to(self, user: User) -> Self:
        """Each with `is_open`: whether the user sees to whom it goes."""
        known = Letter.objects.recipients_visible_to(user).filter(pk=OuterRef("pk")).order_by()
        return self.annotate(is_open=Exists(known))

    def hold(self) -> None:
        """What waits goes to nobody until it is released; what a worker has in hand goes out."""
        self.set_aside(Letter.Stance.HELD, "pending", state="held")

    def release(self) -> None:
        """To those whom it has not reached yet, with their whole time before them."""
        from mailroom.models.message import wake

        now = timezone.now()
        afresh = {"queued_at": now, "next_try_at": now, "settled_at": None}
        wake(self.set_aside(Letter.Stance.SENT_OUT, "held", state="pending", **afresh))

    def stop(self) -> None:
        """Whom it has not reached it will not reach any more."""
        self.set_aside(Letter.Stance.STOPPED, "pending", "held", state="stopped", settled_at=timezone.now())

    @transaction.atomic
    def set_aside(self, stance: Letter.Stance, *states: str, **changes: Any) -> int:
        """Two statements, however many messages: a worker that puts one back later sees the stance (`delivery`)."""
        messages: Any = Letter._meta.get_field("messages").related_model
        of_these = self.order_by().values("pk")
        self.update(stance=stance)
        count: int = messages.objects.filter(letter__in=of_these, state__in=states).update(**changes)
        return count


class Letter(models.Model):
    """The words of one mail in one language, as they were rendered once; many messages may carry them.

    What differs by recipient stands in it as a mark (`mailroom.merging`), which each message fills in.
    """

    class Stance(models.TextChoices):
        SENT_OUT = "", gettext_lazy("sent out")
        HELD = "held", gettext_lazy("held back")
        STOPPED = "stopped", gettext_lazy("stopped")

    kind = models.CharField(
        gettext_lazy("kind"),
        max_length=100,
        db_index=True,
        help_text=gettext_lazy("The template that it was written by."),
    )
    language = models.CharField(gettext_lazy("language"), max_length=20)
    stream = models.SlugField(
        gettext_lazy("subscription"),
        blank=True,
        help_text=gettext_lazy("What its readers have subscribed to; empty for a notice of office."),
    )
    is_of_account = models.BooleanField(
        gettext_lazy("of an account"), default=False, help_text=gettext_lazy("For those alone who see the accounts.")
    )
    is_of_reader = models.BooleanField(
        gettext_lazy("to a reader"),
        default=False,
        help_text=gettext_lazy("About a subscription: its recipients are for those alone who see the readers."),
    )
    list_id = models.CharField(
        gettext_lazy("mailing list"),
        max_length=250,
        blank=True,
        help_text=gettext_lazy("By which a mail program sorts all issues of it into one place (RFC 2919)."),
    )
    subject = models.TextField(gettext_lazy("subject"))
    text = models.TextField(gettext_lazy("text"))
    html = models.TextField(gettext_lazy("HTML"), blank=True)
    fault = models.TextField(
        gettext_lazy("fault"), blank=True, help_text=gettext_lazy("Why it cannot be sent to anybody as it is.")
    )
    stance = models.CharField(gettext_lazy("stance"), max_length=10, choices=Stance, blank=True, editable=False)
    written_at = models.DateTimeField(gettext_lazy("written"), auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("letter")
        verbose_name_plural = gettext_lazy("letters")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return marks.named(self.subject) or self.kind_in_words

    @property
    def kind_in_words(self) -> str:
        return marks.in_words(self.kind.rpartition("/")[2])

    @property
    def is_notice(self) -> bool:
        """Of office: it is delivered whatever its reader has unsubscribed from."""
        return not self.stream

    @property
    def subscription(self) -> str:
        """The name of what its readers have subscribed to."""
        return self.stream.replace("-", " ").replace("_", " ").capitalize()

    @property
    def class_in_words(self) -> str:
        return _("notice of office") if self.is_notice else _("subscription: %(name)s") % {"name": self.stream}

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @cached_property
    def marks(self) -> set[marks.Mark]:
        """What each message fills in."""
        return set(marks.marks(f"{self.subject}{self.text}{self.html}"))

    def refuse(self) -> None:
        """Say in words why nobody can be sent it now."""
        if self.fault:
            raise ValidationError(self.fault)
        if self.stance:
            words = _("This letter is %(stance)s: nobody is sent it again.")
            raise ValidationError(words % {"stance": self.get_stance_display()})

    def send_again(self, *, state: str, by: User | None, note: str = "") -> int:
        """All of its messages that failed, or all in doubt; but not what was refused as soon as it was queued."""
        from mailroom.models.message import Message, wake

        self.refuse()
        were_taken = self.messages.exclude(state=Message.State.FAILED, attempts=0)
        count = self.decide(were_taken, state, Message.State.PENDING, by=by, note=note)
        wake(count)
        return count

    def settle_as_sent(self, *, state: str, by: User | None, note: str = "") -> int:
        """The mail server's log has their Message-IDs."""
        return self.decide(self.messages.all(), state, "sent", by=by, note=note)

    def settle_as_failed(self, *, state: str, by: User | None, note: str = "") -> int:
        """The mail server's log does not have them, and they shall not be sent any more."""
        return self.decide(self.messages.all(), state, "failed", by=by, note=note)

    @transaction.atomic
    def decide(self, messages: MessageQuerySet, stored: str, state: str, *, by: User | None, note: str) -> int:
        """By one statement, however many they are; who decided stands in the history of each."""
        from mailroom.models.message import decided, reason

        changes = decided(state)
        count = messages.undecided().filter(state=stored).update(**changes)
        if not count:
            raise ValidationError(_("No message of it is left to decide."))
        why: dict[str, Any] = {"default_user": by, "default_change_reason": reason(stored, state, note)}
        for some in batched(self.messages.filter(**changes).defer("fields", "keys").iterator(), AT_ONCE):
            self.messages.model.history.bulk_history_create(some, update=True, **why)
        return count


class Attachment(models.Model):
    """A file that goes with a letter, to all who get it."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="attachments", verbose_name=gettext_lazy("letter"))
    name = models.CharField(gettext_lazy("name"), max_length=200)
    media_type = models.CharField(gettext_lazy("media type"), max_length=100)
    content = models.BinaryField(gettext_lazy("content"))

    class Meta:
        verbose_name = gettext_lazy("attachment")
        verbose_name_plural = gettext_lazy("attachments")
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def is_too_large(size: int) -> bool:
        return bool(size > settings.MAIL_ATTACHMENT_LIMIT_MB * 2**20)
