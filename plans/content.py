"""The text of a plan as it is written in a form, submitted and published: what it holds, and what is wrong with it.

It is kept raw, as plain JSON, so that what was published reads the same for ever, whatever becomes of the models.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from alliance.dates import PartialDate, PartialDateColumns, partial_dates
from members.models import FieldOfAction, Member, NationalPlan
from people.models.person import LANGUAGES
from plans.models.completion import BEGUN, Completion
from plans.models.measure import Measure

ABOUT = (
    *("title", "designation", "languages", "text_language", "covers_from", "covers_to"),
    *("stands", "stands_since", "summary"),
)
MEASURE = (
    *("reference", "title", "fields", "objective", "ministries", "partners", "supports"),
    *("indicator", "baseline", "target", "starts", "ends", "completion"),
)
REQUIRED = {"title", "text_language", "stands", "stands_since", "fields", "objective"}
LISTS = {"languages", "fields"}


class Mistake(NamedTuple):
    """What is to be mended before it can be submitted, and where: measure number, 0 for what is told of the plan."""

    number: int
    name: str
    words: str


def names(number: int) -> tuple[str, ...]:
    return MEASURE if number else ABOUT


def written(raw: dict[str, Any], number: int) -> dict[str, Any]:
    """What a form may hold of this part, trimmed; nothing else is kept."""
    return {name: tidy(raw.get(name), name) for name in names(number)}


def tidy(value: Any, name: str) -> Any:
    if name in LISTS:
        return [*dict.fromkeys(str(each).strip() for each in value)] if isinstance(value, list) else []
    return str(value or "").replace("\r\n", "\n").strip()


def print_of(told: dict[str, Any]) -> str:
    """The same for the same text and for no other."""
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def heading(raw: dict[str, Any], number: int) -> str:
    if not number:
        return _("About the plan")
    return str(raw.get("title") or _("Measure %(number)d, without a title yet") % {"number": number})


def language_of(told: dict[str, Any]) -> str:
    """In which a text is written, where it says so: lines in an action plan do not."""
    language = told.get("about", {}).get("text_language", "")
    return language if language in LANGUAGES else ""


def is_blank(raw: dict[str, Any], number: int) -> bool:
    return not any(written(raw, number).values())


def about_mistakes(raw: dict[str, Any], member: Member, plan: NationalPlan | None, edition: int) -> list[Mistake]:
    record = plan or NationalPlan(member=member, edition=edition, key=plan_key(member, edition))
    mistakes = fill(record, {**raw, "status": ""}, ABOUT)
    if raw.get("stands") and raw["stands"] not in NationalPlan.Status.values:
        mistakes["stands"] = _("Choose where the plan stands.")
    if raw.get("stands_since"):
        try:
            PartialDate.parse(raw["stands_since"])
        except ValidationError as refusal:
            mistakes["stands_since"] = " ".join(refusal.messages)
    return [Mistake(0, name, words) for name, words in mistakes.items()]


def measure_mistakes(
    raw: dict[str, Any], number: int, member: Member, plans: dict[str, NationalPlan] | None = None
) -> list[Mistake]:
    record = Measure(member=member, number=number)
    record.published_on = PartialDate.today().first
    mistakes = fill(record, raw, MEASURE, plans)
    if raw.get("completion") and raw["completion"] not in Completion.values:
        mistakes["completion"] = _("Choose how far it has come.")
    if raw.get("completion") in BEGUN and not record.has_begun(record.published_on):
        mistakes["completion"] = _("By its first day the measure has not begun yet.")
    if raw.get("fields") and set(raw["fields"]) - set(FieldOfAction.Key.values):
        mistakes["fields"] = _("Choose among the four fields of action.")
    return [Mistake(number, name, words) for name, words in mistakes.items()]


def fill(
    record: models.Model,
    raw: dict[str, Any],
    wanted: tuple[str, ...],
    plans: dict[str, NationalPlan] | None = None,
) -> dict[str, str]:
    """Write the values into the record, and let the model say what is wrong with each.

    `plans` are those that may be supported, where many measures are looked at together.
    """
    plans = supported_by([raw]) if plans is None else plans
    mistakes = {name: _("This is still to be filled in.") for name in wanted if name in REQUIRED and not raw.get(name)}
    dates = dates_of(type(record))
    columns = {column: name for name in wanted if name in dates for column in dates[name].columns}
    for name in wanted:
        try:
            put(record, name, raw.get(name), dates, plans)
        except ValidationError as refusal:
            mistakes.setdefault(name, " ".join(refusal.messages))
    for name, messages in refused_by(record, {*wanted, *columns} - {*mistakes, "supports"}).items():
        told = columns.get(name, name)
        mistakes.setdefault(told if told in wanted else NON_FIELD_ERRORS, " ".join(messages))
    return mistakes


def refused_by(record: models.Model, names: set[str]) -> dict[str, list[str]]:
    """What the model says of these fields and, where each is right by itself, of all of them together."""
    known = {field.name for field in record._meta.concrete_fields}
    try:
        record.clean_fields(exclude=known - names)
        record.clean()
    except ValidationError as refusal:
        return dict(refusal.message_dict)
    return {}


@cache
def dates_of(model: type[models.Model]) -> dict[str, PartialDateColumns]:
    """Looked for once: a plan has hundreds of measures."""
    return dict(partial_dates(model))


def put(record: Any, name: str, value: Any, dates: dict[str, Any], plans: dict[str, NationalPlan]) -> None:
    if name in {"stands", "stands_since", "fields", "completion"}:
        return
    if name in dates:
        setattr(record, name, PartialDate.parse(value) if value else None)
    elif name == "supports":
        record.supports = supported(value, plans)
    else:
        setattr(record, name, value if value is not None else "")


def supported(key: Any, plans: dict[str, NationalPlan]) -> NationalPlan | None:
    if key and key not in plans:
        raise ValidationError(_("There is no such plan in the library."))
    return plans[key] if key else None


def supported_by(measures: list[dict[str, Any]]) -> dict[str, NationalPlan]:
    """The plans that these measures support, by their keys."""
    keys = {str(raw["supports"]) for raw in measures if raw.get("supports")}
    if not keys:
        return {}
    return {plan.key: plan for plan in supportable().filter(key__in=keys)}


def supportable() -> models.QuerySet[NationalPlan]:
    """What everybody may see: a plan of a State that is only being approached would name it."""
    return NationalPlan.objects.visible_to(AnonymousUser()).select_related("member")


def plan_key(member: Member, edition: int) -> str:
    return f"{member.key[:68]}-plan-{edition}"


def of_plan(plan: NationalPlan) -> dict[str, Any]:
    """What the register has of a plan, to begin with."""
    since = plan.present_since
    return {
        "title": plan.title,
        "designation": plan.designation,
        "languages": plan.languages,
        "text_language": plan.text_language,
        "covers_from": plan.covers_from.iso if plan.covers_from else "",
        "covers_to": plan.covers_to.iso if plan.covers_to else "",
        "stands": plan.status,
        "stands_since": since.iso if since else "",
        "summary": plan.summary,
    }


def fields_left_out(measures: list[dict[str, Any]]) -> list[str]:
    """Which of the four no measure covers: told as a warning, never refused (R1 annex IV.A)."""
    covered = {key for measure in measures for key in measure.get("fields", [])}
    return [key for key in FieldOfAction.Key.values if key not in covered]


def says_nothing_on(keys: list[str], *, is_of_strategy: bool = False) -> list[str]:
    """The warning in words, the same for who writes, who reviews and who reads."""
    words = _("These lines say nothing on %(field)s.") if is_of_strategy else _("This plan says nothing on %(field)s.")
    return [words % {"field": FieldOfAction.Key(key).label.lower()} for key in keys]
