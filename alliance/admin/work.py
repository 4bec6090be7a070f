"""Filters by questions that the register itself answers, such as what is to do in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Question = tuple[Promise, Callable[[date], QuerySet[Any]]]


class QuestionFilter(admin.SimpleListFilter):
    """Of each question its words, and the rows that answer it on a day."""

    QUESTIONS: ClassVar[Mapping[str, Question]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(key, words) for key, (words, _rows) in self.QUESTIONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in self.QUESTIONS:
            return queryset
        _words, rows = self.QUESTIONS[self.value() or ""]
        return queryset.filter(pk__in=rows(timezone.localdate()).order_by().values("pk"))


class WorkFilter(QuestionFilter):
    """What there is to do: `attention` opens its rows by it."""

    title = _("to do")
    parameter_name = "work"
