"""What the lists of records on a ladder have in common: they are read as they stood on a day."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.ladder import LadderQuerySet
from alliance.rest import DAY, RegisterFilter, UpdatedSince
from members.models import FieldOfAction
from members.models.field_of_action import ThemedQuerySet

YES_NO = [("yes", _("yes")), ("no", _("no"))]


class StandingFilter(RegisterFilter):
    """All filters but `on` read the record of that day, today's if none is named."""

    on = django_filters.DateFilter(method="as_it_stands", label=_("On the day"), widget=DAY)
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.request.user.is_staff:
            self.filters["status"].field.choices = self._meta.model.Status.choices

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        records: LadderQuerySet[Any] = queryset  # type: ignore[assignment]
        found: QuerySet[Any] = super().filter_queryset(records.as_of(self.day, user=self.request.user))
        return found

    @property
    def day(self) -> Any:
        return self.form.cleaned_data.get("on") or timezone.localdate()

    def as_it_stands(self, records: QuerySet[Any], name: str, day: Any) -> QuerySet[Any]:
        return records


class ThemedFilter(StandingFilter):
    """For records that cover some of the four fields."""

    field = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=FieldOfAction.Key.choices, method="of_field", label=_("Field of action")
    )

    def of_field(self, records: ThemedQuerySet[Any], name: str, field: str) -> ThemedQuerySet[Any]:
        return records.of_fields(field)
