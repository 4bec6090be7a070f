from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from alliance.admin import OtherNameInline, RegisterAdmin, WideInline
from partnerships.models import Partner, PartnerName, StrategyPartner
from partnerships.resources import PartnerNameResource, PartnerResource, StrategyPartnerResource


class PartnerNameInline(OtherNameInline):
    model = PartnerName


class StrategyPartnerInline(WideInline):
    model = StrategyPartner
    fields = (("strategy", "role"), ("source", "source_kind"), "note")
    autocomplete_fields = ("strategy",)


@admin.register(Partner)
class PartnerAdmin(RegisterAdmin):
    resource_classes = [PartnerResource, PartnerNameResource, StrategyPartnerResource]
    list_display = ("name", "short_name", "kind", "part_of", "member", "is_public")
    list_filter = (("kind", ChoicesDropdownFilter), "is_public", ("member", admin.EmptyFieldListFilter))
    list_select_related = ("part_of", "member")
    search_fields = ("name", "short_name", "aliases__name")
    autocomplete_fields = ("part_of", "member")
    prepopulated_fields = {"key": ("name",)}
    inlines = (PartnerNameInline, StrategyPartnerInline)
    fields = (
        ("name", "short_name"),
        ("key", "kind"),
        ("part_of", "member"),
        "is_public",
        "role",
        "note",
        "source",
        "source_kind",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """However it is accented, and once however many of its names fit."""
        found, is_double = super().get_search_results(request, queryset, search_term)
        if search_term:
            found = found | queryset.filter(pk__in=Partner.objects.called(search_term).values("pk"))
        return found, is_double
