"""How a register comes in, with a preview, and goes out, with chosen columns."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import Any, ClassVar

import tablib
from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX, TablibFormat
from import_export.forms import ConfirmImportForm
from unfold.contrib.import_export.forms import ImportForm, SelectableFieldsExportForm

from alliance import tables
from alliance.previews import PreviewFolder

BYTE_ORDER_MARK = "\ufeff"


class Unreadable(ValidationError):
    """A file that is no table of a register, in words."""


class SafeFormat(TablibFormat):
    """What a spreadsheet would run goes out behind an apostrophe, and comes in without it."""

    MOST_ROWS: ClassVar[int] = 1_000  # so that others wait no longer than they may to write to SQLite

    def create_dataset(self, in_stream: Any, **options: Any) -> Any:
        try:
            dataset = super().create_dataset(in_stream, **options)
        except StopIteration:
            raise Unreadable(_("This file is empty: its first row must name the columns.")) from None
        except Exception as error:  # whatever the parsers of CSV and XLSX make of it
            words = _("This file cannot be read. Check that it is a table in the format that you chose.")
            raise Unreadable(words) from error
        if dataset.headers and len(dataset) > self.MOST_ROWS:
            words = _("This file has %(rows)d rows: at most %(most)d are imported at once. Divide it.")
            raise Unreadable(words % {"rows": len(dataset), "most": self.MOST_ROWS})
        return each_cell(dataset, tables.as_it_was)

    def export_data(self, dataset: Any, **options: Any) -> Any:
        return super().export_data(each_cell(dataset, tables.cell), **options)


class SafeCSV(SafeFormat, CSV):
    """With a byte order mark, without which a spreadsheet takes UTF-8 for something else."""

    def create_dataset(self, in_stream: Any, **options: Any) -> Any:
        text = in_stream.removeprefix(BYTE_ORDER_MARK) if isinstance(in_stream, str) else in_stream
        return super().create_dataset(text, **options)

    def export_data(self, dataset: Any, **options: Any) -> Any:
        return BYTE_ORDER_MARK + super().export_data(dataset, **options)


class SafeXLSX(SafeFormat, XLSX):
    pass


def each_cell(dataset: Any, change: Callable[[Any], Any]) -> Any:
    return tablib.Dataset(*([change(value) for value in row] for row in dataset), headers=dataset.headers)


class RegisterImportForm(ImportForm):
    """A register is some thousands of rows: what is larger, or swells when it is opened, is not read."""

    MOST = 5 * 1024 * 1024
    TOO_LARGE: StrOrPromise = gettext_lazy("This file is too large: a register is read up to 5 MB.")

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        size = file.size
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as parts:
                size = max(size, sum(part.file_size for part in parts.infolist()) // 10)
        file.seek(0)
        if size > self.MOST:
            raise ValidationError(self.TOO_LARGE)
        return file


class RegisterConfirmForm(ConfirmImportForm):
    format = forms.TypedChoiceField(choices=[("0", "CSV"), ("1", "XLSX")], widget=forms.HiddenInput)


class ExchangeAdmin(ImportExportModelAdmin):
    formats = [SafeCSV, SafeXLSX]
    import_form_class = RegisterImportForm
    confirm_form_class = RegisterConfirmForm
    export_form_class = SelectableFieldsExportForm
    tmp_storage_class = PreviewFolder

    def get_export_resource_classes(self, request: HttpRequest) -> list[Any]:
        return self._allowed(request, "view")

    def get_import_resource_classes(self, request: HttpRequest) -> list[Any]:
        return self._allowed(request, "change")

    def _allowed(self, request: HttpRequest, act: str) -> list[Any]:
        """The registers beside this one are for whoever may see or change their rows."""
        models = [(resource, resource._meta.model._meta) for resource in self.get_resource_classes(request)]
        return [
            resource
            for resource, meta in models
            if request.user.has_perm(f"{meta.app_label}.{get_permission_codename(act, meta)}")
        ]

    def get_resource_index(self, form: Any) -> int:
        index = super().get_resource_index(form)
        if index < 0:
            raise Http404
        return int(index)

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: models.QuerySet[Any], export_form: Any = None
    ) -> HttpResponse:
        """A register beside this one goes out with its own rows: those of the records that the list shows."""
        resource = self.choose_export_resource_class(export_form, request)
        rows = resource.rows_of(queryset)
        response: HttpResponse = super()._do_file_export(file_format, request, rows, export_form=export_form)
        return response

    def export_action(self, request: HttpRequest) -> Any:
        """A filter that the list does not know is told there, as the list itself tells it."""
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            return redirect(f"{self.to_the_list().url}?{ERROR_FLAG}=1")  # type: ignore[attr-defined]

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        name = super().get_export_filename(request, queryset, file_format)
        return str(name).replace(self.model.__name__, queryset.model.__name__, 1)

    def choose_import_resource_class(self, form: Any, request: HttpRequest) -> Any:
        try:
            return super().choose_import_resource_class(form, request)
        except IndexError:
            raise Http404 from None

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        words = _("This file is not in UTF-8. Save it as “CSV UTF-8” or as XLSX; no other encoding is read.")
        form.add_error("import_file", e if isinstance(e, Unreadable) else words)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().process_import(request, **kwargs)
        except (OSError, UnicodeDecodeError):
            messages.error(request, _("This file was imported already, or is gone: choose it again."))
            return self.to_the_list()
        except Unreadable as refusal:
            messages.error(request, refusal.messages[0])
            return self.to_the_list()
        return response

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """What the preview found right may no longer be so when it is confirmed."""
        if not result.has_errors() and not result.has_validation_errors():
            response: HttpResponse = super().process_result(result, request)
            return response
        refused = [(number, str(error.error)) for number, errors in result.row_errors() for error in errors]
        refused += [(row.number, " ".join(row.error.messages)) for row in result.invalid_rows]
        told = [str(error.error) for error in result.base_errors]
        told += [_("Row %(row)d: %(words)s") % {"row": row, "words": words} for row, words in sorted(refused)]
        messages.error(request, " ".join([_("Nothing was imported."), *told[:5]]))
        return self.to_the_list()

    def to_the_list(self) -> HttpResponse:
        return redirect("admin:{}_{}_changelist".format(*self.get_model_info()))
