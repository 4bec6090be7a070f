"""What an act on an issue asks for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from outreach.drafting import month_of
from outreach.models import Newsletter
from outreach.models.languages import CHOICES


class MonthForm(forms.Form):
    month = forms.CharField(
        label=gettext_lazy("Month"),
        max_length=20,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "month"}),
        help_text=gettext_lazy("Such as 2009-04."),
    )

    def clean_month(self) -> date:
        return month_of(self.cleaned_data["month"])


class ReasonForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=100,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("It stands in the history."),
    )


class LanguageForm(forms.Form):
    """The languages that the issue is not written in yet."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, newsletter: Newsletter, **options: Any) -> None:
        super().__init__(*args, **options)
        written = {edition.language for edition in newsletter.editions.all()}
        choices = [(code, name) for code, name in CHOICES if code not in written]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class AudienceForm(forms.Form):
    to_focal_points = forms.BooleanField(
        label=gettext_lazy("To focal points, as a notice of office"), required=False, widget=UnfoldBooleanWidget
    )
    to_subscribers = forms.BooleanField(
        label=gettext_lazy("To subscribers, of the topics that each has chosen"),
        required=False,
        widget=UnfoldBooleanWidget,
    )


class Moment(forms.DateTimeField):
    widget = forms.DateTimeInput

    def __init__(self, label: Any) -> None:
        box = UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"})
        super().__init__(label=label, widget=box)

    def prepare_value(self, value: Any) -> Any:
        """As the box of a browser has it."""
        value = super().prepare_value(value)
        return value.strftime("%Y-%m-%dT%H:%M") if hasattr(value, "strftime") else value


class WindowForm(forms.Form):
    opens_at = Moment(gettext_lazy("It goes out from"))
    closes_at = Moment(gettext_lazy("And not after"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = _("In the portal’s time zone, %(zone)s, where it is now %(now)s.")
        told = {"zone": timezone.get_current_timezone_name(), "now": f"{timezone.localtime():%H:%M}"}
        self.fields["opens_at"].help_text = words % told
        self.fields["closes_at"].help_text = _("What has not begun by then is not sent late: you decide again.")
