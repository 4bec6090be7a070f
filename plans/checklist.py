"""What of a plan in work is written, what is still missing, and where: in words, for whoever writes it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.names import capital
from plans import content
from plans.comparison import LABELS
from plans.models import DraftPart, PlanDraft

STATES = {
    "blank": gettext_lazy("not started"),
    "started": gettext_lazy("started"),
    "complete": gettext_lazy("complete"),
}
CHOSEN = {*content.LISTS, "stands", "completion"}  # several boxes: the first of them is led to


class Found(NamedTuple):
    """A mistake, told with the name of its box and the way there."""

    label: str
    words: str
    address: str


class Task(NamedTuple):
    part: DraftPart
    missing: list[str]
    wrong: list[str]
    comments: int

    @property
    def state(self) -> str:
        if self.part.is_blank:
            return "blank"
        return "started" if self.missing or self.wrong else "complete"

    @property
    def state_words(self) -> Any:
        return STATES[self.state]


def checklist(draft: PlanDraft, parts: list[DraftPart], comments: dict[int, int]) -> list[Task]:
    found: defaultdict[int, list[content.Mistake]] = defaultdict(list)
    raws = {part.number: part.told for part in parts}
    measures = [{"number": number, **raw} for number, raw in raws.items() if number]
    for mistake in draft.mistakes_of_form({"about": raws.get(0, {}), "measures": measures}):
        if mistake.name:
            found[mistake.number].append(mistake)
    return [task(part, raws[part.number], found[part.number], comments.get(part.number, 0)) for part in parts]


def task(part: DraftPart, raw: dict[str, Any], mistakes: list[content.Mistake], comments: int) -> Task:
    missing = [label(mistake) for mistake in mistakes if not raw.get(mistake.name)]
    wrong = [f"{label(mistake)}: {mistake.words}" for mistake in mistakes if raw.get(mistake.name)]
    return Task(part, missing, wrong, comments)


def label(mistake: content.Mistake) -> str:
    return capital(str(LABELS[mistake.name])) if mistake.name in LABELS else ""


def where(draft: PlanDraft, mistakes: list[content.Mistake], headings: dict[int, str]) -> list[tuple[str, list[Found]]]:
    """Section by section, with the way to each box."""
    found: dict[int, list[Found]] = {}
    for mistake in mistakes:
        found.setdefault(mistake.number, []).append(Found(label(mistake), mistake.words, address(draft, mistake)))
    return [(headings.get(number, _("The whole")), told) for number, told in found.items()]


def address(draft: PlanDraft, mistake: content.Mistake) -> str:
    if not mistake.name:
        return draft.get_absolute_url()
    box = f"{mistake.name}_0" if mistake.name in CHOSEN else mistake.name
    anchor = f"#id_{box}" if mistake.name in LABELS else ""
    return reverse("plan_draft_part", args=[draft.pk, mistake.number]) + anchor


def warnings(draft: PlanDraft, measures: list[dict[str, Any]]) -> list[str]:
    """A field of action that is left out is told, not refused (R1 annex IV.A)."""
    left_out = content.fields_left_out(measures) if measures else []
    return content.says_nothing_on(left_out, is_of_strategy=draft.is_of_strategy)
