from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from alliance.forms import PartialDateFormField

FOUNDED = date(2005, 1, 1)  # R1 ¶1: established in 2005


class PeriodForm(forms.Form):
    """From and to, as far as known; without them the whole life of the Alliance."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        hint = _("A year, a month or a day: 2008, 2008-05, 2008-05-01")
        self.fields["from"] = PartialDateFormField(label=_("From"), required=False, help_text=hint)
        self.fields["to"] = PartialDateFormField(label=_("To"), required=False, help_text=hint)

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        first = start.first if start else FOUNDED
        last = end.last if end else timezone.localdate()
        if first < FOUNDED:
            self.add_error("from", _("Counting begins in 2005, the year in which the Alliance was established."))
        if last.year > timezone.localdate().year:
            self.add_error("to", _("Nothing can be counted beyond this year."))
        if last < first and not self.errors:
            raise ValidationError({"to": _("The period ends before it starts.")})
        self.cleaned_data["period"] = Period(first, last)
        return self.cleaned_data

    @property
    def period(self) -> Period:
        """What was asked, or the whole if what was asked cannot be read."""
        return self.cleaned_data["period"] if self.is_valid() else Period(FOUNDED, timezone.localdate())
