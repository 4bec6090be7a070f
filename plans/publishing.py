"""A plan is published: the register, its measures, their first notes and the numbered text, at once or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from alliance.dates import PartialDate
from alliance.workflow import record_in_history
from members.models import FieldOfAction, NationalPlan
from plans import content
from plans.models.publication import Publication
from plans.registering import write_measures

if TYPE_CHECKING:
    from people.models import User
    from plans.models.draft import PlanDraft
    from plans.models.receipt import Receipt


class Rehearsed(Exception):
    """Raised to take back what a rehearsal wrote."""


def refusals(draft: PlanDraft, told: dict[str, Any]) -> list[content.Mistake]:
    """Write the plan and take it back: what its register would refuse then, it refuses now, in the same words.

    The measures were checked one by one, and nothing but this draft writes them.
    """
    if draft.is_of_strategy:
        return []
    try:
        with transaction.atomic():
            plan = write_plan(draft, told["about"], by=None)
            stand_where_it_says(plan, told["about"], Publication(member=draft.member, plan=plan, number=1), by=None)
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
    write_measures(publication, of, by=by)
    if plan:
        covered = {key for raw in told["measures"] for key in raw["fields"]}
        plan.fields.set(FieldOfAction.objects.filter(key__in=covered))
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
    if plan.status != status:
        words = _("The register has “%(status)s”, which comes after: propose a correction if that is wrong.")
        raise ValidationError({"stands": words % {"status": plan.status_label}})
