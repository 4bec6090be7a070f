"""What every register's admin shares: the look, history with revert, import with preview, export of chosen columns."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import tablib
from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX, TablibFormat
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.contrib.import_export.forms import ImportForm, SelectableFieldsExportForm
from unfold.sites import UnfoldAdminSite
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from alliance import tables
from alliance.forms import PartialDateForm, PartialDateFormField
from alliance.ladder import Ladder, OutOfOrder

FEW_LINES: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 2})}
}


class PortalAdminSite(UnfoldAdminSite):
    """The secretariat's door. Everybody signs in at the same page; only staff come in here."""

    index_title = gettext_lazy("What needs attention")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The theme's Alpine evaluates expressions and sets styles: allowed here and nowhere else."""
        policy = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}
        return csp_update(policy)(super().admin_view(view, cacheable))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only admins in the look of the portal: what a library registers by itself is left out."""
        if admin_class and issubclass(admin_class, ModelAdmin):
            super().register(model_or_iterable, admin_class, **options)

    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: target})}")


class SafeFormat(TablibFormat):
    """What a spreadsheet would run goes out behind an apostrophe, and comes in without it."""

    def create_dataset(self, in_stream: Any, **options: Any) -> Any:
        return each_cell(super().create_dataset(in_stream, **options), tables.as_it_was)

    def export_data(self, dataset: Any, **options: Any) -> Any:
        return super().export_data(each_cell(dataset, tables.cell), **options)


class SafeCSV(SafeFormat, CSV):
    pass


class SafeXLSX(SafeFormat, XLSX):
    pass


def each_cell(dataset: Any, change: Callable[[Any], Any]) -> Any:
    return tablib.Dataset(*([change(value) for value in row] for row in dataset), headers=dataset.headers)


class RegisterImportForm(ImportForm):
    """A register is some thousands of rows: what is larger, or swells when it is opened, is not read."""

    MOST = 5 * 1024 * 1024

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        size = file.size
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as parts:
                size = max(size, sum(part.file_size for part in parts.infolist()) // 10)
        file.seek(0)
        if size > self.MOST:
            raise ValidationError(_("This file is too large: a register is read up to 5 MB."))
        return file


class RegisterAdmin(SimpleHistoryAdmin, ImportExportModelAdmin, ModelAdmin):
    """The admin of a register. What is not editable moves by its verbs alone, not by a revert either."""

    formats = [SafeCSV, SafeXLSX]
    import_form_class = RegisterImportForm
    export_form_class = SelectableFieldsExportForm
    compressed_fields = True
    warn_unsaved_form = True
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    save_on_top = False
    form = PartialDateForm
    formfield_overrides = FEW_LINES

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        stored = type(obj)._default_manager.filter(pk=obj.pk).first() if change else None
        if stored is not None:
            for field in obj._meta.concrete_fields:
                if not field.editable and not field.primary_key:
                    setattr(obj, field.attname, getattr(stored, field.attname))
        super().save_model(request, obj, form, change)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """To see a version is for whoever sees the record; to bring it back is a change."""
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            return super().history_form_view(request, object_id, version_id, extra_context)

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        if isinstance(e, UnicodeDecodeError):
            words = _("This file is not in UTF-8. Save it as “CSV UTF-8” or as XLSX; no other encoding is read.")
            form.add_error("import_file", words)
        else:
            super().add_data_read_fail_error_to_form(form, e)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, _("This file was imported already, or is gone: choose it again."))
            return self.to_the_list()
        return response

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """What the preview found right may no longer be so when it is confirmed."""
        if not result.has_errors() and not result.has_validation_errors():
            response: HttpResponse = super().process_result(result, request)
            return response
        refused = [(number, str(error.error)) for number, errors in result.row_errors() for error in errors]
        refused += [(row.number, " ".join(row.error.messages)) for row in result.invalid_rows]
        told = [_("Row %(row)d: %(words)s") % {"row": row, "words": words} for row, words in sorted(refused)]
        messages.error(request, " ".join([_("Nothing was imported."), *told[:5]]))
        return self.to_the_list()

    def to_the_list(self) -> HttpResponse:
        return redirect("admin:{}_{}_changelist".format(*self.get_model_info()))

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
    formfield_overrides = FEW_LINES
    formset: type[BaseInlineFormSet[Any, Any, Any]] = RowsFormSet
    tab = True
    form = PartialDateForm


class PartialDateBox(PartialDateFormField):
    widget = UnfoldAdminTextInputWidget


class StepForm(PartialDateForm):
    when = PartialDateBox()


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


class StepInline(StackedInline):
    """The dated steps of a ladder, to add to and to correct."""

    extra = 0
    tab = True
    formset = StepFormSet
    form = StepForm
    fields = (("status", "when", "preferred"), "documents", ("source", "source_kind"), "note")
    autocomplete_fields = ("documents",)
    formfield_overrides = FEW_LINES


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
