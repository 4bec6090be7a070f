from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from alliance.admin import Colours, PartialDateBox, PlacedStepInline, PlaceForm, QuestionFilter, RegisterAdmin
from alliance.forms import PartialDateForm
from members.models import NationalPlan, NationalPlanStep
from members.resources import NationalPlanResource, NationalPlanStepResource
from people.models.person import LANGUAGES


class NationalPlanStepInline(PlacedStepInline):
    model = NationalPlanStep


class NationalPlanForm(PartialDateForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=LANGUAGES.items(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("In which its own text exists."),
    )
    covers_from = PartialDateBox(required=False, label=_("Covers from"))
    covers_to = PartialDateBox(required=False, label=_("Covers to"))


class ToldFilter(QuestionFilter):
    """By what a plan has been, wherever it stands now: announced is not adopted."""

    title = _("has been")
    parameter_name = "told"
    QUESTIONS = {
        "announced": (_("announced"), lambda day: NationalPlan.objects.announced(day)),
        "adopted": (_("adopted"), lambda day: NationalPlan.objects.adopted(day)),
        "only": (_("announced, not adopted"), lambda day: NationalPlan.objects.announced_only(day)),
    }


@admin.register(NationalPlan)
class NationalPlanAdmin(RegisterAdmin):
    form = NationalPlanForm
    resource_classes = [NationalPlanResource, NationalPlanStepResource]
    list_display = ("name", "title", "stands_as", "covers")
    list_filter = (
        "status",
        ToldFilter,
        ("member__country__region", ChoicesDropdownFilter),
        "fields",
        "edition",
    )
    list_select_related = ("member",)
    search_fields = ("title", "designation", "key", "member__name", "member__aliases__name")
    autocomplete_fields = ("member", "document")
    readonly_fields = ("status",)
    inlines = (NationalPlanStepInline,)
    actions = (
        "record_preparation",
        "record_announcement",
        "record_adoption",
        "record_implementation",
        "record_conclusion",
    )
    fields = (
        ("member", "edition"),
        ("key", "status"),
        ("title", "designation"),
        ("covers_from", "covers_to"),
        ("languages", "text_language"),
        ("fields", "topics"),
        "summary",
        "document",
        "note",
        "source",
        "source_kind",
    )

    @admin.display(description=_("national plan"), ordering="member__name")
    def name(self, plan: NationalPlan) -> str:
        return plan.name

    @display(  # type: ignore[untyped-decorator]
        description=_("status"),
        ordering="status",
        label=Colours({"adopted": "success", "under_implementation": "success", "announced": "info"}),
    )
    def stands_as(self, plan: NationalPlan) -> tuple[str, str]:
        return plan.status, plan.status_label

    @admin.display(description=_("covers"), ordering="covers_from_on")
    def covers(self, plan: NationalPlan) -> str:
        return f"{plan.covers_from or '…'} – {plan.covers_to or '…'}" if plan.covers_from or plan.covers_to else ""

    @admin.action(description=_("Record that it is in preparation"), permissions=["change"])
    def record_preparation(self, request: HttpRequest, plans: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, plans, NationalPlan.prepare, PlaceForm)

    @admin.action(description=_("Record the announcement"), permissions=["change"])
    def record_announcement(self, request: HttpRequest, plans: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, plans, NationalPlan.announce, PlaceForm)

    @admin.action(description=_("Record the adoption"), permissions=["change"])
    def record_adoption(self, request: HttpRequest, plans: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, plans, NationalPlan.adopt, PlaceForm)

    @admin.action(description=_("Record that it is being carried out"), permissions=["change"])
    def record_implementation(self, request: HttpRequest, plans: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, plans, NationalPlan.implement, PlaceForm)

    @admin.action(description=_("Record the conclusion"), permissions=["change"])
    def record_conclusion(self, request: HttpRequest, plans: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, plans, NationalPlan.conclude, PlaceForm)
