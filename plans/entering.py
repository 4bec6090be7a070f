"""Staff enter measures of a plan as a table, and they come about as its next publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from plans import content, mail
from plans.comparison import label
from plans.models import PlanDraft, Publication
from plans.models.written import MEASURES_MOST
from plans.publishing import carry_out

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def enter(text: PlanDraft, measures: dict[int, dict[str, Any]], *, by: User | None) -> Publication | None:
    """Staff have entered measures of a plan, or lines in an action plan, which come about as its next publication.

    All else of it stays as it is; where nothing differs nothing is published. A text that its member is writing
    takes up what is new, so that its next submission does not take it out again.
    """
    text.refuse_what_does_not_follow()
    writing = text_in_work(text)
    latest = text.publications.order_by("number").last()
    known = {raw["number"]: raw for raw in latest.content["measures"]} if latest else {}
    entered = {number: as_published(number, raw, known.get(number)) for number, raw in measures.items()}
    if all(known.get(number) == raw for number, raw in entered.items()):
        return None
    told = {
        "about": content.written(content.of_plan(text.plan), 0) if text.plan else {},
        "measures": [raw for _number, raw in sorted({**known, **entered}.items())],
    }
    new = [number for number in entered if number not in known]
    refuse_what_is_wrong(text, told, entered)
    refuse_taken_numbers(text, writing, new)
    publication = carry_out(text, told, by=by)
    if writing:
        writing.add_measures(entered[number] for number in new)
    mail.plan_published(publication)
    return publication


def text_in_work(text: PlanDraft) -> PlanDraft | None:
    """Locked, and after it the member, as where it is published; one that was begun until then is found as well."""
    standing = text.twins().select_for_update()
    standing.first()
    text.member.lock()
    writing = standing.first()
    if writing and not writing.is_writable:
        words = _("%(name)s is %(now)s: decide about it first.")
        raise ValidationError(words % {"name": text.name, "now": writing.get_status_display()})
    return writing


def as_published(number: int, raw: dict[str, Any], known: dict[str, Any] | None) -> dict[str, Any]:
    """In the form of a text; how far it had come at first stays as it was told then."""
    told = {"number": number, **content.written(raw, number)}
    if known:
        told["completion"] = known["completion"]
        if sorted(known["fields"]) == sorted(told["fields"]):
            told["fields"] = known["fields"]
    return told


def refuse_what_is_wrong(text: PlanDraft, told: dict[str, Any], entered: dict[int, dict[str, Any]]) -> None:
    """What a submission would be refused for, of what is told of the plan and of these measures."""
    mistakes = [] if text.is_of_strategy else text.mistakes_of_part(0, told["about"])
    if mistakes:
        words = _("Complete the plan itself first. %(column)s: %(words)s")
        raise ValidationError([words % {"column": label(name), "words": said} for _number, name, said in mistakes])
    supported = content.supported_by([*entered.values()])
    for raw in entered.values():
        for mistake in content.measure_mistakes(raw, raw["number"], text.member, supported):
            raise ValidationError({mistake.name: mistake.words})
    if len(told["measures"]) > MEASURES_MOST:
        raise ValidationError(_("A plan holds at most %(most)d measures.") % {"most": MEASURES_MOST})


def refuse_taken_numbers(text: PlanDraft, writing: PlanDraft | None, new: list[int]) -> None:
    """A number stays with its measure: with one that was taken out, and with one that somebody is writing."""
    taken = set(text.measures.filter(number__in=new).values_list("number", flat=True))
    if writing:
        taken |= set(writing.parts.filter(number__in=new).values_list("number", flat=True))
    if taken:
        words = _("Number %(number)d is taken in this plan: give a new measure another one.")
        raise ValidationError({"number": words % {"number": min(taken)}})
