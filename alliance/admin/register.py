from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from unfold.admin import ModelAdmin

from alliance.admin.acts import ActsAdmin
from alliance.admin.boxes import Boxes
from alliance.admin.exchange import ExchangeAdmin
from alliance.admin.history import HistoryAdmin
from alliance.admin.rows import StepFormSet
from alliance.forms import PartialDateForm
from alliance.ladder import Ladder


class RegisterAdmin(ActsAdmin, HistoryAdmin, ExchangeAdmin, Boxes, ModelAdmin):
    """The admin of a register."""

    compressed_fields = False  # beside their labels two boxes in a row are too narrow
    warn_unsaved_form = True
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    form = PartialDateForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Where nothing differs from what is stored, nothing is saved: no moment moves and no history is written."""
        stored = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        if change:
            keep_what_verbs_move(obj, stored)
        if stored is None or differs(obj, stored):
            super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for step_form in formset.forms if isinstance(formset, StepFormSet) else []:
            if not step_form.instance.pk:
                step_form.instance.recorded_by = request.user
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        steps = [formset for formset in formsets if isinstance(formset, StepFormSet)]
        if isinstance(form.instance, Ladder) and any(formset.has_changed() for formset in steps):
            form.instance.retrace(by=request.user)  # type: ignore[arg-type]


def keep_what_verbs_move(record: Any, stored: Any) -> None:
    """A revert does not move it either; a record that was gone comes back without a status, for its steps are gone."""
    for field in record._meta.concrete_fields:
        if not field.editable and not field.primary_key:
            if stored is not None:
                setattr(record, field.attname, getattr(stored, field.attname))
            elif field.name in {"status", "public_status"}:
                setattr(record, field.name, field.get_default())


def differs(record: Any, stored: Any) -> bool:
    names = [field.attname for field in record._meta.concrete_fields if not getattr(field, "auto_now", False)]
    return any(getattr(record, name) != getattr(stored, name) for name in names)
