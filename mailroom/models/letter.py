from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language_info, gettext_lazy


class Letter(models.Model):
    """The words of one mail in one language, as they were rendered once; many messages may carry them.

    What differs by recipient stands in it as a mark (`mailroom.merging`), which each message fills in.
    """

    kind = models.CharField(
        gettext_lazy("kind"), max_length=100, help_text=gettext_lazy("The template that it was written by.")
    )
    language = models.CharField(gettext_lazy("language"), max_length=20)
    stream = models.SlugField(
        gettext_lazy("subscription"),
        blank=True,
        help_text=gettext_lazy("What its readers have subscribed to; empty for a notice of office."),
    )
    subject = models.TextField(gettext_lazy("subject"))
    text = models.TextField(gettext_lazy("text"))
    html = models.TextField(gettext_lazy("HTML"), blank=True)
    fault = models.TextField(
        gettext_lazy("fault"), blank=True, help_text=gettext_lazy("Why it cannot be sent to anybody as it is.")
    )
    written_at = models.DateTimeField(gettext_lazy("written"), auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("letter")
        verbose_name_plural = gettext_lazy("letters")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.subject

    @property
    def is_notice(self) -> bool:
        """Of office: it is delivered whatever its reader has unsubscribed from."""
        return not self.stream

    @property
    def subscription(self) -> str:
        """The name of what its readers have subscribed to."""
        return self.stream.replace("-", " ").replace("_", " ").capitalize()

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"


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
