from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from alliance.admin import Colours, RegisterAdmin, WorkFilter
from alliance.admin.changes import Part
from outreach.admin.issue import IssueAdmin
from outreach.admin.preview import PreviewAdmin
from outreach.admin.recipients import in_words
from outreach.models import Block, Edition, Newsletter
from outreach.resources.newsletter import NewsletterResource

Status = Newsletter.Status
COLOURS = Colours(
    {
        Status.SUBMITTED: "warning",
        Status.APPROVED: "info",
        Status.SCHEDULED: "info",
        Status.MISSED: "danger",
        Status.SENDING: "info",
        Status.PAUSED: "warning",
        Status.SENT: "success",
        Status.STOPPED: "danger",
    }
)


class YearFilter(admin.SimpleListFilter):
    title = gettext_lazy("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(str(day.year), str(day.year)) for day in Newsletter.objects.dates("month", "year", order="DESC")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = dict(self.lookup_choices)
        return queryset.filter(month__year=self.value()) if self.value() in known else queryset


class ToDoFilter(WorkFilter):
    QUESTIONS = {"submit": (gettext_lazy("month over, not submitted"), lambda day: Newsletter.objects.to_submit(day))}


@admin.register(Newsletter)
class NewsletterAdmin(IssueAdmin, PreviewAdmin, RegisterAdmin):
    """Nothing of an issue is edited as a record: its page has the words, and the verbs move it."""

    resource_classes = [NewsletterResource]
    list_display = ("issue", "stands_as", "window", "recipients")
    list_filter = (ToDoFilter, "status", YearFilter)
    search_fields = ("editions__subject",)
    search_help_text = gettext_lazy("Subject, introduction, headings and texts")
    readonly_fields = ("month", "since", "status", "to_focal_points", "to_subscribers")
    fields = readonly_fields

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What went out keeps its address for ever; a draft may go."""
        return bool(obj is not None and obj.is_editable and super().has_delete_permission(request, obj))

    def parts(self, request: HttpRequest, *, with_logs: bool = True) -> list[Part]:
        """Its editions and blocks belong to it."""
        record = Part(self.model, self.model._meta.pk.attname)
        return [record, Part(Edition, "newsletter_id"), Part(Block, "edition__newsletter_id")]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return super().history_view(request, object_id, {"may_revert": False, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet[Any], bool]:
        return queryset.called(search_term) if search_term.strip() else queryset, False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """How many messages in which state: of the whole page by one question."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = issues = list(changelist.result_list)
        counts = Newsletter.objects.filter(pk__in=[issue.pk for issue in issues]).by_state()
        for issue in issues:
            issue.counts = counts.get(issue.pk, {})
        return changelist

    @admin.display(description=gettext_lazy("month"), ordering="month")
    def issue(self, newsletter: Newsletter) -> str:
        return newsletter.name_of_month

    @display(description=gettext_lazy("status"), ordering="status", label=COLOURS)  # type: ignore[untyped-decorator]
    def stands_as(self, newsletter: Newsletter) -> tuple[str, str]:
        return newsletter.status, newsletter.get_status_display()

    @admin.display(description=gettext_lazy("window"), ordering="opens_at")
    def window(self, newsletter: Newsletter) -> str:
        if newsletter.opens_at is None or newsletter.closes_at is None:
            return ""
        opens, closes = timezone.localtime(newsletter.opens_at), timezone.localtime(newsletter.closes_at)
        until = date_format(closes, "H:i" if closes.date() == opens.date() else "j F Y H:i")
        return _("%(opens)s to %(closes)s") % {"opens": date_format(opens, "j F Y H:i"), "closes": until}

    @admin.display(description=gettext_lazy("recipients"))
    def recipients(self, newsletter: Any) -> SafeString | str:
        told = [(one.number, one.words) for one in in_words(newsletter.counts)]
        if not told:
            return ""
        return format_html('<ul class="states">{}</ul>', format_html_join("", "<li>{} {}</li>", told))
