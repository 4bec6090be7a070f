from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from alliance.admin import Colours, PartialDateBox, RegisterAdmin, StepFormSet, StepInline, WorkFilter
from alliance.forms import PartialDateForm
from alliance.ladder import OutOfOrder, Unfit
from forums.models import Forum, ForumStep, Session
from forums.models.forum import ForumQuerySet
from forums.resources import ForumResource, ForumStepResource, SessionResource


class ForumWork(WorkFilter):
    QUESTIONS = {
        "over": (_("over, not recorded as held"), lambda day: Forum.objects.unclosed(day)),
        "outcome": (_("outcome without a text"), lambda day: Forum.objects.without_outcome_text()),
        "upcoming": (_("still to come"), lambda day: Forum.objects.upcoming(day)),
    }


class ForumForm(PartialDateForm):
    """Posted with its steps it is checked beside these, by their own form, and not beside what is stored."""

    starts = PartialDateBox(required=False, label=_("First day"))
    ends = PartialDateBox(required=False, label=_("Last day"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.is_posted_with_steps = "steps-TOTAL_FORMS" in (self.data or {})
        self.instance.posted_form = self


class ForumStepFormSet(StepFormSet):
    def tell(self, refusal: OutOfOrder, kept: dict[int, Any]) -> None:
        if isinstance(refusal, Unfit):
            self.instance.posted_form.add_error(None, ValidationError({refusal.field: refusal.messages}))
        super().tell(refusal, kept)


class ForumStepInline(StepInline):
    model = ForumStep
    formset = ForumStepFormSet


@admin.register(Forum)
class ForumAdmin(RegisterAdmin):
    form = ForumForm
    resource_classes = [ForumResource, ForumStepResource]
    list_display = ("ordinal", "name", "city", "days_as_known", "host_name", "stands_as")
    list_display_links = ("ordinal", "name")
    list_filter = (ForumWork, "status", ("country__region", ChoicesDropdownFilter))
    search_fields = ("name", "city", "theme", "host_name", "country__name")
    autocomplete_fields = ("country", "host", "outcome_document")
    readonly_fields = ("status",)
    inlines = (ForumStepInline,)
    actions = ("record_plan", "record_confirmation", "record_postponement", "record_as_held", "record_cancellation")
    fields = (
        ("ordinal", "status"),
        "name",
        ("city", "country", "time_zone"),
        ("host", "host_name"),
        ("starts", "ends"),
        "theme",
        "issues",
        ("outcome", "outcome_document"),
        "note",
        "source",
        "source_kind",
    )

    @admin.display(description=_("days"), ordering="starts_on")
    def days_as_known(self, forum: Forum) -> str:
        return forum.days

    @display(  # type: ignore[untyped-decorator]
        description=_("status"),
        ordering="status",
        label=Colours({"held": "success", "confirmed": "info", "postponed": "warning", "cancelled": "danger"}),
    )
    def stands_as(self, forum: Forum) -> tuple[str, str]:
        return forum.status, forum.status_label

    @admin.action(description=_("Record that it is planned"), permissions=["change"])
    def record_plan(self, request: HttpRequest, forums: ForumQuerySet) -> HttpResponse | None:
        return self.ask_first(request, forums, Forum.plan)

    @admin.action(description=_("Record the confirmation"), permissions=["change"])
    def record_confirmation(self, request: HttpRequest, forums: ForumQuerySet) -> HttpResponse | None:
        return self.ask_first(request, forums, Forum.confirm)

    @admin.action(description=_("Record that it is postponed"), permissions=["change"])
    def record_postponement(self, request: HttpRequest, forums: ForumQuerySet) -> HttpResponse | None:
        return self.ask_first(request, forums, Forum.postpone)

    @admin.action(description=_("Record that it was held"), permissions=["change"])
    def record_as_held(self, request: HttpRequest, forums: ForumQuerySet) -> HttpResponse | None:
        return self.ask_first(request, forums, Forum.hold)

    @admin.action(description=_("Record the cancellation"), permissions=["change"])
    def record_cancellation(self, request: HttpRequest, forums: ForumQuerySet) -> HttpResponse | None:
        return self.ask_first(request, forums, Forum.cancel)


class SessionForm(PartialDateForm):
    held = PartialDateBox(required=False, label=_("Held on"))


@admin.register(Session)
class SessionAdmin(RegisterAdmin):
    form = SessionForm
    resource_classes = [SessionResource]
    list_display = ("heading", "forum", "kind", "count", "held_as_known")
    list_filter = (("forum", admin.RelatedOnlyFieldListFilter), ("kind", ChoicesDropdownFilter))
    list_select_related = ("forum",)
    search_fields = ("title", "topic", "key", "forum__city")
    autocomplete_fields = ("forum",)
    fields = (
        ("forum", "kind"),
        "key",
        "title",
        "topic",
        ("ordinal", "count"),
        ("held", "restricted_to"),
        "note",
        "source",
        "source_kind",
    )

    @admin.display(description=_("session"), ordering="title")
    def heading(self, session: Session) -> str:
        return session.heading

    @admin.display(description=_("held on"), ordering="held_on")
    def held_as_known(self, session: Session) -> str:
        return str(session.held or "")
