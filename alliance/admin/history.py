"""The history of a record as staff read it, and versions brought back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from alliance.admin import changes
from alliance.admin.changes import Part
from alliance.admin.rows import LogInline


class HistoryAdmin(SimpleHistoryAdmin):
    """What is not editable moves by its verbs alone, not by a revert either."""

    change_form_before_template: ClassVar[str] = "admin/seen.html"

    def parts(self, request: HttpRequest, *, with_logs: bool = True) -> list[Part]:
        """The record and what is kept in its form, as far as the user may see it."""
        found = [Part(self.model, self.model._meta.pk.attname)]
        for inline in self.get_inline_instances(request):
            key = next(field for field in inline.model._meta.fields if field.related_model is self.model)
            if hasattr(inline.model, "history") and (with_logs or not isinstance(inline, LogInline)):
                found.append(Part(inline.model, key.attname))
        return found

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Also of a record that is no longer there."""
        key = self.key_of(unquote(object_id))
        self.refuse_hidden(request, key)
        record = self.get_object(request, str(key))
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        found = changes.changes(self.parts(request), key)
        if not found and record is None:
            raise Http404
        name = changes.called(record) if record else next((c.what for c in found if c.version), str(key))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(name)s") % {"name": name},
            "changes": found,
            "most": changes.MOST,
            "opts": self.model._meta,
            "object": record,
            "key": key,
            "may_revert": self.has_change_permission(request, record),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/register_history.html", context | (extra_context or {}))

    def key_of(self, value: str) -> Any:
        try:
            return self.model._meta.pk.clean(value, None)
        except ValidationError:
            raise Http404 from None

    def refuse_hidden(self, request: HttpRequest, key: Any) -> None:
        """A record that is there, and not for this officer, has no history for them either."""
        of_it = {"pk": key}
        if not self.get_queryset(request).filter(**of_it) and self.model._default_manager.filter(**of_it):
            raise Http404

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """To see a version is for whoever sees the record; to bring it back is a change."""
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        key, version = str(self.key_of(object_id)), str(self.key_of(version_id))
        self.refuse_hidden(request, key)
        try:
            with transaction.atomic():
                return super().history_form_view(request, key, version, extra_context)
        except ObjectDoesNotExist:
            words = _("This version cannot be shown: something that it belongs to is no longer there.")
            messages.error(request, words)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", key)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What is newest is read before the record is, so that nothing in between counts as seen."""
        if object_id and request.method == "GET":
            extra_context = {"seen": self.seen(request, object_id), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        if options.get("obj") is not None and "seen" not in context:
            context["seen"] = self.seen(request, str(options["obj"].pk))
        return super().render_change_form(request, context, *args, **options)

    def seen(self, request: HttpRequest, object_id: str) -> str:
        """The newest row of history of each part: what the form shows, and therefore what may be saved over."""
        try:
            key = self.key_of(unquote(object_id))
        except Http404:
            return ""
        return ".".join(str(part.newest(key)) for part in self.parts(request, with_logs=False))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        if not change or obj is None or request.method != "POST":
            return form
        return type(form.__name__, (NotOverOthers, form), {"newer": self.newer(request, obj)})

    def newer(self, request: HttpRequest, record: models.Model) -> list[changes.Change]:
        """What others saved since this form was opened; until the end of the transaction nobody saves more."""
        numbers = request.POST.get("seen", "").split(".")
        seen = [int(number) for number in numbers if number.isdecimal() and len(number) < 19]
        parts = self.parts(request, with_logs=False)
        if len(seen) != len(parts):
            return []
        type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
        return changes.changes(parts, record.pk, after=seen)


class NotOverOthers:
    """A form that is not saved over what its writer has not seen."""

    newer: ClassVar[list[changes.Change]] = []
    SHOWN = 5

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        if self.newer:
            first = _("Somebody saved this record after you opened it. Nothing of yours is saved yet, nor lost.")
            last = _("Compare it with what you typed; save again to keep yours.")
            raise ValidationError([first, *map(str, self.newer[: self.SHOWN]), last])
        return cleaned
