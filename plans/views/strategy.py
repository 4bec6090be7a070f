from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from members.models import Member, RegionalStrategy
from plans.models import Initiative, Measure, Publication
from plans.progress import progress_by_field, progress_of


class ParticipantsLines(NamedTuple):
    """What one participant has undertaken in the action plan, and the newest text in which it did."""

    member: Member
    measures: list[Measure]
    publication: Publication | None


@login_not_required
@require_safe
def strategy_detail(request: HttpRequest, key: str) -> HttpResponse:
    today = timezone.localdate()
    strategy = get_object_or_404(RegionalStrategy.objects.as_of(today, user=request.user), key=key)
    context = {
        "strategy": strategy,
        "steps": strategy.steps.visible_to(request.user).with_documents(request.user).order_by("-on", "-pk"),
        "participants": strategy.participants.told_membership(today).defer("stance").select_related("country"),
        "partners": strategy.partners.visible_to(request.user).select_related("partner"),
        "announcements": strategy.announcements.visible_to(request.user).select_related("forum"),
        "commitments": strategy.commitments.visible_to(request.user).telling_reports().select_related("forum"),
        "meetings": strategy.meetings.visible_to(request.user),
        "aliases": strategy.aliases.all(),
        "proposals": strategy.proposals.visible_to(request.user),
    }
    return render(request, "plans/strategy_detail.html", context | undertaken_in(strategy, request))


def undertaken_in(strategy: RegionalStrategy, request: HttpRequest) -> dict[str, Any]:
    """The action plan, participant by participant, and the calendar of what they host."""
    measures = Measure.objects.visible_to(request.user).of(strategy).current()
    initiatives = Initiative.objects.visible_to(request.user).filter(strategy=strategy)
    return {
        "action_plan": lines_by_participant(strategy, request),
        "progress": progress_of(measures),
        "fields": progress_by_field(measures),
        "initiatives": initiatives.select_related("member").by_day(),
    }


def lines_by_participant(strategy: RegionalStrategy, request: HttpRequest) -> list[ParticipantsLines]:
    measures = Measure.objects.visible_to(request.user).of(strategy).current().with_whole()
    texts = Publication.objects.visible_to(request.user).of(strategy).defer("content")
    latest = {text.member_id: text for text in texts.select_related("member", "strategy").order_by("number")}
    found: dict[int, ParticipantsLines] = {}
    for measure in measures.order_by("member__name", "member", "number"):
        part = ParticipantsLines(measure.member, [], latest.get(measure.member_id))
        found.setdefault(measure.member_id, part).measures.append(measure)
    return [*found.values()]
