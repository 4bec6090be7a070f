"""How a register comes in and goes out as a table: the same columns for staff, for history and for whoever exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import tablib
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string, module_has_submodule
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import (
    CharWidget,
    DecimalWidget,
    ForeignKeyWidget,
    IntegerWidget,
    ManyToManyWidget,
    Widget,
)

from alliance.dates import PartialDate, PartialDateColumns
from alliance.ladder import OutOfOrder
from alliance.workflow import record_in_history

MOST_PLACES = 18  # of the largest whole number that a database keeps
LOADED = "Loaded from what the documents tell"


class PartialDateWidget(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> PartialDate | None:
        if isinstance(value, datetime):  # a cell that the spreadsheet itself took for a day
            value = value.date()
        try:
            return PartialDate.parse(str(value)) if value else None
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error

    def render(self, value: PartialDate | None, obj: Any = None, **kwargs: Any) -> str:
        return value.iso if value else ""


class YesNoWidget(Widget):
    """Yes or no; an empty cell says what the register takes for granted."""

    def __init__(self, empty: str = "no") -> None:
        super().__init__()
        self.empty = empty

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        if isinstance(value, bool):
            return value
        words = str(value or self.empty).strip().lower()
        if words not in {"yes", "no"}:
            raise ValueError(_("“%(words)s” is neither yes nor no.") % {"words": value})
        return words == "yes"

    def render(self, value: bool | None, obj: Any = None, **kwargs: Any) -> str:
        return "yes" if value else "no"


class NumberWidget(DecimalWidget):
    """A number; what is none is told in words."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            number: Decimal | None = super().clean(value, row, **kwargs)
        except ArithmeticError:
            number = Decimal("NaN")
        if number is not None and not number.is_finite():
            raise ValueError(_("“%(value)s” is no number.") % {"value": value})
        return number


class WholeNumberWidget(NumberWidget):
    """One that has a fraction is not rounded off in silence."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        number = super().clean(value, row, **kwargs)
        if number is not None and (number != number.to_integral_value() or number.adjusted() > MOST_PLACES):
            raise ValueError(_("“%(value)s” is no whole number.") % {"value": value})
        return None if number is None else int(number)


class CodesWidget(Widget):
    """A list of codes, separated by semicolons."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return [code.strip() for code in str(value or "").split(";") if code.strip()]

    def render(self, value: list[str] | None, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(value or [])


class KeyWidget(ForeignKeyWidget):
    """A row of another register by its key."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value, row, **kwargs)
        except self.model.DoesNotExist:
            words = {"name": self.model._meta.verbose_name, "key": value}
            raise ValueError(_("There is no %(name)s with the key “%(key)s”.") % words) from None


class KeysWidget(ManyToManyWidget):
    """Several, separated by semicolons; one that is not there is an error and not silence."""

    def __init__(self, model: Any, field: str = "key") -> None:
        super().__init__(model, separator=";", field=field)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        keys = [key.strip() for key in str(value or "").split(self.separator) if key.strip()]
        found = self.model._default_manager.filter(**{f"{self.field}__in": keys})
        missing = set(keys) - set(found.values_list(self.field, flat=True))
        if missing:
            words = {"name": self.model._meta.verbose_name, "key": min(missing)}
            raise ValidationError(_("There is no %(name)s with the key “%(key)s”.") % words)
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(sorted(str(getattr(row, self.field)) for row in (value.all() if value else ())))


def partial_date(attribute: str, column: str | None = None) -> Field:
    return Field(attribute=attribute, column_name=column or attribute, widget=PartialDateWidget())


def yes_no(attribute: str, column: str | None = None, *, empty: str = "no") -> Field:
    return Field(attribute=attribute, column_name=column or attribute, widget=YesNoWidget(empty))


def codes(attribute: str) -> Field:
    return Field(attribute=attribute, column_name=attribute, widget=CodesWidget(), default=list)


def key_of(model: Any, attribute: str, column: str | None = None, field: str = "key") -> Field:
    return Field(attribute=attribute, column_name=column or attribute, widget=KeyWidget(model, field))


def keys_of(model: Any, attribute: str, column: str | None = None, field: str = "key") -> Field:
    return Field(attribute=attribute, column_name=column or attribute, widget=KeysWidget(model, field), m2m_add=False)


OURS = {IntegerWidget: WholeNumberWidget, DecimalWidget: NumberWidget}


class RegisterResource(ModelResource):
    """A register by its keys: a second import of the same rows changes nothing, a wrong row stops the whole."""

    WIDGETS_MAP = {
        **{kind: OURS.get(widget, widget) for kind, widget in ModelResource.WIDGETS_MAP.items()},
        "TextField": CharWidget,  # an empty cell is an empty text
    }

    class Meta:
        import_id_fields = ("key",)
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    only_new = False  # leave alone what is there already

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.only_new = kwargs.get("only_new", False)
        known = [field.column_name for field in self.get_import_fields()]
        unknown = [str(name) for name in dataset.headers or [] if name not in known]
        if unknown:
            words = {"name": unknown[0], "known": ", ".join(known)}
            raise ValueError(_("This register has no column “%(name)s”. It knows: %(known)s.") % words)
        super().before_import(dataset, **kwargs)

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        if any("\0" in value for value in row.values() if isinstance(value, str)):
            raise ValidationError(_("A cell holds a character that no register keeps (NUL)."))
        super().before_import_row(row, **kwargs)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        record_in_history(instance, by=kwargs.get("user"), note=kwargs.get("reason", ""))

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        is_kept = self.only_new and original.pk is not None
        return is_kept or bool(super().skip_row(instance, original, row, import_validation_errors))

    @classmethod
    def rows_of(cls, records: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of this register: the records themselves, or what belongs to them."""
        model: type[Model] = cls._meta.model
        if records.model is model:
            return records
        key = next(field.name for field in model._meta.fields if field.related_model is records.model)
        return model._default_manager.filter(**{f"{key}__in": records.order_by().values("pk")})

    def filter_export(self, queryset: QuerySet[Any], **kwargs: Any) -> QuerySet[Any]:
        """With the rows of other registers that its columns name, however many there are."""
        rows: QuerySet[Any] = super().filter_export(queryset, **kwargs)
        one = [field.attribute for field in self.fields.values() if isinstance(field.widget, KeyWidget)]
        many = [field.attribute for field in self.fields.values() if isinstance(field.widget, KeysWidget)]
        return (rows.select_related(*one) if one else rows).prefetch_related(*many)

    def iter_queryset(self, queryset: QuerySet[Any]) -> Iterator[Any]:
        """At once: a register is some thousands of rows. Each stands after the rows of its own that it names."""
        model, widgets = self._meta.model, [(field.attribute, field.widget) for field in self.fields.values()]
        names = [name for name, widget in widgets if isinstance(widget, KeyWidget) and widget.model is model]
        rows = {row.pk: row for row in queryset}

        def depth(row: Any) -> int:
            named = (rows.get(getattr(row, f"{name}_id")) for name in names)
            return max((1 + depth(other) for other in named if other is not None), default=0)

        yield from sorted(rows.values(), key=depth) if names else rows.values()

    def import_data(self, dataset: Any, *args: Any, **kwargs: Any) -> Any:
        return super().import_data(dataset, *args, **{"rollback_on_validation_errors": True, **kwargs})

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        """The stored row by the columns that identify it, a partial date by its three."""
        lookup: dict[str, Any] = {}
        for name in self.get_import_id_fields():
            field = self.fields[name]
            try:
                value = field.clean(row)
            except (ValueError, ValidationError):
                return None
            dates = getattr(self._meta.model, field.attribute)
            if not isinstance(dates, PartialDateColumns):
                lookup[field.attribute] = value
            elif value is None:
                lookup[dates.column] = None
            else:
                lookup |= zip(dates.columns, (value.first, value.precision, value.known_by), strict=True)
        return self.get_queryset().filter(**lookup).first()

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls._meta.model._meta.verbose_name_plural)


