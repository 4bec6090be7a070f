"""The rows that are kept in the form of the record they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.admin import StackedInline, TabularInline

from alliance.admin.boxes import Boxes, PartialDateBox, StepForm
from alliance.forms import PartialDateForm
from alliance.ladder import OutOfOrder


def is_kept(form: Any) -> bool:
    is_empty = not form.instance.pk and not form.has_changed()
    return not is_empty and not getattr(form, "cleaned_data", {}).get("DELETE")


class PostedRows(BaseInlineFormSet[Any, Any, Any]):
    """Rows as they were posted, perhaps from a form that others have overtaken."""

    model: Any

    def kept(self) -> list[Any]:
        return [form for form in self.forms if is_kept(form)]

    def clean(self) -> None:
        super().clean()
        if any(self.model._meta.pk.name in errors for errors in self.errors):
            raise ValidationError(_("Somebody has taken a row of this list away meanwhile: open the record again."))


class RowsFormSet(PostedRows):
    """Rows entered at once are checked beside each other too, where their model has a rule for it."""

    def full_clean(self) -> None:
        """Twice where a model asks for its `siblings`: only then are the others what was posted."""
        super().full_clean()
        if not self.is_bound or not hasattr(self.model, "siblings"):
            return
        kept = self.kept()
        for form in kept:
            form.instance.siblings = [other.instance for other in kept if other is not form]
        for form in kept:
            form.full_clean()
        super().full_clean()

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or not hasattr(self.model, "refuse_beside"):
            return
        rows = self.kept()
        for number, form in enumerate(rows):
            for earlier in rows[:number]:
                try:
                    form.instance.refuse_beside(earlier.instance)
                except ValidationError as refusal:
                    form.add_error(None, refusal)


class StepFormSet(PostedRows):
    """The steps as they would stand; one that does not follow is told at its own row, before anything is saved."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = {id(form.instance): form for form in self.kept()}
        try:
            self.instance.line([form.instance for form in kept.values()] + self.recorded_meanwhile())
        except OutOfOrder as refusal:
            self.tell(refusal, kept)

    def tell(self, refusal: OutOfOrder, kept: dict[int, Any]) -> None:
        if id(refusal.step) not in kept:
            raise ValidationError(refusal.messages) from refusal
        kept[id(refusal.step)].add_error("when", ValidationError(refusal.messages))

    def recorded_meanwhile(self) -> list[Any]:
        """Steps that this form has not seen; until the end of the transaction none is added."""
        if not self.instance.pk:
            return []
        self.instance.lock()
        return list(self.instance.steps.exclude(pk__in=[form.instance.pk for form in self.forms if form.instance.pk]))


class RegisterInline(Boxes, TabularInline):
    extra = 0
    formset: type[BaseInlineFormSet[Any, Any, Any]] = RowsFormSet
    tab = True
    form = PartialDateForm


class WideInline(Boxes, StackedInline):
    """For rows with more boxes than fit beside each other."""

    extra = 0
    formset: type[BaseInlineFormSet[Any, Any, Any]] = RowsFormSet
    tab = True
    form = PartialDateForm


class OtherNameForm(PartialDateForm):
    used_since = PartialDateBox(required=False)
    used_until = PartialDateBox(required=False)


class OtherNameInline(WideInline):
    """The other names of a record, as `alliance.aliases` has them."""

    form = OtherNameForm
    fields: Any = (("name", "used_since", "used_until"), ("source", "source_kind"), "note")


class StepInline(WideInline):
    """The dated steps of a ladder, to add to and to correct."""

    formset = StepFormSet
    form = StepForm
    fields: Any = (("status", "when", "preferred"), "documents", ("source", "source_kind"), "note")
    autocomplete_fields = ("documents",)


class PlacedStepInline(StepInline):
    """For the steps of a register that says where."""

    fields = (("status", "when", "preferred"), "place", "documents", ("source", "source_kind"), "note")


class LogFormSet(RowsFormSet):
    """Only what is new is posted: a long log neither fills the form nor is changed by it."""

    NEWEST = 20

    def get_queryset(self) -> Any:
        return self.model._default_manager.none()

    @property
    def stored(self) -> Any:
        related = [field.name for field in self.model._meta.fields if field.is_relation and field is not self.fk]
        rows = self.model._default_manager.filter(**{self.fk.attname: self.instance.pk})
        return rows.select_related(*related)


class LogInline(RegisterInline):
    """A log: what is written stays as it is, and the newest of it is shown below what is added."""

    formset = LogFormSet
    template_after = "admin/log.html"
    show_change_link = False

    def get_formset(self, request: Any, obj: Any = None, **options: Any) -> Any:
        formset = super().get_formset(request, obj, **options)
        formset.labels = [label_for_field(name, self.model, self) for name in self.fields or ()]
        formset.shown = property(self.newest)
        return formset

    def newest(self, formset: Any) -> dict[str, Any]:
        """The newest rows as words, how many there are in all, and where."""
        rows, meta = formset.stored, self.model._meta
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        return {
            "rows": [[self.told(row, name) for name in self.fields or ()] for row in rows[: LogFormSet.NEWEST]],
            "count": rows.count(),
            "address": f"{address}?{formset.fk.name}__id__exact={formset.instance.pk}",
        }

    def told(self, row: Any, name: Any) -> Any:
        field, _attribute, value = lookup_field(name, row, self)
        return display_for_field(value, field, "") if field and not field.is_relation else value
