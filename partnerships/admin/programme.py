from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from alliance.admin import (
    Colours,
    OtherNameInline,
    PartialDateBox,
    PlaceForm,
    RegisterAdmin,
    StepInline,
    WideInline,
    WorkFilter,
)
from alliance.attention import A_YEAR
from alliance.forms import PartialDateForm
from partnerships.models import Consultation, Programme, ProgrammeName, ProgrammePartner, ProgrammeStep
from partnerships.resources import (
    ProgrammeNameResource,
    ProgrammePartnerResource,
    ProgrammeResource,
    ProgrammeStepResource,
)


class ProgrammeWork(WorkFilter):
    QUESTIONS = {
        "resting": (
            _("not closed, without a step for a year"),
            lambda day: Programme.objects.resting(day, day - A_YEAR),
        ),
        "dispute": (_("a step told in two ways"), lambda day: Programme.objects.in_dispute()),
    }


class ProgrammeStepInline(StepInline):
    model = ProgrammeStep
    fields = (("status", "when", "preferred"), ("place", "told_as"), "documents", ("source", "source_kind"), "note")


class ProgrammePartnerInline(WideInline):
    model = ProgrammePartner
    fields = (("partner", "role"), ("source", "source_kind"))
    autocomplete_fields = ("partner",)


class ProgrammeNameInline(OtherNameInline):
    model = ProgrammeName


@admin.register(Programme)
class ProgrammeAdmin(RegisterAdmin):
    resource_classes = [
        ProgrammeResource,
        ProgrammeStepResource,
        ProgrammePartnerResource,
        ProgrammeNameResource,
    ]
    list_display = ("name", "kind", "relation", "stands_as")
    list_filter = (ProgrammeWork, "status", "kind", "relation", "fields")
    search_fields = ("name", "aliases__name", "topics", "partners__partner__name")
    prepopulated_fields = {"key": ("name",)}
    readonly_fields = ("status",)
    inlines = (ProgrammeStepInline, ProgrammePartnerInline, ProgrammeNameInline)
    actions = (
        "record_idea",
        "record_announcement",
        "record_preparation",
        "record_pilot",
        "record_launch",
        "record_operation",
        "record_closure",
    )
    fields = (
        "name",
        ("key", "status"),
        ("kind", "relation"),
        ("fields", "topics"),
        "summary",
        "note",
        "source",
        "source_kind",
    )

    @display(  # type: ignore[untyped-decorator]
        description=_("status"),
        ordering="status",
        label=Colours(
            {
                "announced": "info",
                "preparatory": "info",
                "pilot": "info",
                "launched": "success",
                "operational": "success",
                "closed": "danger",
            }
        ),
    )
    def stands_as(self, programme: Programme) -> tuple[str, str]:
        return programme.status, programme.status_label

    @admin.action(description=_("Record that it was an idea"), permissions=["change"])
    def record_idea(self, request: HttpRequest, programmes: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, programmes, Programme.conceive, PlaceForm)

    @admin.action(description=_("Record the announcement"), permissions=["change"])
    def record_announcement(self, request: HttpRequest, programmes: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, programmes, Programme.announce, PlaceForm)

    @admin.action(description=_("Record that it is in preparation"), permissions=["change"])
    def record_preparation(self, request: HttpRequest, programmes: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, programmes, Programme.prepare, PlaceForm)

    @admin.action(description=_("Record the pilot"), permissions=["change"])
    def record_pilot(self, request: HttpRequest, programmes: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, programmes, Programme.pilot, PlaceForm)

    @admin.action(description=_("Record the launch"), permissions=["change"])
    def record_launch(self, request: HttpRequest, programmes: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, programmes, Programme.launch, PlaceForm)

    @admin.action(description=_("Record that it is operational"), permissions=["change"])
    def record_operation(self, request: HttpRequest, programmes: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, programmes, Programme.run, PlaceForm)

    @admin.action(description=_("Record that it is closed"), permissions=["change"])
    def record_closure(self, request: HttpRequest, programmes: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, programmes, Programme.close, PlaceForm)


class ConsultationForm(PartialDateForm):
    held = PartialDateBox(required=False)


@admin.register(Consultation)
class ConsultationAdmin(RegisterAdmin):
    """What was heard in confidence: it stays here, and neither comes nor goes as a table."""

    form = ConsultationForm
    list_display = ("with_whom", "programme", "held_as_known")
    list_filter = ("programme",)
    list_select_related = ("programme",)
    search_fields = ("with_whom", "summary", "programme__name")
    autocomplete_fields = ("programme", "documents")
    fields = ("programme", ("with_whom", "held"), "summary", "documents")

    @admin.display(description=_("held"), ordering="held_on")
    def held_as_known(self, consultation: Consultation) -> str:
        return str(consultation.held or "")

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return False
