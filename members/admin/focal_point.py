from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.admin import DayForm, RegisterAdmin, take_step
from members.models import FocalPoint
from members.resources import FocalPointResource


class EndingFilter(admin.SimpleListFilter):
    title = _("end")
    parameter_name = "ending"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("quarter", _("within 90 days"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "quarter":
            ending = FocalPoint.objects.real().ending(timezone.localdate(), FocalPoint.NOTICE)
            return queryset.filter(pk__in=ending.values("pk"))
        return queryset


@admin.register(FocalPoint)
class FocalPointAdmin(RegisterAdmin):
    resource_classes = [FocalPointResource]
    list_display = ("person", "member", "role", "since", "until", "is_demonstration")
    list_filter = ("role", EndingFilter, "person__is_demonstration")
    list_select_related = ("person", "member")
    search_fields = ("person__name", "member__name", "ministry")
    autocomplete_fields = ("person", "member", "letter")
    date_hierarchy = "since"
    actions = ("invite", "end_appointment")

    @admin.display(description=_("demonstration"), boolean=True)
    def is_demonstration(self, focal_point: FocalPoint) -> bool:
        return focal_point.person.is_demonstration

    @admin.action(description=_("Invite to the portal"), permissions=["change"])
    def invite(self, request: HttpRequest, focal_points: QuerySet[FocalPoint]) -> None:
        take_step(request, focal_points, lambda focal_point: focal_point.invite(by=request.user))

    @admin.action(description=_("End the appointment"), permissions=["change"])
    def end_appointment(self, request: HttpRequest, focal_points: QuerySet[FocalPoint]) -> HttpResponse | None:
        return self.ask_first(request, focal_points, FocalPoint.end, DayForm)
