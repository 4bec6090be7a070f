from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.admin import RegisterAdmin, RegisterInline
from members.admin.member import GroupFilter
from members.models import Country, CountryGroup, GroupPlace
from members.resources import CountryGroupResource, CountryResource, GroupPlaceResource


class GroupPlaceInline(RegisterInline):
    model = GroupPlace
    fields = ("group", "note", "source", "source_kind")


class JoinedFilter(admin.SimpleListFilter):
    title = _("Group of Friends")
    parameter_name = "joined"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("yes", _("named as a member")), ("no", _("not named as a member"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        words: Any = {"yes": "joined", "no": "not_joined"}.get(self.value() or "")
        return getattr(queryset, words)(timezone.localdate()) if words else queryset


@admin.register(Country)
class CountryAdmin(RegisterAdmin):
    resource_classes = [CountryResource, GroupPlaceResource]
    list_display = ("name", "iso3", "iso2", "m49", "region", "subregion")
    list_filter = (JoinedFilter, GroupFilter, "region", "subregion")
    search_fields = ("name", "iso3", "iso2")
    inlines = (GroupPlaceInline,)


@admin.register(CountryGroup)
class CountryGroupAdmin(RegisterAdmin):
    resource_classes = [CountryGroupResource]
    list_display = ("name", "key", "is_regional")
    search_fields = ("name",)
    prepopulated_fields = {"key": ("name",)}
