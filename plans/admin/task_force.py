from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.admin import DayForm, NoteForm, QuestionFilter
from plans.admin.told import ToldAdmin
from plans.models import Practice, TaskForceSeat
from plans.resources import PracticeResource, TaskForceSeatResource


class SeatedFilter(QuestionFilter):
    title = _("today")
    parameter_name = "today"
    QUESTIONS = {"seated": (_("in the task force"), lambda day: TaskForceSeat.objects.seated(day))}


@admin.register(TaskForceSeat)
class TaskForceSeatAdmin(ToldAdmin):
    """Voluntary: a focal point takes a seat itself."""

    resource_classes = [TaskForceSeatResource]
    list_display = ("person", "member", "offers", "since", "until", "is_seated")
    list_filter = (SeatedFilter, "focal_point__member__kind")
    list_select_related = ("focal_point__person", "focal_point__member")
    search_fields = ("focal_point__person__name", "focal_point__member__name", "offers")
    date_hierarchy = "since"
    fields = ("focal_point", "offers", ("since", "until"))
    actions = ("end_seat",)

    @admin.display(description=_("person"), ordering="focal_point__person__name")
    def person(self, seat: TaskForceSeat) -> str:
        return seat.focal_point.person.name

    @admin.display(description=_("member"), ordering="focal_point__member__name")
    def member(self, seat: TaskForceSeat) -> str:
        return seat.focal_point.member.name

    @admin.display(description=_("in the task force"), boolean=True)
    def is_seated(self, seat: TaskForceSeat) -> bool:
        today = timezone.localdate()
        return seat.is_current(today) and seat.focal_point.is_current(today)

    @admin.action(description=_("End the seat"), permissions=["change"])
    def end_seat(self, request: HttpRequest, seats: QuerySet[TaskForceSeat]) -> HttpResponse | None:
        return self.ask_first(request, seats, TaskForceSeat.end, DayForm)


class SharedFilter(QuestionFilter):
    title = _("standing")
    parameter_name = "standing"
    QUESTIONS = {
        "shared": (_("shared"), lambda day: Practice.objects.shared()),
        "withdrawn": (_("withdrawn"), lambda day: Practice.objects.exclude(withdrawn_at=None)),
    }


@admin.register(Practice)
class PracticeAdmin(ToldAdmin):
    """Under the name of its author, whose words staff do not change."""

    resource_classes = [PracticeResource]
    list_display = ("title", "author", "shared_at", "withdrawn_at")
    list_filter = (SharedFilter, "fields")
    list_select_related = ("author__person", "author__member")
    search_fields = ("title", "text", "author__person__name", "author__member__name")
    date_hierarchy = "shared_at"
    fields = ("title", "author", "text", "fields", "measure", ("shared_at", "withdrawn_at"))
    readonly_fields = ("shared_at", "withdrawn_at")
    actions = ("withdraw",)

    @admin.action(description=_("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, practices: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, practices, Practice.withdraw, NoteForm)
