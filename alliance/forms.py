"""Partial dates in forms: one box each, whatever columns keep them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from alliance.dates import PartialDate, PartialDateColumns, partial_dates


class PartialDateFormField(forms.CharField):
    default_error_messages = {
        "required": gettext_lazy("Write the date as far as it is known: a day, a month or a year.")
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("2008-01-15, 2008-01 or 2008; ../2006-11 for “by November 2006”."))
        super().__init__(max_length=13, **options)

    def prepare_value(self, value: Any) -> Any:
        return value.iso if isinstance(value, PartialDate) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return PartialDate.parse(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class PartialDateForm(forms.ModelForm[Any]):
    """A form of a record with partial dates: each is one box, and the model's own checks see all its columns."""

    @classmethod
    def _partial_dates(cls) -> dict[str, PartialDateColumns]:
        return {name: dates for name, dates in partial_dates(cls._meta.model) if name in cls.base_fields}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self._partial_dates():
            self.initial.setdefault(name, getattr(self.instance, name))

    def _post_clean(self) -> None:
        for name in self._partial_dates():
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()  # type: ignore[misc]

    def _get_validation_exclusions(self) -> set[str]:
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {c for name, d in self._partial_dates().items() if name not in self.errors for c in d.columns}

    def add_error(self, field: str | None, error: Any) -> None:
        """What the model says of a column is said at the box."""
        boxes = {c: name for name, dates in self._partial_dates().items() for c in dates.columns}
        if isinstance(error, ValidationError) and hasattr(error, "error_dict"):
            for column in boxes.keys() & error.error_dict.keys():
                error.error_dict.setdefault(boxes[column], []).extend(error.error_dict.pop(column))
        super().add_error(field, error)
