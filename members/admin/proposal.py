from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from alliance.admin import Colours, EventForm, PartialDateBox, RegisterAdmin
from alliance.forms import PartialDateForm
from members.models import Proposal
from members.resources import ProposalResource


class ProposalForm(PartialDateForm):
    followed_up = PartialDateBox(required=False, label=_("Followed up on"))


class FollowUpForm(EventForm):
    status = forms.ChoiceField(label=_("Follow-up"), choices=Proposal.FollowUp.choices, widget=UnfoldAdminSelectWidget)
    on = PartialDateBox(label=_("On"), required=False)
    field_order = ["status", "on", "note"]


@admin.register(Proposal)
class ProposalAdmin(RegisterAdmin):
    form = ProposalForm
    resource_classes = [ProposalResource]
    list_display = ("subject", "region", "tool", "lines", "stands_as")
    list_filter = ("follow_up", "tool", "document")
    list_select_related = ("document",)
    search_fields = ("subject", "region", "addressed_to", "note")
    autocomplete_fields = ("document", "strategy")
    actions = ("record_follow_up",)
    fields = (
        ("subject", "key"),
        "document",
        ("line_from", "line_to"),
        ("region", "tool"),
        ("strategy", "addressed_to"),
        ("follow_up", "followed_up"),
        "follow_up_note",
        "note",
        "source",
        "source_kind",
    )
    prepopulated_fields = {"key": ("subject",)}

    @display(  # type: ignore[untyped-decorator]
        description=_("follow-up"),
        ordering="follow_up",
        label=Colours({"done": "success", "taken_up": "info", "open": "warning", "not_pursued": "danger"}),
    )
    def stands_as(self, proposal: Proposal) -> tuple[str, Any]:
        return proposal.follow_up, proposal.get_follow_up_display() or _("unknown")

    @admin.action(description=_("Note what became of it"), permissions=["change"])
    def record_follow_up(self, request: HttpRequest, proposals: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, proposals, Proposal.note_follow_up, FollowUpForm)
