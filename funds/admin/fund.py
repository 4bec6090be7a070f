from django.contrib import admin

from alliance.admin import RegisterAdmin
from funds.models import Fund
from funds.resources import FundResource


@admin.register(Fund)
class FundAdmin(RegisterAdmin):
    resource_classes = [FundResource]
    list_display = ("name", "is_autonomous")
    list_filter = ("is_autonomous",)
    search_fields = ("name", "key")
    prepopulated_fields = {"key": ("name",)}
    fields = (("name", "key"), "is_autonomous", "note", "source", "source_kind")
