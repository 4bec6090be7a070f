from __future__ import annotations

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils import timezone

from members.models import Member, RegionalStrategy
from plans.models import Measure, PlanDraft, ProgressNote, UpdateDue, strategies_of

register = template.Library()


@register.simple_tag
def work_due(user: Any) -> dict[str, Any]:
    """What waits for whoever acts for members, on the first page of the portal, which knows none of it by itself."""
    members, today = Member.objects.editable_by(user).order_by(), timezone.localdate()
    updates = UpdateDue.objects.unanswered().filter(plan__member__in=members, window__opens_on__lte=today)
    returned = PlanDraft.objects.returned().filter(member__in=members)
    unfinished = Measure.objects.ended_unfinished(today).filter(member__in=members)
    found: dict[str, Any] = {
        "updates": updates.select_related("plan__member", "window").order_by("due_on", "pk"),
        "returned": returned.select_related("member", "strategy"),
        "unfinished": unfinished.order_by("ends_on", "pk")[:10],
        "waiting": ProgressNote.objects.submittable_by(user).proposed().count(),
        "today": today,
    }
    return found | {"is_any": any(found[name] for name in ("updates", "returned", "unfinished", "waiting"))}


@register.simple_tag
def strategies_with(member: Member) -> QuerySet[RegionalStrategy]:
    return strategies_of(member).order_by("name")


@register.simple_tag
def late(due: UpdateDue) -> bool:
    return due.is_late(timezone.localdate())
