from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.admin import WorkFilter
from mailroom.models import Letter, Message


class ToDecideFilter(WorkFilter):
    QUESTIONS = {
        "stuck": (_("waiting too long"), lambda day: Message.objects.stuck(timezone.now())),
        "in_doubt": (_("in doubt"), lambda day: Message.objects.in_doubt()),
        "failed": (_("failed, nobody decided"), lambda day: Message.objects.failed().undecided()),
    }


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"
    column = "letter__kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = Letter.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return [(kind, Letter(kind=kind).kind_in_words) for kind in kinds]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.column: self.value()}) if self.value() else queryset


class ClassFilter(admin.SimpleListFilter):
    title = _("class")
    parameter_name = "class"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("notice", _("notice of office")), ("subscription", _("subscription"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(is_subscription=self.value() == "subscription") if self.value() else queryset


class LetterKindFilter(KindFilter):
    column = "kind"
