from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget

from alliance.admin import QuestionFilter, RegisterAdmin
from plans.admin.told import ToldAdmin
from plans.models import ReportingWindow, UpdateDue
from plans.resources import ReportingWindowResource, UpdateDueResource


class OpenFilter(QuestionFilter):
    title = gettext_lazy("today")
    parameter_name = "today"
    QUESTIONS = {"open": (gettext_lazy("open"), lambda day: ReportingWindow.objects.open(day))}


@admin.register(ReportingWindow)
class ReportingWindowAdmin(RegisterAdmin):
    resource_classes = [ReportingWindowResource]
    list_display = ("name", "opens_on", "closes_on", "asked", "updated", "late")
    list_filter = (OpenFilter,)
    search_fields = ("name", "key")
    prepopulated_fields = {"key": ("name",)}
    date_hierarchy = "closes_on"
    fields = ("name", "key", ("opens_on", "closes_on"), "note")
    actions = ("ask_now",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportingWindow]:
        windows: Any = super().get_queryset(request)
        told: QuerySet[ReportingWindow] = windows.told(timezone.localdate())
        return told

    @admin.display(description=gettext_lazy("plans asked for"), ordering="asked")
    def asked(self, window: Any) -> int:
        return int(window.asked)

    @admin.display(description=gettext_lazy("updated"), ordering="updated")
    def updated(self, window: Any) -> int:
        return int(window.updated)

    @admin.display(description=gettext_lazy("late"), ordering="late")
    def late(self, window: Any) -> int:
        return int(window.late)

    @admin.action(description=gettext_lazy("Ask now"), permissions=["change"])
    def ask_now(self, request: HttpRequest, windows: QuerySet[ReportingWindow]) -> None:
        """The daily job asks as well; whoever was asked is not asked twice."""
        today = timezone.localdate()
        for window in windows:
            if not window.is_open(today):
                messages.error(request, _("%(window)s is not open today.") % {"window": window})
                continue
            asked = window.ask(by=request.user)  # type: ignore[arg-type]
            words = ngettext(
                "%(window)s: %(count)d more plan is asked for.",
                "%(window)s: %(count)d more plans are asked for.",
                asked,
            )
            messages.success(request, words % {"window": window, "count": asked})


class ExtensionForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Until"),
        widget=UnfoldAdminSingleDateWidget,
        help_text=gettext_lazy("The last day that is in time; everybody reads it."),
    )
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("For the office alone."),
    )


class StandingFilter(QuestionFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"
    QUESTIONS = {
        "overdue": (gettext_lazy("overdue, without an update"), lambda day: UpdateDue.objects.overdue(day)),
        "late": (gettext_lazy("late, updated or not"), lambda day: UpdateDue.objects.late(day)),
        "waiting": (gettext_lazy("not updated yet"), lambda day: UpdateDue.objects.unanswered()),
        "updated": (gettext_lazy("updated"), lambda day: UpdateDue.objects.exclude(updated_on=None)),
        "extended": (gettext_lazy("extended"), lambda day: UpdateDue.objects.exclude(extension_reason="")),
    }


@admin.register(UpdateDue)
class UpdateDueAdmin(ToldAdmin):
    """A window asks for them, and what members tell answers them."""

    resource_classes = [UpdateDueResource]
    list_display = ("plan", "window", "due_on", "in_words", "extension_reason")
    list_filter = (StandingFilter, ("window", AutocompleteSelectFilter), "plan__member__kind")
    list_select_related = ("plan__member", "window")
    search_fields = ("plan__member__name", "plan__title", "window__name")
    date_hierarchy = "due_on"
    fields = (("plan", "window"), ("due_on", "updated_on"), "in_words", "extension_reason")
    readonly_fields = ("updated_on", "in_words", "extension_reason")
    actions = ("extend",)

    @admin.display(description=gettext_lazy("how it stands"))
    def in_words(self, due: UpdateDue) -> str:
        return due.standing(timezone.localdate())

    @admin.action(description=gettext_lazy("Extend"), permissions=["change"])
    def extend(self, request: HttpRequest, dues: QuerySet[UpdateDue]) -> HttpResponse | None:
        return self.ask_first(request, dues, UpdateDue.extend, ExtensionForm)
