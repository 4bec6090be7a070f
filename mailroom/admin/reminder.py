from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportMixin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSingleDateWidget

from alliance.admin import Colours, RegisterAdmin, WorkFilter
from alliance.tables import CSV, XLSX, csv_lines, taken_out, workbook
from mailroom import comparison
from mailroom.admin.posted import Posted
from mailroom.models import Reminder
from mailroom.resources import ReminderResource
from mailroom.rules import check_day, register_page, rules


class RuleFilter(admin.SimpleListFilter):
    title = _("rule")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(rule.key, rule.title) for rule in rules()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(rule=self.value()) if self.value() else queryset


class ReminderWork(WorkFilter):
    QUESTIONS = {
        "unmailed": (_("due, and nobody has been mailed"), lambda day: Reminder.objects.unmailed()),
        "open": (_("still due"), lambda day: Reminder.objects.open()),
    }


class DayForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=UnfoldAdminSingleDateWidget, required=False, validators=[check_day])


@admin.register(Reminder)
class ReminderAdmin(Posted, ExportMixin, ModelAdmin):
    """Who was reminded of what, to read and to take along."""

    resource_classes = [ReminderResource]
    formats = RegisterAdmin.formats
    export_form_class = RegisterAdmin.export_form_class
    list_before_template = "admin/mailroom/reminder_links.html"
    list_display = ("what", "turn", "due_on", "when", "stands", "made_on")
    list_filter = (ReminderWork, RuleFilter, "state", ("made_on", RangeDateFilter), ("due_on", RangeDateFilter))
    list_filter_submit = True
    list_select_related = ("message",)
    search_fields = ("what", "to", "name")
    date_hierarchy = "made_on"
    show_full_result_count = False
    fields = readonly_fields = (
        "what",
        "page",
        "rule_title",
        "turn",
        "due_on",
        "when",
        "state",
        "made_on",
        "message",
        "settled_on",
    )

    def get_urls(self) -> list[Any]:
        day = path("day/", self.admin_site.admin_view(self.day_view), name="mailroom_reminder_day")
        return [day, *super().get_urls()]

    def day_view(self, request: HttpRequest) -> HttpResponse:
        """What the rules expect of any day beside what was sent; `?format=csv` or `xlsx` takes it along."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = DayForm(request.GET)
        chosen = form.cleaned_data["on"] if form.is_valid() else None
        compared = comparison.compare(chosen or timezone.localdate())
        if "format" in request.GET and not form.errors:
            return self.day_table(request, compared)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reminders: expected and sent"),
            "opts": self.model._meta,
            "form": form if form.errors else DayForm({"on": compared.on}),
            "compared": compared,
            "media": self.media + form.media,
            "header": comparison.HEADER,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/mailroom/reminder_day.html", context)

    def day_table(self, request: HttpRequest, compared: comparison.Comparison) -> HttpResponse:
        writers: dict[str, Any] = {"csv": (CSV, csv_lines), "xlsx": (XLSX, workbook)}
        name = request.GET["format"]
        if name not in writers:
            raise Http404
        media_type, write = writers[name]
        taken_out.send(type(self), request=request, model=self.model)
        table = write(comparison.HEADER, comparison.table(compared))
        headers = {"Content-Disposition": f'attachment; filename="reminders-{compared.on.isoformat()}.{name}"'}
        return HttpResponse(table, content_type=media_type, headers=headers)

    @admin.display(description=_("whose turn it is"), ordering="name")
    def turn(self, reminder: Reminder) -> str:
        return reminder.name or reminder.to

    @admin.display(description=_("stage"), ordering="stage")
    def when(self, reminder: Reminder) -> str:
        return comparison.stage(reminder.stage, reminder.is_escalation)

    @display(  # type: ignore[untyped-decorator]
        description=_("state"),
        ordering="state",
        label=Colours({"mailed": "success", "listed": "info", "unaddressed": "warning"}),
    )
    def stands(self, reminder: Reminder) -> tuple[str, str]:
        if reminder.settled_on:
            return "", gettext("no longer due")
        return reminder.state, reminder.get_state_display()

    @admin.display(description=_("rule"))
    def rule_title(self, reminder: Reminder) -> str:
        return str(next((rule.title for rule in rules() if rule.key == reminder.rule), reminder.rule))

    @admin.display(description=_("record"))
    def page(self, reminder: Reminder) -> str:
        address = register_page(reminder.about)
        return format_html('<a href="{}">{}</a>', address, gettext("Open it")) if address else reminder.about
