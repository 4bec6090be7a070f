from __future__ import annotations

from django.contrib import admin

from alliance.admin import RegisterAdmin, RegisterInline
from members.models import Platform, PlatformSeat
from members.resources import PlatformResource


class PlatformSeatInline(RegisterInline):
    model = PlatformSeat
    fields = ("member", "is_chair", "since", "until")
    autocomplete_fields = ("member",)


@admin.register(Platform)
class PlatformAdmin(RegisterAdmin):
    resource_classes = [PlatformResource]
    list_display = ("name", "theme")
    search_fields = ("name", "theme")
    prepopulated_fields = {"key": ("name",)}
    inlines = (PlatformSeatInline,)
