from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns
from alliance.files import KeptFile
from alliance.names import readable
from alliance.sources import Sourced
from people.models.person import LANGUAGES

if TYPE_CHECKING:
    from people.models import User

NAMED_MOST = 5


class DocumentQuerySet(models.QuerySet["Document"]):
    def published(self) -> Self:
        return self.filter(visibility=Document.Visibility.PUBLIC)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Staff see all; whoever acts for a member what is for members; everyone what is public."""
        if user.is_staff:
            return self
        shown = [Document.Visibility.PUBLIC]
        if user.is_authenticated and user.acts_for_a_member(timezone.localdate()):
            shown.append(Document.Visibility.MEMBERS)
        return self.filter(visibility__in=shown)

    def cited_by(self) -> list[models.Model]:
        """Whatever rests on these documents: steps of any register, stated figures, letters of appointments."""
        found: list[models.Model] = []
        for relation in Document._meta.get_fields(include_hidden=True):
            is_held = getattr(relation, "on_delete", None) is models.PROTECT
            if relation.auto_created and (is_held or relation.many_to_many):
                rows = relation.related_model._base_manager  # type: ignore[union-attr]
                found += rows.filter(**{f"{relation.field.name}__in": self.order_by()}).distinct()  # type: ignore[union-attr]
        return found

    def refuse_if_cited(self) -> None:
        """What rests on a document would lose its source."""
        citing = self.cited_by()
        if citing:
            named = "; ".join(citation(row) for row in citing[:NAMED_MOST])
            rest = len(citing) - NAMED_MOST
            more = ngettext("; and %(n)d more", "; and %(n)d more", rest) % {"n": rest} if rest > 0 else ""
            words = _("It cannot be deleted: it is cited by %(named)s%(more)s. Name another source there first.")
            raise ValidationError(words % {"named": named, "more": more})

    def delete(self) -> tuple[int, dict[str, int]]:
        self.refuse_if_cited()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


def citation(row: Any) -> str:
    """A step says of which record it is one."""
    record = getattr(row, "record", None)
    return f"{record}: {row}" if record else str(row)


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
    title = models.CharField(gettext_lazy("title"), max_length=300, validators=[readable])
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    body = models.CharField(
        gettext_lazy("body"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Whose document it is."),
        validators=[readable],
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Who harvests the figures of a document is told when they are opened or hidden with it."""
        stored = Document.objects.filter(pk=self.pk).values_list("visibility", flat=True).first()
        super().save(*args, **kwargs)
        if stored not in {None, self.visibility}:
            for figure in self.stated_figures.all():
                figure.save()

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        Document.objects.filter(pk=self.pk).refuse_if_cited()
        return super().delete(*args, **kwargs)


class LanguageVersion(KeptFile):
    """The document in one language: where it is found elsewhere, and the file that is kept here."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="language_versions")
    language = models.CharField(gettext_lazy("language"), max_length=5, choices=LANGUAGES)
    title = models.CharField(gettext_lazy("title in that language"), max_length=300, blank=True, validators=[readable])
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
