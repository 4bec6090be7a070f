"""The boxes of the secretariat's forms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from alliance.forms import PartialDateForm, PartialDateFormField

FEW_LINES: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 2})}
}


class Colours(dict[str, str]):
    """Of the badges of a list. A word that has none is told in words all the same, on grey."""

    def __missing__(self, key: str) -> str:
        return ""


class PartialDateBox(PartialDateFormField):
    widget = UnfoldAdminTextInputWidget


class StepForm(PartialDateForm):
    when = PartialDateBox()


class OfRows:
    """A box of other rows, drawn again after a hand-written value that is no row's number."""

    def optgroups(self, name: str, value: list[Any], attrs: Any = None) -> Any:
        numbers = [key for key in value if not key or str(key).isdecimal()]
        return super().optgroups(name, numbers, attrs)  # type: ignore[misc]


@cache
def of_rows(widget: type[Any]) -> type[Any]:
    return type(widget.__name__, (OfRows, widget), {})


class Boxes:
    """Nothing is chosen by accident: where a model has no default, a list of choices begins with a blank one."""

    formfield_overrides = FEW_LINES

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        is_blank = db_field.blank or not db_field.has_default()
        choices = db_field.get_choices(include_blank=is_blank, blank_choice=[("", _("Select value"))])
        return super().formfield_for_choice_field(db_field, request, **{"choices": choices, **options})  # type: ignore[misc]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return self._of_rows(super().formfield_for_foreignkey(db_field, request, **options))  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        return self._of_rows(super().formfield_for_manytomany(db_field, request, **options))  # type: ignore[misc]

    @staticmethod
    def _of_rows(box: Any) -> Any:
        if box is not None:
            box.widget.__class__ = of_rows(type(box.widget))  # type: ignore[arg-type]
        return box
