from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from alliance.admin import RegisterAdmin
from forums.api.announcement import OF
from forums.models import Announcement
from forums.resources import AnnouncementResource


class OfFilter(admin.SimpleListFilter):
    title = _("of")
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return OF

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        register = self.value()
        if register == "text":
            return queryset.exclude(text="")
        return queryset.filter(**{f"{register}__isnull": False}) if register in Announcement.ABOUT else queryset


@admin.register(Announcement)
class AnnouncementAdmin(RegisterAdmin):
    resource_classes = [AnnouncementResource]
    list_display = ("name_told", "what", "forum", "preferred")
    list_filter = ("forum", "what", OfFilter, "preferred")
    list_select_related = ("forum", *Announcement.READ_WITH)
    search_fields = (
        "key",
        "text",
        "plan__title",
        "plan__member__name",
        "strategy__name",
        "agreement__name",
        "programme__name",
    )
    autocomplete_fields = ("plan", "strategy", "agreement", "programme")
    fields = (
        ("forum", "what"),
        "key",
        ("plan", "strategy"),
        ("agreement", "programme"),
        "text",
        ("preferred", "place"),
        "note",
        "source",
        "source_kind",
    )

    @admin.display(description=_("what was announced"), ordering="key")
    def name_told(self, announcement: Announcement) -> str:
        return announcement.name
