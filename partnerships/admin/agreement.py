from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from alliance.admin import (
    Colours,
    PlacedStepInline,
    PlaceForm,
    RegisterAdmin,
    RegisterInline,
    RowsFormSet,
    StepFormSet,
    WorkFilter,
)
from alliance.attention import A_YEAR
from alliance.forms import PartialDateForm
from alliance.ladder import OutOfOrder, Unfit
from partnerships.models import Agreement, AgreementStep, Party
from partnerships.models.agreement import NOTICE, AgreementQuerySet
from partnerships.resources import AgreementResource, AgreementStepResource, PartyResource


class AgreementWork(WorkFilter):
    QUESTIONS = {
        "notice": (_("about to expire, within its notice"), lambda day: Agreement.objects.within_notice(day)),
        "expiring": (
            format_lazy(_("expires within {days} days"), days=NOTICE),
            lambda day: Agreement.objects.expiring(day, timedelta(days=NOTICE)),
        ),
        "resting": (
            _("negotiated, without a step for a year"),
            lambda day: Agreement.objects.resting(day, day - A_YEAR),
        ),
        "text": (_("signed, without a text"), lambda day: Agreement.objects.without_text(day)),
    }


class AgreementForm(PartialDateForm):
    """Posted with its steps it is checked beside these, by their own form, and not beside what is stored."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.is_posted_with_steps = "steps-TOTAL_FORMS" in (self.data or {})
        self.instance.posted_form = self


class PartyFormSet(RowsFormSet):
    """The steps, whose forms come after, are checked beside the parties as they were posted."""

    def clean(self) -> None:
        super().clean()
        self.instance.posted_parties = [form.instance for form in self.kept()]


class AgreementStepFormSet(StepFormSet):
    def tell(self, refusal: OutOfOrder, kept: dict[int, Any]) -> None:
        if isinstance(refusal, Unfit) and refusal.field == "expires_on":
            self.instance.posted_form.add_error(refusal.field, refusal.messages)
        super().tell(refusal, kept)


class PartyInline(RegisterInline):
    model = Party
    formset = PartyFormSet
    fields = ("is_alliance", "partner", "signatory", "signatory_title", "order")
    autocomplete_fields = ("partner",)


class AgreementStepInline(PlacedStepInline):
    model = AgreementStep
    formset = AgreementStepFormSet


@admin.register(Agreement)
class AgreementAdmin(RegisterAdmin):
    resource_classes = [AgreementResource, PartyResource, AgreementStepResource]
    form = AgreementForm
    list_display = ("name", "kind", "stands_as", "concluded_as_known", "expires_on")
    list_filter = (
        AgreementWork,
        "status",
        "kind",
        "fields",
        ("parties__partner__kind", ChoicesDropdownFilter),
    )
    search_fields = (
        "name",
        "key",
        "topics",
        "parties__partner__name",
        "parties__partner__short_name",
        "parties__partner__aliases__name",
    )
    autocomplete_fields = ("predecessor", "text")
    readonly_fields = ("status",)
    inlines = (PartyInline, AgreementStepInline)
    actions = (
        "record_approach",
        "record_negotiation",
        "record_signature",
        "record_entry_into_force",
        "record_end",
        "record_decision",
    )
    fields = (
        ("key", "status"),
        ("kind", "title"),
        ("expires_on", "notice_days", "duration_months"),
        ("predecessor", "text"),
        ("fields", "topics"),
        "note",
        "source",
        "source_kind",
    )

    @display(  # type: ignore[untyped-decorator]
        description=_("status"),
        ordering="status",
        label=Colours(
            {
                "signed": "success",
                "in_force": "success",
                "taken": "success",
                "negotiating": "info",
                "ended": "danger",
            }
        ),
    )
    def stands_as(self, agreement: Agreement) -> tuple[str, str]:
        return agreement.status, agreement.status_label

    @admin.display(description=_("signed or taken"), ordering="concluded_on")
    def concluded_as_known(self, agreement: Agreement) -> str:
        return str(agreement.concluded or "")

    @admin.action(description=_("Record an approach"), permissions=["change"])
    def record_approach(self, request: HttpRequest, agreements: AgreementQuerySet) -> HttpResponse | None:
        return self.ask_first(request, agreements, Agreement.approach, PlaceForm)

    @admin.action(description=_("Record a negotiation"), permissions=["change"])
    def record_negotiation(self, request: HttpRequest, agreements: AgreementQuerySet) -> HttpResponse | None:
        return self.ask_first(request, agreements, Agreement.negotiate, PlaceForm)

    @admin.action(description=_("Record the signature"), permissions=["change"])
    def record_signature(self, request: HttpRequest, agreements: AgreementQuerySet) -> HttpResponse | None:
        return self.ask_first(request, agreements, Agreement.sign, PlaceForm)

    @admin.action(description=_("Record the entry into force"), permissions=["change"])
    def record_entry_into_force(self, request: HttpRequest, agreements: AgreementQuerySet) -> HttpResponse | None:
        return self.ask_first(request, agreements, Agreement.enter_into_force, PlaceForm)

    @admin.action(description=_("Record the end"), permissions=["change"])
    def record_end(self, request: HttpRequest, agreements: AgreementQuerySet) -> HttpResponse | None:
        return self.ask_first(request, agreements, Agreement.end, PlaceForm)

    @admin.action(description=_("Record that the decision is taken"), permissions=["change"])
    def record_decision(self, request: HttpRequest, agreements: AgreementQuerySet) -> HttpResponse | None:
        return self.ask_first(request, agreements, Agreement.take, PlaceForm)
