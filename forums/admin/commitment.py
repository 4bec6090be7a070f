from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from alliance.admin import Colours, EventForm, PartialDateBox, RegisterAdmin, WideInline, WorkFilter
from alliance.attention import A_YEAR
from alliance.forms import PartialDateForm
from forums.models import Commitment, CommitmentReport
from forums.models.commitment import OWNERS, STANDINGS, CommitmentQuerySet
from forums.resources import CommitmentReportResource, CommitmentResource


class CommitmentWork(WorkFilter):
    QUESTIONS = {
        "silent": (_("nothing reported for a year"), lambda day: Commitment.objects.silent_since(day - A_YEAR)),
        "unowned": (_("carried out by nobody in a register"), lambda day: Commitment.objects.without_owner()),
    }


class StandingFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return STANDINGS

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(stands_as=self.value()) if self.value() else queryset


class CommitmentReportForm(PartialDateForm):
    when = PartialDateBox(label=_("Reported"))


class CommitmentReportInline(WideInline):
    model = CommitmentReport
    form = CommitmentReportForm
    fields = (("when", "scale"), "words", ("source", "source_kind"), "note")


class ReportForm(EventForm):
    words = forms.CharField(label=_("What was reported"), max_length=500, widget=UnfoldAdminTextInputWidget)
    scale = forms.ChoiceField(
        label=_("How far it has come"),
        choices=[("", _("no source says so")), *CommitmentReport.Scale.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    field_order = ["on", "words", "scale", "note"]


@admin.register(Commitment)
class CommitmentAdmin(RegisterAdmin):
    resource_classes = [CommitmentResource, CommitmentReportResource]
    list_display = ("text", "forum", "number", "kind", "owner_label", "stands", "last_reported")
    list_filter = (CommitmentWork, "forum", "kind", StandingFilter)
    list_select_related = ("forum", *OWNERS)
    search_fields = ("text", "key", "ref", "announced_by", "owner_name", *(f"{name}__name" for name in OWNERS))
    autocomplete_fields = OWNERS
    inlines = (CommitmentReportInline,)
    actions = ("record_report",)
    fields = (
        ("forum", "number", "ref"),
        "key",
        "text",
        ("kind", "announced_by"),
        ("amount", "currency"),
        ("programme", "network"),
        ("partner", "strategy"),
        ("agreement", "owner_name"),
        "note",
        "source",
        "source_kind",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        commitments: CommitmentQuerySet = super().get_queryset(request)
        return commitments.telling_reports()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was said stays as it was said."""
        return ("forum", "number", "ref", "key", "text") if obj else ()

    @admin.display(description=_("carried out by"))
    def owner_label(self, commitment: Commitment) -> str:
        return commitment.owner_label

    @display(  # type: ignore[untyped-decorator]
        description=_("status"),
        label=Colours(
            {
                "complete": "success",
                "substantial": "success",
                "limited": "info",
                "unreported": "warning",
                "no_evidence": "danger",
                "not_started": "danger",
            }
        ),
    )
    def stands(self, commitment: Any) -> tuple[str, str]:
        return commitment.stands_as, commitment.standing

    @admin.display(description=_("last reported"), ordering="reported_on")
    def last_reported(self, commitment: Commitment) -> str:
        return str(commitment.reported or "")

    @admin.action(description=_("Record a report"), permissions=["change"])
    def record_report(self, request: HttpRequest, commitments: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, commitments, Commitment.report, ReportForm)
