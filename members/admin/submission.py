"""What focal points have proposed, for the secretariat to decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from alliance.admin import Colours, RegisterAdmin, take_step
from members.models import Correction, Nomination
from members.models.submission import Submission
from members.resources import CorrectionResource, NominationResource


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        max_length=4000,
        help_text=_("Why it is declined: the focal point reads it."),
    )


class SubmissionAdmin(RegisterAdmin):
    """Nobody writes here what a focal point has proposed; it is accepted or declined."""

    list_filter: Any = ("status", "member__kind")
    list_select_related: Any = ("member", "made_by__person")
    date_hierarchy = "made_at"
    actions = ("accept", "decline")

    def decisions(self, request: HttpRequest, record: Any) -> Iterable[str]:
        return self.actions if record.is_open else ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    @display(  # type: ignore[untyped-decorator]
        description=_("status"),
        ordering="status",
        label=Colours({"proposed": "warning", "accepted": "success", "declined": "danger", "withdrawn": "info"}),
    )
    def stands_as(self, submission: Submission) -> tuple[str, str]:
        return submission.status, submission.get_status_display()

    @admin.action(description=_("Accept"), permissions=["change"])
    def accept(self, request: HttpRequest, submissions: QuerySet[Any]) -> None:
        take_step(request, submissions, lambda submission: submission.accept(by=request.user), self.said)

    def said(self, done: int) -> str:
        return ngettext("%(count)d record done.", "%(count)d records done.", done)

    @admin.action(description=_("Decline"), permissions=["change"])
    def decline(self, request: HttpRequest, submissions: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, submissions, self.model.decline, AnswerForm)


@admin.register(Nomination)
class NominationAdmin(SubmissionAdmin):
    resource_classes = [NominationResource]
    list_filter = ("status", "role", "member__kind")
    list_display = ("name", "member", "role", "post", "stands_as", "made_by", "made_at")
    search_fields = ("name", "email", "member__name")
    autocomplete_fields = ("person",)
    readonly_fields = (
        *("member", "status", "role", "made_by", "made_at", "name", "title", "post", "ministry", "email", "note"),
        *("answer", "decided_at"),
    )
    fields = (
        ("name", "title"),
        ("member", "status"),
        ("role", "post", "ministry"),
        ("email", "person"),
        ("made_by", "made_at"),
        "note",
        ("answer", "decided_at"),
    )

    def decisions(self, request: HttpRequest, record: Any) -> Iterable[str]:
        """Accepted in the list alone: here a person that is chosen and not yet saved would be passed over."""
        return ("decline",) if record.is_open else ()

    def said(self, done: int) -> str:
        return ngettext(
            "%(count)d person is appointed: now invite to the portal, from the list of focal points.",
            "%(count)d persons are appointed: now invite to the portal, from the list of focal points.",
            done,
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Once it is decided, nothing of it changes."""
        fixed = super().get_readonly_fields(request, obj)
        return fixed if obj is None or obj.is_open else (*fixed, "person")


@admin.register(Correction)
class CorrectionAdmin(SubmissionAdmin):
    resource_classes = [CorrectionResource]
    list_display = ("member", "what", "proposed", "stands_as", "made_by", "made_at")
    list_filter = ("status", "what", "member__kind")
    search_fields = ("member__name", "proposed", "reason")
    readonly_fields = (
        *("member", "status", "what", "stored", "proposed", "reason", "made_by", "made_at", "answer", "decided_at"),
    )
    fields = (
        ("member", "status"),
        "what",
        ("stored", "proposed"),
        "reason",
        ("made_by", "made_at"),
        ("answer", "decided_at"),
    )
