from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from alliance.admin import Colours, QuestionFilter, RegisterInline, WorkFilter
from plans.admin.review import ReviewAdmin
from plans.admin.told import ReadAlone, ToldAdmin
from plans.models import PlanDraft, Receipt
from plans.resources import PlanDraftResource, ReceiptResource


def to_review(receipt: int, words: str) -> str:
    address = reverse("admin:plans_receipt_review", args=[receipt])
    return format_html('<a class="to-read" href="{}">{}</a>', address, words)


class DraftWork(WorkFilter):
    QUESTIONS = {
        "review": (gettext_lazy("to review"), lambda day: PlanDraft.objects.to_review()),
        "resting": (
            gettext_lazy("returned, untouched for 30 days"),
            lambda day: PlanDraft.objects.resting(day),
        ),
    }


class ReceiptInline(ReadAlone, RegisterInline):
    model = Receipt
    fields = readonly_fields = ("quoted", "submitted_at", "submitted_by", "recalled_at", "opened_at", "answered_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.defer("content").select_related("submitted_by__person")

    @admin.display(description=gettext_lazy("number"))
    def quoted(self, receipt: Receipt) -> str:
        return to_review(receipt.pk, receipt.number)


@admin.register(PlanDraft)
class PlanDraftAdmin(ToldAdmin):
    """That a plan is in work, and how far; what is being written is the member's alone until it is submitted."""

    resource_classes = [PlanDraftResource]
    list_display = ("member", "of_what", "stands_as", "saved_at", "begun_at", "submission")
    list_filter = (DraftWork, ("status", ChoicesDropdownFilter), "member__kind", "member__country__region")
    list_select_related = ("member", "strategy")
    search_fields = ("member__name", "strategy__name")
    date_hierarchy = "begun_at"
    inlines = (ReceiptInline,)
    view_on_site = False  # its page is the member's own
    fields = (("member", "of_what", "status"), ("begun_by", "begun_at", "saved_at"), "submission")
    readonly_fields = ("of_what", "status", "begun_by", "begun_at", "saved_at", "submission")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlanDraft]:
        newest = Receipt.objects.standing().filter(draft=OuterRef("pk")).order_by("-pk")
        drafts: QuerySet[PlanDraft] = super().get_queryset(request)
        return drafts.annotate(last_saved_at=Max("parts__saved_at"), receipt=Subquery(newest.values("pk")[:1]))

    @admin.display(description=gettext_lazy("of what"), ordering="edition")
    def of_what(self, draft: PlanDraft) -> str:
        if draft.strategy:
            return _("its part in: %(strategy)s") % {"strategy": draft.strategy.name}
        return _("plan, edition %(edition)d") % {"edition": draft.edition or 1}

    @display(  # type: ignore[untyped-decorator]
        description=gettext_lazy("status"),
        ordering="status",
        label=Colours({"submitted": "warning", "in_review": "warning", "returned": "info", "published": "success"}),
    )
    def stands_as(self, draft: PlanDraft) -> tuple[str, str]:
        return draft.status, draft.get_status_display()

    @admin.display(description=gettext_lazy("last saved"), ordering="last_saved_at")
    def saved_at(self, draft: Any) -> Any:
        return date_format(timezone.localtime(draft.last_saved_at), "DATETIME_FORMAT") if draft.last_saved_at else ""

    @admin.display(description=gettext_lazy("submission"))
    def submission(self, draft: Any) -> str:
        if draft.receipt is None:
            return ""
        words = {"submitted": _("Open it for review"), "in_review": _("Go on with the review")}
        return to_review(draft.receipt, words.get(draft.status, _("Read the latest")))


class AnswerFilter(QuestionFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"
    QUESTIONS = {
        "unread": (
            gettext_lazy("not opened yet"),
            lambda day: Receipt.objects.unopened(),
        ),
        "read": (
            gettext_lazy("in review"),
            lambda day: Receipt.objects.in_review(),
        ),
        "answered": (gettext_lazy("answered"), lambda day: Receipt.objects.exclude(answered_at=None)),
        "recalled": (gettext_lazy("recalled"), lambda day: Receipt.objects.exclude(recalled_at=None)),
    }


@admin.register(Receipt)
class ReceiptAdmin(ReviewAdmin, ToldAdmin):
    """What was submitted, and what became of it; it is read on the page of its review."""

    resource_classes = [ReceiptResource]
    list_display = ("quoted", "member", "submitted_at", "submitted_by", "opened_at", "answered_at", "page")
    list_filter = (AnswerFilter, "draft__member__kind")
    list_select_related = ("draft__member", "submitted_by__person")
    search_fields = ("=pk", "draft__member__name")
    search_help_text = gettext_lazy("Member, or the last digits of the number")
    date_hierarchy = "submitted_at"
    fields = (
        ("quoted", "draft"),
        ("submitted_at", "submitted_by", "recalled_at"),
        ("opened_at", "opened_by"),
        ("answered_at", "answered_by"),
        "answer",
        "page",
    )
    readonly_fields = (
        *("quoted", "submitted_at", "submitted_by", "recalled_at", "opened_at", "opened_by", "answered_at"),
        *("answered_by", "answer", "page"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Receipt]:
        receipts: QuerySet[Receipt] = super().get_queryset(request)
        return receipts.defer("content")

    @admin.display(description=gettext_lazy("number"), ordering="pk")
    def quoted(self, receipt: Receipt) -> str:
        return receipt.number

    @admin.display(description=gettext_lazy("member"), ordering="draft__member__name")
    def member(self, receipt: Receipt) -> str:
        return receipt.draft.member.name

    @admin.display(description=gettext_lazy("its page"))
    def page(self, receipt: Receipt) -> str:
        return to_review(receipt.pk, _("Review"))
