"""Where a row is told: every fact of the registers names its source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ADDRESS = re.compile(r",?\s*(https?://\S+)$")


class SourceKind(models.TextChoices):
    REPORT = "report", gettext_lazy("report of the Alliance")
    OFFICIAL = "official", gettext_lazy("official page")
    PRESS = "press", gettext_lazy("press")
    COPY = "copy", gettext_lazy("copy of a document")
    DATA_SET = "data_set", gettext_lazy("data set")


@dataclass(frozen=True)
class Source:
    words: str
    address: str
    kind: str

    @property
    def kind_label(self) -> str:
        return str(SourceKind(self.kind).label) if self.kind else _("to be confirmed")


class Sourced(models.Model):
    """One or more sources in words, separated by “; ”, and of each in the same order what it is."""

    source = models.TextField(
        gettext_lazy("sources"),
        blank=True,
        help_text=gettext_lazy("Document and paragraph, or title and address of a page; several separated by “; ”."),
    )
    source_kind = models.CharField(
        gettext_lazy("kinds of the sources"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("report, official, press, copy or data_set, one for each source, in the same order."),
    )

    class Meta:
        abstract = True

    @property
    def sources(self) -> list[Source]:
        texts = [text for text in self.source.split("; ") if text]
        kinds = self.source_kind.split("; ") if self.source_kind else []
        kinds += [""] * (len(texts) - len(kinds))
        return [self._source(text, kind) for text, kind in zip(texts, kinds, strict=False)]

    @staticmethod
    def _source(text: str, kind: str) -> Source:
        found = ADDRESS.search(text)
        return Source(text[: found.start()] if found else text, found[1] if found else "", kind)

    def clean(self) -> None:
        super().clean()
        kinds = self.source_kind.split("; ") if self.source_kind else []
        unknown = [kind for kind in kinds if kind not in SourceKind.values]
        if unknown:
            raise ValidationError({"source_kind": _("“%(kind)s” is no kind of source.") % {"kind": unknown[0]}})
        if kinds and len(kinds) != len(self.source.split("; ")):
            raise ValidationError({"source_kind": _("Name one kind for each source, in the same order.")})
