"""What every register's admin shares: the look, history with revert, import with preview, export of chosen columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.import_export.forms import ImportForm, SelectableFieldsExportForm
from unfold.sites import UnfoldAdminSite

from alliance.forms import PartialDateForm, PartialDateFormField
from alliance.ladder import Ladder, OutOfOrder


class PortalAdminSite(UnfoldAdminSite):
    """The secretariat's door. Everybody signs in at the same page; only staff come in here."""

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The theme's Alpine evaluates expressions and sets styles: allowed here and nowhere else."""
        policy = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
        return csp_update(policy)(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: target})}")


class RegisterAdmin(SimpleHistoryAdmin, ImportExportModelAdmin, ModelAdmin):
    """The admin of a register. What is not editable moves by its verbs alone, not by a revert either."""

    formats = [CSV, XLSX]
    import_form_class = ImportForm
    export_form_class = SelectableFieldsExportForm
    compressed_fields = True
    warn_unsaved_form = True
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    form = PartialDateForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        stored = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        if stored is not None:
            for field in obj._meta.concrete_fields:
                if not field.editable and not field.primary_key:
                    setattr(obj, field.attname, getattr(stored, field.attname))
        super().save_model(request, obj, form, change)

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        if isinstance(e, UnicodeDecodeError):
            words = _("This file is not in UTF-8. Save it as “CSV UTF-8” or as XLSX; no other encoding is read.")
            form.add_error("import_file", words)
        else:
            super().add_data_read_fail_error_to_form(form, e)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for step_form in formset.forms if isinstance(formset, StepFormSet) else []:
            if not step_form.instance.pk:
                step_form.instance.recorded_by = request.user
        super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if isinstance(form.instance, Ladder):
            form.instance.retrace(by=request.user)  # type: ignore[arg-type]


class RowsFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Rows entered at once are checked beside each other too, where their model has a rule for it."""

    def clean(self) -> None:
        super().clean()
        rows = [form for form in self.forms if is_kept(form)]
        if any(self.errors) or not hasattr(self.model, "refuse_beside"):
            return
        for number, form in enumerate(rows):
            for earlier in rows[:number]:
                try:
                    form.instance.refuse_beside(earlier.instance)
                except ValidationError as refusal:
                    form.add_error(None, refusal.messages)


def is_kept(form: Any) -> bool:
    is_empty = not form.instance.pk and not form.has_changed()
    return not is_empty and not getattr(form, "cleaned_data", {}).get("DELETE")


class RegisterInline(TabularInline):
    extra = 0
    formset: type[BaseInlineFormSet[Any, Any, Any]] = RowsFormSet
    tab = True
    form = PartialDateForm


class StepForm(PartialDateForm):
    when = PartialDateFormField()


class StepFormSet(BaseInlineFormSet[Any, Any, Any]):
    """The steps as they would stand; one that does not follow is told at its own row, before anything is saved."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = {id(form.instance): form for form in self.forms if is_kept(form)}
        try:
            self.instance.line([form.instance for form in kept.values()])
        except OutOfOrder as refusal:
            kept[id(refusal.step)].add_error("when", ValidationError(refusal.messages))


class StepInline(RegisterInline):
    """The dated steps of a ladder, to add to and to correct."""

    formset = StepFormSet
    form = StepForm
    fields = ("status", "when", "preferred", "documents", "source", "source_kind", "note")
    autocomplete_fields = ("documents",)


def take_step(
    request: HttpRequest,
    records: models.QuerySet[Any],
    verb: Callable[[Any], object],
    said: Callable[[int], str] | None = None,
) -> None:
    """Let each record take the step its verb names; what is refused is told by name, the rest is done."""
    done = 0
    for record in records:
        try:
            with transaction.atomic():
                verb(record)
            done += 1
        except ValidationError as refusal:
            messages.error(request, f"{record}: {' '.join(refusal.messages)}")
    if done:
        words = said(done) if said else ngettext("%(count)d record done.", "%(count)d records done.", done)
        messages.success(request, words % {"count": done})
    elif not records:
        messages.warning(request, _("Nothing was chosen."))
