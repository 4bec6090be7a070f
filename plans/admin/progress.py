from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from alliance.admin import Colours, RegisterInline, WorkFilter, take_step
from plans.admin.told import ReadAlone, ReasonForm, ToldAdmin
from plans.attention import A_FORTNIGHT
from plans.models import Evidence, ProgressNote
from plans.resources import ProgressNoteResource


class NoteWork(WorkFilter):
    QUESTIONS = {
        "new": (_("published in the last 14 days"), lambda day: ProgressNote.objects.told_since(day - A_FORTNIGHT))
    }


class EvidenceInline(ReadAlone, RegisterInline):
    model = Evidence
    fields = readonly_fields = ("title", "document")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("document"))
    def document(self, evidence: Evidence) -> str:
        return format_html('<a href="{}">{}</a>', evidence.file_url, evidence.file_name)


@admin.register(ProgressNote)
class ProgressNoteAdmin(ToldAdmin):
    """What members tell is public at once; staff look at it after, and withhold what must not stand."""

    resource_classes = [ProgressNoteResource]
    list_display = ("measure", "member", "on", "completion", "is_unchanged", "stands_as", "told_at")
    list_filter = (
        NoteWork,
        "status",
        ("completion", ChoicesDropdownFilter),
        "measure__fields",
        ("told_at", RangeDateFilter),
    )
    list_select_related = ("measure__member",)
    search_fields = ("measure__title", "measure__member__name", "text")
    date_hierarchy = "on"
    inlines = (EvidenceInline,)
    fields = (
        "measure",
        ("on", "completion", "is_unchanged"),
        "text",
        "links",
        "status",
        "withheld_because",
        ("told_by", "told_at"),
    )
    readonly_fields = ("status", "withheld_because", "told_by", "told_at")
    actions = ("withhold", "put_back")

    @admin.display(description=_("member"), ordering="measure__member__name")
    def member(self, note: ProgressNote) -> str:
        return note.measure.member.name

    @display(  # type: ignore[untyped-decorator]
        description=_("status"),
        ordering="status",
        label=Colours({"proposed": "warning", "published": "success", "withheld": "danger"}),
    )
    def stands_as(self, note: ProgressNote) -> tuple[str, str]:
        return note.status, note.get_status_display()

    @admin.action(description=_("Withhold"), permissions=["change"])
    def withhold(self, request: HttpRequest, notes: QuerySet[ProgressNote]) -> HttpResponse | None:
        return self.ask_first(request, notes, ProgressNote.withhold, ReasonForm)

    @admin.action(description=_("Put back"), permissions=["change"])
    def put_back(self, request: HttpRequest, notes: QuerySet[ProgressNote]) -> None:
        take_step(request, notes, lambda note: note.put_back(by=request.user))
