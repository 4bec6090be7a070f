from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns, Period
from alliance.names import readable
from alliance.sources import Sourced
from documents.models import Document
from partnerships.models import Agreement

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What a document says is for whoever may see the document."""
        return self if user.is_staff else self.filter(document__in=Document.objects.visible_to(user))

    def given(self, during: Period) -> Self:
        return self.filter(given_on__range=during, given_on_known_by=False)

    def showing_agreement_to(self, user: User | AnonymousUser) -> Self:
        """Each with `agreement_shown`, the key of the decision in the register of agreements if the user may see it."""
        shown = Agreement.objects.visible_to(user).filter(pk=models.OuterRef("agreement"))
        return self.annotate(agreement_shown=models.Subquery(shown.values("key")[:1]))

    def called(self, words: str) -> Self:
        return self.filter(Q(body__called=words) | Q(document__title__called=words) | Q(document__symbol__called=words))


class Recognition(Sourced):
    """A body other than the Alliance recognizes it, by a document (R1 ¶8; R2 ¶3, ¶19)."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", gettext_lazy("resolution")
        DECISION = "decision", gettext_lazy("decision")
        DECLARATION = "declaration", gettext_lazy("declaration")
        MENTION = "mention", gettext_lazy("mention")

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    body = models.CharField(
        gettext_lazy("body"), max_length=200, validators=[readable], help_text=gettext_lazy("Who recognizes it.")
    )
    given = PartialDateColumns("given_on", gettext_lazy("on"), null=True)
    document = models.ForeignKey(
        Document, models.PROTECT, related_name="recognitions", verbose_name=gettext_lazy("document")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name=gettext_lazy("decision among the agreements"),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = RecognitionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("recognition")
        verbose_name_plural = gettext_lazy("recognitions")
        ordering = [models.F("given_on").desc(nulls_last=True), "key"]
        indexes = [models.Index("given_on", "key", name="recognition_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "body"],
                name="recognition_once",
                violation_error_message=gettext_lazy("That body has recognized the Alliance by this document already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.document.title}"

    def get_absolute_url(self) -> str:
        return f"{reverse('recognition')}#{self.key}"
