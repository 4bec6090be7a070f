"""The boxes of the secretariat's forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from alliance.forms import PartialDateForm, PartialDateFormField

FEW_LINES: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 2})}
}


class PartialDateBox(PartialDateFormField):
    widget = UnfoldAdminTextInputWidget


class StepForm(PartialDateForm):
    when = PartialDateBox()


class Boxes:
    """Nothing is chosen by accident: where a model has no default, a list of choices begins with a blank one."""

    formfield_overrides = FEW_LINES

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        is_blank = db_field.blank or not db_field.has_default()
        choices = db_field.get_choices(include_blank=is_blank, blank_choice=[("", _("Select value"))])
        return super().formfield_for_choice_field(db_field, request, **{"choices": choices, **options})  # type: ignore[misc]
