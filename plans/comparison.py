"""What a text of a plan says, in words; and what changed from one to another, marked word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from alliance.dates import PartialDate
from alliance.names import capital
from members.models import FieldOfAction, NationalPlan
from people.models.person import LANGUAGES
from plans import content
from plans.models.completion import Completion
from plans.models.measure import Measure


def named(model: Any, *fields: str) -> dict[str, StrOrPromise]:
    return {name: model._meta.get_field(name).verbose_name for name in fields}


LABELS: dict[str, StrOrPromise] = {
    **named(NationalPlan, "title", "designation", "languages"),
    "text_language": gettext_lazy("language of what is written here"),
    "covers_from": gettext_lazy("covers from"),
    "covers_to": gettext_lazy("covers to"),
    "stands": gettext_lazy("where the plan stands"),
    "stands_since": gettext_lazy("since"),
    "summary": gettext_lazy("summary"),
    **named(Measure, "reference", "fields", "objective", "ministries", "partners", "supports", "indicator", "baseline"),
    "target": gettext_lazy("target"),
    "starts": gettext_lazy("starts"),
    "ends": gettext_lazy("ends"),
    "completion": gettext_lazy("completion when this was written"),
}
CHOICES: dict[str, dict[str, Any]] = {
    "fields": dict(FieldOfAction.Key.choices),
    "languages": LANGUAGES,
    "text_language": LANGUAGES,
    "stands": dict(NationalPlan.Status.choices),
    "completion": dict(Completion.choices),
}
DATES = {"covers_from", "covers_to", "stands_since", "starts", "ends"}
WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+\s*|\s+|.", re.DOTALL)
WORDS_MOST = 2000  # beyond it a text is shown as a whole, old and new


class Line(NamedTuple):
    name: str
    label: str
    text: str
    is_said: bool  # the member's own words, in the language of the text


class Section(NamedTuple):
    """What is told of the plan (number 0), or one measure."""

    number: int
    heading: str
    lines: list[Line]


class Piece(NamedTuple):
    kind: str  # same, gone or new
    text: str


class ChangedLine(NamedTuple):
    name: str
    label: str
    before: str
    after: str
    is_said: bool

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @property
    def pieces(self) -> list[Piece]:
        """Looked for when it is shown: a page shows some of the lines of a long text."""
        return marked(self.before, self.after)

    @property
    def sides(self) -> tuple[list[Piece], list[Piece]]:
        """The two texts to the letter, beside each other, with what differs."""
        found = list(matched(self.before, self.after))
        was = [Piece("same" if is_same else "gone", old) for is_same, old, _new in found if old]
        return was, [Piece("same" if is_same else "new", new) for is_same, _old, new in found if new]


class ChangedSection(NamedTuple):
    number: int
    heading: str
    state: str  # added, removed, changed or same
    lines: list[ChangedLine]

    @property
    def state_words(self) -> str:
        words = {"added": _("new"), "removed": _("taken out"), "changed": _("changed"), "same": _("unchanged")}
        return str(words[self.state])

    @property
    def changed_lines(self) -> list[ChangedLine]:
        return [line for line in self.lines if line.is_changed]


def sections(told: dict[str, Any]) -> list[Section]:
    """All that a text says, empty lines left out."""
    plans = names_of_plans(told.get("measures", []))
    parts = [(0, told["about"])] if told.get("about") else []
    parts += [(raw["number"], raw) for raw in told.get("measures", [])]
    return [Section(number, content.heading(raw, number), lines(raw, number, plans)) for number, raw in parts]


def lines(raw: dict[str, Any], number: int, plans: dict[str, str] | None = None) -> list[Line]:
    plans = names_of_plans([raw]) if plans is None else plans
    found = [
        Line(name, label(name), in_words(name, raw.get(name), plans), is_said(name)) for name in content.names(number)
    ]
    return [line for line in found if line.text]


def label(name: str) -> str:
    return capital(str(LABELS[name]))


def is_said(name: str) -> bool:
    return name not in CHOICES and name not in DATES and name != "supports"


def in_words(name: str, value: Any, plans: dict[str, str]) -> str:
    if not value:
        return ""
    if name == "supports":
        return str(plans.get(value, value))
    if name in CHOICES:
        return ", ".join(str(CHOICES[name].get(each, each)) for each in in_order(name, value))
    return date_in_words(value) if name in DATES else str(value)


def in_order(name: str, value: Any) -> list[str]:
    """In whatever order they were chosen, they read the same."""
    chosen, known = value if isinstance(value, list) else [value], list(CHOICES[name])
    return sorted(chosen, key=lambda each: known.index(each) if each in known else len(known))


def date_in_words(value: str) -> str:
    try:
        return str(PartialDate.parse(value))
    except ValidationError:
        return value


def names_of_plans(measures: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Those that the measures of an organization support, by their keys."""
    keys = {raw.get("supports") for raw in measures} - {None, ""}
    if not keys:
        return {}
    return {plan.key: plan.name for plan in NationalPlan.objects.filter(key__in=keys).select_related("member")}


def compared(before: dict[str, Any] | None, after: dict[str, Any]) -> list[ChangedSection]:
    """Section by section, in the order of the newer text; what was taken out stands at its end."""
    was = {section.number: section for section in sections(before or {})}
    now = sections(after)
    found = [compared_section(was.get(section.number), section) for section in now]
    gone = [was[number] for number in was if number not in {section.number for section in now}]
    return found + [compared_section(section, None) for section in gone]


def compared_section(before: Section | None, after: Section | None) -> ChangedSection:
    told = cast("Section", after or before)
    was = {line.name: line for line in before.lines} if before else {}
    now = {line.name: line for line in after.lines} if after else {}
    if before and after:  # how far it has come is told by its notes: a later text only repeats it
        was.pop("completion", None)
        now.pop("completion", None)
    found = [compared_line(was.get(name), now.get(name)) for name in content.names(told.number) if name in {*was, *now}]
    if before is None:
        state = "added"
    elif after is None:
        state = "removed"
    else:
        state = "changed" if any(line.is_changed for line in found) else "same"
    return ChangedSection(told.number, told.heading, state, found)


def compared_part(before: dict[str, Any], after: dict[str, Any], number: int) -> list[ChangedLine]:
    """What differs between two texts of one section."""
    plans = names_of_plans([before, after])
    was = {line.name: line for line in lines(before, number, plans)}
    now = {line.name: line for line in lines(after, number, plans)}
    differ = [name for name in content.names(number) if was.get(name) != now.get(name)]
    return [compared_line(was.get(name), now.get(name)) for name in differ]


def compared_line(before: Line | None, after: Line | None) -> ChangedLine:
    told = cast("Line", after or before)
    texts = before.text if before else "", after.text if after else ""
    return ChangedLine(told.name, told.label, *texts, told.is_said)


def marked(before: str, after: str) -> list[Piece]:
    """What is gone, what is new, and what is the same, in one text."""
    found: list[Piece] = []
    for is_same, old, new in matched(before, after):
        if is_same:
            found.append(Piece("same", new))
            continue
        found += [Piece("gone", old)] if old else []
        found += [Piece("new", new)] if new else []
    return found


def matched(before: str, after: str) -> Iterator[tuple[bool, str, str]]:
    """Word by word, each with the space after it; of scripts that do not part their words, sign by sign."""
    if before == after:
        yield from [(True, before, after)] if after else []
        return
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > WORDS_MOST:
        old, new = [before], [after]
    was, now = [word.strip() for word in old], [word.strip() for word in new]
    for kind, first, last, start, end in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        yield kind == "equal", "".join(old[first:last]), "".join(new[start:end])
