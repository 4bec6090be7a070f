from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliance.admin import DayForm, QuestionFilter, RegisterAdmin, take_step
from alliance.dates import spoken
from members.models import FocalPoint
from members.resources import FocalPointResource


class EndingFilter(admin.SimpleListFilter):
    title = _("end")
    parameter_name = "ending"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("quarter", _("within 90 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "quarter":
            ending = FocalPoint.objects.real().representatives().ending(timezone.localdate(), FocalPoint.NOTICE)
            return queryset.filter(pk__in=ending.values("pk"))
        return queryset


class ConfirmationFilter(QuestionFilter):
    title = _("contact data")
    parameter_name = "contact_data"
    QUESTIONS = {"unconfirmed": (_("not confirmed"), lambda day: FocalPoint.objects.unconfirmed(day))}


@admin.register(FocalPoint)
class FocalPointAdmin(RegisterAdmin):
    resource_classes = [FocalPointResource]
    list_display = ("person", "member", "role", "is_empowered", "since", "until", "is_confirmed", "is_demonstration")
    list_filter = ("role", "is_empowered", EndingFilter, ConfirmationFilter, "person__is_demonstration")
    list_select_related = ("person", "member")
    search_fields = ("person__name", "member__name", "ministry")
    autocomplete_fields = ("person", "member", "letter")
    date_hierarchy = "since"
    actions = ("invite", "end_appointment")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FocalPoint]:
        focal_points: Any = super().get_queryset(request)
        rows: QuerySet[FocalPoint] = focal_points.told_unconfirmed(timezone.localdate())
        return rows

    @admin.display(description=_("contact data confirmed"), ordering="person__confirmed_on")
    def is_confirmed(self, focal_point: Any) -> str:
        if focal_point.is_unconfirmed:
            return gettext("not confirmed")
        day = focal_point.person.confirmed_on
        return spoken(day) if day else ""

    @admin.display(description=_("demonstration"), boolean=True)
    def is_demonstration(self, focal_point: FocalPoint) -> bool:
        return focal_point.person.is_demonstration

    @admin.action(description=_("Invite to the portal"), permissions=["change"])
    def invite(self, request: HttpRequest, focal_points: QuerySet[FocalPoint]) -> None:
        take_step(request, focal_points, lambda focal_point: focal_point.invite(by=request.user))

    @admin.action(description=_("End the appointment"), permissions=["change"])
    def end_appointment(self, request: HttpRequest, focal_points: QuerySet[FocalPoint]) -> HttpResponse | None:
        return self.ask_first(request, focal_points, FocalPoint.end, DayForm)
