from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import AutocompleteSelectFilter, RangeDateFilter

from plans.admin.told import ToldAdmin
from plans.models import Publication
from plans.resources import PublicationResource


@admin.register(Publication)
class PublicationAdmin(ToldAdmin):
    """Kept for ever, and never changed; its text stands on its public page."""

    resource_classes = [PublicationResource]
    list_display = ("name", "number", "published_at", "published_by", "page")
    list_filter = (
        ("published_at", RangeDateFilter),
        "member__kind",
        ("plan", AutocompleteSelectFilter),
        ("strategy", AutocompleteSelectFilter),
    )
    list_select_related = ("plan__member", "strategy", "member", "published_by__person")
    search_fields = ("member__name", "plan__title", "strategy__name")
    date_hierarchy = "published_at"
    fields = (("member", "number"), ("plan", "strategy"), ("published_at", "published_by"), "receipt", "page")
    readonly_fields = ("number", "published_at", "published_by", "receipt", "page")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        """Without the long texts, which each row of a list would carry."""
        publications: QuerySet[Any] = super().get_queryset(request).defer("content")
        return publications

    @admin.display(description=gettext_lazy("of what"), ordering="member__name")
    def name(self, publication: Publication) -> str:
        return str(publication.name)

    @admin.display(description=gettext_lazy("its page"))
    def page(self, publication: Publication) -> str:
        return format_html('<a class="to-read" href="{}">{}</a>', publication.get_absolute_url(), _("Read it"))
