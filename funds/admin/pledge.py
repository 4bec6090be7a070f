from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from alliance.admin import PartialDateBox, RegisterAdmin, WorkFilter
from alliance.attention import A_YEAR
from alliance.forms import PartialDateForm
from funds.models import Pledge
from funds.resources import PledgeResource


class PledgeWork(WorkFilter):
    QUESTIONS = {"unpaid": (_("older than a year, without a receipt"), lambda day: Pledge.objects.unpaid(day, A_YEAR))}


class PledgeForm(PartialDateForm):
    pledged = PartialDateBox(label=_("Pledged on"))


@admin.register(Pledge)
class PledgeAdmin(RegisterAdmin):
    form = PledgeForm
    resource_classes = [PledgeResource]
    list_display = ("contributor", "pledged_as_known", "money_words", "fund")
    list_filter = (PledgeWork, "fund", ("currency", ChoicesDropdownFilter))
    list_select_related = ("contributor__member", "contributor__partner", "fund")
    search_fields = ("key", "contributor__member__name", "contributor__partner__name", "contributor__name", "earmark")
    autocomplete_fields = ("contributor", "fund")
    fields = (
        "key",
        ("contributor", "fund"),
        "pledged",
        ("amount", "currency"),
        "earmark",
        "note",
        "source",
        "source_kind",
    )

    @admin.display(description=_("pledged on"), ordering="pledged_on")
    def pledged_as_known(self, pledge: Pledge) -> str:
        return str(pledge.pledged)

    @admin.display(description=_("amount"), ordering="amount")
    def money_words(self, pledge: Pledge) -> str:
        return pledge.money_words
