from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter

from members.admin.submission import SubmissionAdmin
from plans.models import Initiative
from plans.resources import InitiativeResource


@admin.register(Initiative)
class InitiativeAdmin(SubmissionAdmin):
    """Accepted, it stands in the calendar of its strategy."""

    resource_classes = [InitiativeResource]
    list_display = ("title", "member", "strategy", "when", "stands_as", "made_at")
    list_filter = ("status", ("strategy", AutocompleteSelectFilter), "member__kind")
    list_select_related = ("member", "strategy")
    search_fields = ("title", "place", "member__name", "strategy__name")
    readonly_fields = (
        *("title", "member", "strategy", "status", "when", "place", "description", "link"),
        *("made_by", "made_at", "answer", "decided_at"),
    )
    fields = (
        "title",
        ("member", "strategy", "status"),
        ("when", "place"),
        "description",
        "link",
        ("made_by", "made_at"),
        ("answer", "decided_at"),
    )

    @admin.display(description=_("when"), ordering="starts_on")
    def when(self, initiative: Initiative) -> str:
        return initiative.when
