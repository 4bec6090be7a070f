from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from documents.models import StatedFigure
from forums.api import CommitmentFilter
from forums.models import Commitment, Forum
from forums.views.announced import stated_commitments

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class Tally(NamedTuple):
    forum: Forum
    number: int
    reported: int
    stated: list[StatedFigure]

    @property
    def unreported(self) -> int:
        return self.number - self.reported


def tallies(user: User | AnonymousUser) -> list[Tally]:
    """Of each forum that has commitments how many, of how many something was reported, and what documents count."""
    seen = Commitment.objects.visible_to(user).telling_reports().order_by().values_list("forum")
    counted = seen.annotate(number_made=Count("pk"), number_reported=Count("reported_on"))
    counts = {forum: (number, reported) for forum, number, reported in counted}
    stated: dict[int | None, list[StatedFigure]] = {}
    for figure in stated_commitments(user):
        stated.setdefault(figure.forum_number, []).append(figure)
    forums = Forum.objects.filter(pk__in=counts).order_by("ordinal")
    return [Tally(forum, *counts[forum.pk], stated.get(forum.ordinal, [])) for forum in forums]


@login_not_required
@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    """The tracker: what was undertaken, forum by forum, with the filters of the API."""
    seen = Commitment.objects.visible_to(request.user).telling_reports().with_what_it_is_about()
    commitments = CommitmentFilter(request.GET, seen, request=request)
    context = {
        "filter": commitments,
        "page": page_of(commitments.qs, request),
        "api_url": reverse("commitment-list"),
        "tallies": tallies(request.user),
    }
    return render(request, "forums/commitment_list.html", context)


@login_not_required
@require_safe
def commitment_detail(request: HttpRequest, key: str) -> HttpResponse:
    seen = Commitment.objects.visible_to(request.user).telling_reports().with_what_it_is_about()
    commitment = get_object_or_404(seen, key=key)
    others = Commitment.objects.visible_to(request.user).filter(forum=commitment.forum)
    context = {
        "commitment": commitment,
        "reports": commitment.reports.all(),
        "before": others.filter(number__lt=commitment.number).order_by("number").last(),
        "after": others.filter(number__gt=commitment.number).order_by("number").first(),
    }
    return render(request, "forums/commitment_detail.html", context)
