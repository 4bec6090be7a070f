from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminURLInputWidget

from alliance.admin import PartialDateBox, RegisterAdmin, WideInline
from alliance.forms import PartialDateForm
from documents.models import Document, LanguageVersion, StatedFigure
from documents.models.document import citation
from documents.resources import DocumentResource, StatedFigureResource


class DocumentForm(PartialDateForm):
    dated = PartialDateBox(required=False)


class LanguageVersionForm(PartialDateForm):
    address = forms.URLField(
        label=_("Address"), required=False, assume_scheme="https", widget=UnfoldAdminURLInputWidget
    )


class LanguageVersionInline(WideInline):
    model = LanguageVersion
    form = LanguageVersionForm
    fields = (("language", "title"), "address", "file")


@admin.register(Document)
class DocumentAdmin(RegisterAdmin):
    resource_classes = [DocumentResource]
    form = DocumentForm
    list_display = ("title", "symbol", "kind", "body", "dated", "visibility")
    list_filter = ("visibility", "kind", "session")
    search_fields = ("title", "symbol", "body", "key")
    prepopulated_fields = {"key": ("title",)}
    inlines = (LanguageVersionInline,)
    fields = (
        ("symbol", "kind"),
        "visibility",
        "title",
        "key",
        ("body", "dated"),
        ("session", "agenda_item"),
        "note",
        "source",
        "source_kind",
    )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What cites a document is shown as what keeps it."""
        deleted, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        chosen = Document.objects.filter(pk__in=[document.pk for document in objs])
        citing = [citation(row) for row in chosen.cited_by()]
        return deleted, counts, forbidden, citing or protected


class StatedFigureForm(PartialDateForm):
    as_of = PartialDateBox(required=False)
    window_from = PartialDateBox(required=False)
    window_to = PartialDateBox(required=False)


@admin.register(StatedFigure)
class StatedFigureAdmin(RegisterAdmin):
    resource_classes = [StatedFigureResource]
    form = StatedFigureForm
    list_display = ("measure", "part", "words", "unit", "told", "document")
    list_filter = ("scope", "computed_by", "derivation", "qualifier")
    list_select_related = ("document",)
    search_fields = ("measure", "statement", "document__title", "document__symbol")
    autocomplete_fields = ("document",)
    fields = (
        "key",
        ("measure", "part"),
        ("qualifier", "value", "unit"),
        ("as_of", "window_from", "window_to"),
        "forum_number",
        ("document", "paragraph"),
        "statement",
        ("derivation", "computed_by", "scope"),
        "note",
        "source",
        "source_kind",
    )