class StepResource(RegisterResource):
    """Steps of a ladder; each record is retraced once, and a line that does not hold refuses the whole import."""

    when = partial_date("when", "on")
    preferred = yes_no("preferred", empty="yes")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.touched: dict[Any, tuple[Any, dict[Any, Any]]] = {}

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        super().before_save_instance(instance, row, **kwargs)
        if instance._state.adding:
            instance.recorded_by = kwargs.get("user")

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        _record, rows = self.touched.setdefault(instance.record_id, (instance.record, {}))
        rows[instance.pk] = kwargs["row_number"], row

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        super().after_import(dataset, result, **kwargs)
        if result.has_errors() or result.has_validation_errors():
            return
        for record, rows in self.touched.values():
            try:
                record.retrace(by=kwargs.get("user"))
            except OutOfOrder as refusal:
                number, row = rows.get(refusal.step.pk, [*rows.values()][-1])
                result.append_invalid_row(number, row, ValidationError({"status": refusal.messages}))


@dataclass
class Loaded:
    """What a load did to one register."""

    name: str
    new: int = 0
    changed: int = 0
    same: int = 0


class NotLoaded(Exception):
    """A row of a register that does not hold, by file and line."""


def histories() -> Iterable[tuple[Path, type[RegisterResource]]]:
    """The registers that the apps carry in `history/`, those of lower apps first."""
    for app in apps.get_app_configs():
        if app.module and module_has_submodule(app.module, "resources") and (Path(app.path) / "history").is_dir():
            for file, resource in import_string(f"{app.name}.resources.HISTORY"):
                yield Path(app.path) / "history" / file, resource


def was_loaded(resource: type[RegisterResource]) -> bool:
    """Whether the history tells so, even if every row has been deleted since."""
    model: Any = resource._meta.model
    return bool(model.history.filter(history_change_reason=LOADED).exists())


@transaction.atomic
def load(path: Path, resource: type[RegisterResource], *, only_new: bool = False) -> Loaded:
    """Load a CSV through the resource that staff import with."""
    dataset = tablib.Dataset().load(path.read_text(encoding="utf-8"), format="csv")
    result = resource().import_data(dataset, dry_run=False, use_transactions=True, only_new=only_new, reason=LOADED)
    for error in result.base_errors:
        raise NotLoaded(f"{path.name}: {error.error}")
    for number, errors in result.row_errors():
        raise NotLoaded(f"{path.name}, row {number}: {errors[0].error}")
    for row in result.invalid_rows:
        raise NotLoaded(f"{path.name}, row {row.number}: {' '.join(row.error.messages)}")
    totals = result.totals
    return Loaded(resource.get_display_name(), totals["new"], totals["update"], totals["skip"])
