from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from alliance.admin import Colours, NoteForm, QuestionFilter
from plans.admin.told import ToldAdmin
from plans.models import Completion, Measure
from plans.resources import MeasureResource

COMPLETION = Colours({Completion.COMPLETE: "success", Completion.SUBSTANTIAL: "success", Completion.LIMITED: "info"})


class PracticeForm(forms.Form):
    note = forms.CharField(
        label=_("What others may learn from it"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Everybody reads it, beside the measure."),
    )


class StandingFilter(QuestionFilter):
    title = _("standing")
    parameter_name = "standing"
    QUESTIONS = {
        "current": (_("in the latest publication"), lambda day: Measure.objects.current()),
        "unfinished": (_("past its end and not complete"), lambda day: Measure.objects.ended_unfinished(day)),
        "dropped": (_("no longer in its plan"), lambda day: Measure.objects.exclude(dropped_on=None)),
    }


@admin.register(Measure)
class MeasureAdmin(ToldAdmin):
    """A measure comes about, changes and goes with a publication alone; a table of measures makes one."""

    resource_classes = [MeasureResource]
    list_display = ("title", "member", "number", "stands_as", "told_on", "ends_as_known", "is_good_practice")
    list_filter = (
        StandingFilter,
        ("completion", ChoicesDropdownFilter),
        "fields",
        "is_good_practice",
        ("plan", AutocompleteSelectFilter),
        ("strategy", AutocompleteSelectFilter),
        "member__kind",
    )
    list_select_related = ("member",)
    search_fields = ("title", "objective", "ministries", "partners", "key", "member__name")
    fieldsets = (
        (None, {"fields": ("title", ("member", "plan", "strategy"), ("number", "reference"), "fields_told")}),
        (_("What is to be done"), {"fields": ("objective", "ministries", "partners", "supports")}),
        (_("How one will know"), {"fields": ("indicator", ("baseline", "target"), ("starts_told", "ends_as_known"))}),
        (_("How far it has come"), {"fields": (("completion", "told_on"), ("published_on", "dropped_on"))}),
        (_("As a good practice"), {"fields": ("is_good_practice", "practice_note")}),
    )
    readonly_fields = (
        *("number", "completion", "told_on", "published_on", "dropped_on", "is_good_practice", "practice_note"),
        *("fields_told", "starts_told", "ends_as_known"),
    )
    actions = ("mark_as_practice", "unmark_as_practice")

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    @display(description=_("completion"), ordering="completion", label=COMPLETION)  # type: ignore[untyped-decorator]
    def stands_as(self, measure: Measure) -> tuple[str, str]:
        return measure.completion, measure.get_completion_display()

    @admin.display(description=_("fields of action"))
    def fields_told(self, measure: Measure) -> str:
        return ", ".join(map(str, measure.fields.all()))

    @admin.display(description=_("starts"))
    def starts_told(self, measure: Measure) -> str:
        return str(measure.starts or "")

    @admin.display(description=_("ends"), ordering="ends_on")
    def ends_as_known(self, measure: Measure) -> str:
        return str(measure.ends or "")

    @admin.action(description=_("Mark as a good practice"), permissions=["change"])
    def mark_as_practice(self, request: HttpRequest, measures: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, measures, Measure.mark_as_practice, PracticeForm)

    @admin.action(description=_("No longer a good practice"), permissions=["change"])
    def unmark_as_practice(self, request: HttpRequest, measures: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, measures, Measure.unmark_as_practice, NoteForm)
