from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns
from alliance.files import KeptFile
from alliance.sources import Sourced
from people.models.person import LANGUAGES

if TYPE_CHECKING:
    from people.models import User


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Staff see all; whoever acts for a member what is for members; everyone what is public."""
        if user.is_staff:
            return self
        shown = [Document.Visibility.PUBLIC]
        if user.is_authenticated and user.acts_for_a_member(timezone.localdate()):
            shown.append(Document.Visibility.MEMBERS)
        return self.filter(visibility__in=shown)


class Document(Sourced):
    """An official document, or a page that was read: the evidence of what the registers say."""

    class Kind(models.TextChoices):
        REPORT = "report", gettext_lazy("report")
        LETTER = "letter", gettext_lazy("letter")
        RESOLUTION = "resolution", gettext_lazy("resolution")
        DECLARATION = "declaration", gettext_lazy("declaration")
        PLAN = "plan", gettext_lazy("plan")
        AGREEMENT = "agreement", gettext_lazy("agreement")
        SPEECH = "speech", gettext_lazy("speech")
        PRESS = "press", gettext_lazy("press")
        PAGE = "page", gettext_lazy("page")

    class Visibility(models.TextChoices):
        PUBLIC = "public", gettext_lazy("everyone")
        MEMBERS = "members", gettext_lazy("members and staff")
        STAFF = "staff", gettext_lazy("staff alone")

    key = models.SlugField(gettext_lazy("key"), max_length=80, unique=True)
    symbol = models.CharField(
        gettext_lazy("symbol"), max_length=60, blank=True, db_index=True, help_text=gettext_lazy("Such as A/63/336.")
    )
    title = models.CharField(gettext_lazy("title"), max_length=300)
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    body = models.CharField(
        gettext_lazy("body"), max_length=200, blank=True, help_text=gettext_lazy("Whose document it is.")
    )
    session = models.CharField(gettext_lazy("session"), max_length=20, blank=True)
    agenda_item = models.CharField(gettext_lazy("agenda item"), max_length=200, blank=True)
    dated = PartialDateColumns("dated_on", gettext_lazy("dated"), null=True)
    note = models.TextField(gettext_lazy("note"), blank=True)
    visibility = models.CharField(
        gettext_lazy("who may see it"),
        max_length=20,
        choices=Visibility,
        default=Visibility.STAFF,
        help_text=gettext_lazy("With its files and the figures it states."),
    )
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = DocumentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("document")
        verbose_name_plural = gettext_lazy("documents")
        ordering = [models.F("dated_on").desc(nulls_last=True), "title", "id"]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.key])

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC


class LanguageVersion(KeptFile):
    """The document in one language: where it is found elsewhere, and the file that is kept here."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="language_versions")
    language = models.CharField(gettext_lazy("language"), max_length=5, choices=LANGUAGES)
    title = models.CharField(gettext_lazy("title in that language"), max_length=300, blank=True)
    address = models.URLField(gettext_lazy("address"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("language version")
        verbose_name_plural = gettext_lazy("language versions")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language"],
                name="language_version_once",
                violation_error_message=gettext_lazy("This document has a version in that language already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.get_language_display()})"

    @property
    def file_url(self) -> str:
        return reverse("document_file", args=[self.document.key, self.language])
