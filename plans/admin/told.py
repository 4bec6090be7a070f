"""What the registers of this part share: staff read in them what members tell, and act on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget

from alliance.admin import RegisterAdmin


class ReadAlone:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ToldAdmin(ReadAlone, RegisterAdmin):
    """Whoever may change the register acts in its list; what one record says nobody here rewrites."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and bool(super().has_change_permission(request))

    def history_form_view(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        """Versions are read as well, and none is brought back."""
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, *args, **options)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False


class ReasonForm(forms.Form):
    note = forms.CharField(
        label=_("Reason"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("The focal point reads it."),
    )
