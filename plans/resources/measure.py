"""Measures and lines of strategies as a table: out as they stand, in as the next publication of each plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import CharWidget, Widget

from alliance.registers import CodesWidget, RegisterResource, WholeNumberWidget, key_of, yes_no
from members.models import FieldOfAction, Member, NationalPlan, RegionalStrategy
from plans import content
from plans.entering import enter
from plans.models import Measure, PlanDraft

LAST_NUMBER = 32767


def of_measure(measure: Measure) -> dict[str, Any]:
    """What the register has of it, in the form of a text."""
    plain = {name: getattr(measure, name) for name in content.MEASURE if name not in {"fields", "supports"}}
    return {
        **plain,
        "fields": [field.key for field in measure.fields.all()],
        "supports": measure.supports.key if measure.supports else "",
        "starts": measure.starts.iso if measure.starts else "",
        "ends": measure.ends.iso if measure.ends else "",
    }


class FieldsWidget(CodesWidget):
    """In the order of the four, however they are written."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        order = [*FieldOfAction.Key.values]
        keys = dict.fromkeys(super().clean(value, row, **kwargs))
        return sorted(keys, key=lambda key: order.index(key) if key in order else len(order))


class TextWidget(Widget):
    """As it is written in the form, also where the spreadsheet took it for a day or a number."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if isinstance(value, datetime):
            return value.date().isoformat()
        return "" if value is None else str(content.tidy(str(value), ""))


class Told(Field):
    """What a text of a plan says of a measure by this name, not yet in the register."""

    def __init__(self, name: str) -> None:
        widget = FieldsWidget() if name in content.LISTS else TextWidget()
        super().__init__(attribute=name, column_name=name, widget=widget)

    def get_value(self, instance: Any) -> Any:
        return told_of(instance)[self.attribute]

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        told_of(instance)[self.attribute] = self.clean(row, **kwargs)


def told_of(measure: Any) -> dict[str, Any]:
    if "told" not in measure.__dict__:
        measure.told = content.written(of_measure(measure) if measure.pk else {}, 1)
    told: dict[str, Any] = measure.told
    return told


OF = ("plan", "strategy", "member", "number")


class MeasureResource(RegisterResource):
    """Rows are collected and checked one by one, and published plan by plan once all of them are read.

    A measure of a national plan is known by the plan, a line of a regional strategy by the strategy and the member.
    """

    plan = key_of(NationalPlan, "plan")
    number = Field(attribute="number", column_name="number", widget=WholeNumberWidget())
    key = Field(attribute="key", column_name="key", widget=CharWidget(), readonly=True)
    member = key_of(Member, "member")
    strategy = key_of(RegionalStrategy, "strategy")
    is_good_practice = yes_no("is_good_practice")

    class Meta:
        model = Measure
        import_id_fields = ("number",)
        fields = (
            *("plan", "number", "key", "member", "strategy", "told_on", "published_on", "dropped_on"),
            *("is_good_practice", "practice_note"),
        )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.entered: dict[Any, tuple[PlanDraft, dict[int, tuple[dict[str, Any], int, Any]]]] = {}
        for name, field in self.fields.items():
            field.readonly = name not in OF
        self.fields |= {name: Told(name) for name in content.MEASURE}

    def filter_export(self, queryset: Any, **kwargs: Any) -> Any:
        rows = super().filter_export(queryset, **kwargs)
        return rows.select_related("plan", "member", "strategy", "supports").prefetch_related("fields")

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        told = {name: self.cell(name, row) for name in OF}
        known_by = ("plan", "number") if told["plan"] else ("strategy", "member", "number")
        by = {name: told[name] for name in known_by}
        return self.get_queryset().filter(**by).first() if all(by.values()) else None

    def cell(self, name: str, row: Any) -> Any:
        """What a row says by that name, if it says it rightly."""
        try:
            return self.fields[name].clean(row) if name in row else None
        except (ValueError, ValidationError):
            return None

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        told_of(instance)
        super().import_instance(instance, row, **kwargs)
        if instance.plan and not row.get("member"):
            instance.member = instance.plan.member
        instance.title = instance.told["title"]

    def validate_instance(self, instance: Any, import_validation_errors: Any = None, **kwargs: Any) -> None:
        """The same checks, in the same words, as at submitting."""
        wrong: dict[str, Any] = dict(import_validation_errors or {})
        if not wrong.keys() & {"plan", "strategy", "member"}:
            wrong |= misplaced(instance)
        if not 1 <= (instance.number or 0) <= LAST_NUMBER:
            words = _("Give each measure the number by which this plan knows it, from 1 to %(most)d.")
            wrong.setdefault("number", words % {"most": LAST_NUMBER})
        if not wrong:
            mistakes = content.measure_mistakes(instance.told, instance.number, instance.member)
            wrong |= {mistake.name: mistake.words for mistake in mistakes}
        if instance.pk and instance.told["completion"] != instance.completion:
            wrong.setdefault("completion", _("Once it is published, progress notes tell how far it has come."))
        if wrong:
            raise ValidationError(wrong)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        text = text_of(instance)
        of = text.member_id, text.edition, text.strategy_id
        _text, measures = self.entered.setdefault(of, (text, {}))
        if instance.number in measures:
            raise ValidationError({"number": _("This measure stands in the table twice.")})
        measures[instance.number] = instance.told, kwargs["row_number"], row

    def save_m2m(self, *args: Any, **kwargs: Any) -> None:
        """It comes about with the publication."""

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        super().after_import(dataset, result, **kwargs)
        if result.has_errors() or result.has_validation_errors():
            return
        for text, measures in self.entered.values():
            told = {number: raw for number, (raw, _row_number, _row) in measures.items()}
            try:
                enter(text, told, by=kwargs.get("user"))
            except ValidationError as refusal:
                _raw, row_number, row = next(iter(measures.values()))
                result.append_invalid_row(row_number, row, refusal)


def misplaced(measure: Any) -> dict[str, str]:
    """What is wrong with where a row says that its measure stands."""
    if not measure.plan and not measure.strategy:
        return {"plan": _("Give the plan by its key, or the regional strategy and the member whose line it is.")}
    if measure.plan and measure.strategy:
        return {"strategy": _("It is of a national plan or of a regional strategy.")}
    if not measure.member_id:
        return {"member": _("Give the member whose line of the strategy it is.")}
    if measure.plan and measure.plan.member_id != measure.member_id:
        return {"member": _("The plan is of another member.")}
    return {}


def text_of(measure: Measure) -> PlanDraft:
    """The text that the measure is a part of."""
    return PlanDraft(
        member=measure.member, edition=measure.plan.edition if measure.plan else None, strategy=measure.strategy
    )
