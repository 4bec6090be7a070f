from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from alliance.admin import RegisterAdmin
from funds.models import OperationalRate
from funds.resources import OperationalRateResource


@admin.register(OperationalRate)
class OperationalRateAdmin(RegisterAdmin):
    resource_classes = [OperationalRateResource]
    list_display = ("currency", "in_force_from", "rate")
    list_filter = (("currency", ChoicesDropdownFilter),)
    date_hierarchy = "in_force_from"
    search_fields = ("currency", "key")
    fields = (("currency", "in_force_from", "rate"), "note", "source", "source_kind")
