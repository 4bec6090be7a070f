"""A plan is published: the register, its measures, their first notes and the numbered text, at once or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.dates import PartialDate
from alliance.workflow import record_in_history
from members.models import FieldOfAction, NationalPlan
from plans import content
from plans.models.measure import Completion, Measure
from plans.models.progress import ProgressNote
from plans.models.publication import Publication

if TYPE_CHECKING:
    from people.models import User
    from plans.models.draft import PlanDraft
    from plans.models.receipt import Receipt


class Rehearsed(Exception):
    """Raised to take back what a rehearsal wrote."""


def refusals(draft: PlanDraft, told: dict[str, Any]) -> list[content.Mistake]:
    """Publish it and take it back: what the registers would refuse then, they refuse now, in the same words."""
    try:
        with transaction.atomic():
            carry_out(draft, told, by=None)
            raise Rehearsed
    except Rehearsed:
        return []
    except ValidationError as refusal:
        if not hasattr(refusal, "error_dict"):
            return [content.Mistake(0, "", " ".join(refusal.messages))]
        return [content.Mistake(0, name, " ".join(words)) for name, words in refusal.message_dict.items()]
    finally:
        draft.__dict__.pop("plan", None)


def publish(receipt: Receipt, *, by: User | None) -> Publication:
    return carry_out(receipt.draft, receipt.content, by=by, receipt=receipt)


@transaction.atomic
def carry_out(
    draft: PlanDraft, told: dict[str, Any], *, by: User | None, receipt: Receipt | None = None
) -> Publication:
    draft.member.lock()
    plan = None if draft.is_of_strategy else write_plan(draft, told["about"], by=by)
    of: dict[str, Any] = {"member": draft.member, "plan": plan, "strategy": draft.strategy}
    publication = Publication.issue(content=told, by=by, receipt=receipt, **of)
    measures = [write_measure(raw, of, by=by) for raw in told["measures"]]
    drop_others(measures, of, by=by)
    if plan:
        plan.fields.set({field for measure in measures for field in measure.fields.all()})
        stand_where_it_says(plan, told["about"], publication, by=by)
    return publication


def write_plan(draft: PlanDraft, about: dict[str, Any], *, by: User | None) -> NationalPlan:
    edition = draft.edition or 1
    plan = NationalPlan.objects.select_for_update().filter(member=draft.member, edition=edition).first()
    plan = plan or NationalPlan(member=draft.member, edition=edition, key=content.plan_key(draft.member, edition))
    mistakes = content.fill(plan, about, content.ABOUT)
    if mistakes:
        raise ValidationError([*mistakes.values()])
    if not plan.source:
        plan.source = _("The member’s own publication in this portal")
        plan.source_kind = "official"
    plan.full_clean(exclude=["fields"])
    record_in_history(plan, by=by)
    plan.save()
    draft.__dict__["plan"] = plan
    return plan


def write_measure(raw: dict[str, Any], of: dict[str, Any], *, by: User | None) -> Measure:
    same = Measure.objects.filter(**of, number=raw["number"]).first()
    today = timezone.localdate()
    measure = same or Measure(**of, number=raw["number"], published_on=today, key=measure_key(raw["number"], of))
    mistakes = content.fill(measure, raw, content.MEASURE)
    if mistakes:
        raise ValidationError([*mistakes.values()])
    measure.dropped_on = None
    measure.full_clean(exclude=["fields"])
    record_in_history(measure, by=by)
    measure.save()
    measure.fields.set(FieldOfAction.objects.filter(key__in=raw["fields"]))
    if same is None:
        begin_its_notes(measure, raw["completion"], by=by)
    measure.retell(by=by)
    return measure


def begin_its_notes(measure: Measure, completion: str, *, by: User | None) -> None:
    """Every measure is told of by one note at least, so that any day's figures find it; nobody told that by itself."""
    first = ProgressNote(
        measure=measure,
        completion=completion or Completion.NO_EVIDENCE,
        status=ProgressNote.Status.PUBLISHED,
        on=measure.published_on,
    )
    first.full_clean()
    record_in_history(first, by=by)
    first.save()


def measure_key(number: int, of: dict[str, Any]) -> str:
    whole = of["plan"].key if of["plan"] else f"{of['strategy'].key}-{of['member'].key}"
    return f"{whole}-m{number}"


def drop_others(kept: list[Measure], of: dict[str, Any], *, by: User | None) -> None:
    """What this publication no longer holds stays readable, with its notes, and counts no more."""
    for measure in Measure.objects.current().filter(**of).exclude(pk__in=[measure.pk for measure in kept]):
        measure.dropped_on = timezone.localdate()
        record_in_history(measure, by=by)
        measure.save(update_fields=["dropped_on", "updated_at"])
        measure.retell(by=by)


def stand_where_it_says(
    plan: NationalPlan, about: dict[str, Any], publication: Publication, *, by: User | None
) -> None:
    """The step that the plan took, if the register does not know it yet; its source is the publication."""
    status, since = about["stands"], PartialDate.parse(about["stands_since"])
    if plan.status == status:
        if plan.present_since != since:
            words = _("The register has “%(status)s” since %(since)s: propose a correction to change that day.")
            told = words % {"status": plan.status_label, "since": plan.present_since}
            raise ValidationError({"stands_since": told})
        return
    address = settings.SITE_URL + reverse("publication", args=[plan.key, publication.number])
    source = _("Publication %(number)d of the plan in this portal, %(address)s")
    source = source % {"number": publication.number, "address": address}
    try:
        plan.step_to(status, on=since, by=by, source=source, source_kind="official")
    except ValidationError as refusal:
        raise ValidationError({"stands_since": refusal.messages}) from refusal
