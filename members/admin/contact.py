from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from alliance.admin import RegisterAdmin
from members.models import ContactNote
from members.resources import ContactNoteResource


@admin.register(ContactNote)
class ContactNoteAdmin(RegisterAdmin):
    """The log of all members: with whom one spoke last, and about what."""

    resource_classes = [ContactNoteResource]
    list_display = ("member", "kind", "on", "by", "summary")
    list_filter = ("kind",)
    list_select_related = ("member", "by__person")
    search_fields = ("member__name", "summary")
    autocomplete_fields = ("member",)
    readonly_fields = ("by",)
    date_hierarchy = "on"

    def save_model(self, request: HttpRequest, obj: ContactNote, form: Any, change: bool) -> None:
        if not change:
            obj.by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
