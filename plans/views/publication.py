"""What was published: every text of a plan or of a part of an action plan, and any two of them compared."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from alliance.errors import NotThere
from alliance.listing import page_of
from plans.comparison import ChangedSection, compared, sections
from plans.models import Measure, Publication
from plans.models.publication import PublicationQuerySet
from plans.texts import texts_of

TEXTS_ON_A_PAGE, CHANGES_ON_A_PAGE = 20, 20


@login_not_required
@require_safe
def publication_list(request: HttpRequest, key: str) -> HttpResponse:
    return listed(request, of_plan(request, key))


@login_not_required
@require_safe
def strategy_publication_list(request: HttpRequest, key: str, member: str) -> HttpResponse:
    return listed(request, of_strategy(request, key, member))


@login_not_required
@require_safe
def publication_detail(request: HttpRequest, key: str, number: int) -> HttpResponse:
    return shown(request, of_plan(request, key), number)


@login_not_required
@require_safe
def strategy_publication_detail(request: HttpRequest, key: str, member: str, number: int) -> HttpResponse:
    return shown(request, of_strategy(request, key, member), number)


@login_not_required
@require_safe
def publications_compared(request: HttpRequest, key: str, first: int, second: int) -> HttpResponse:
    return side_by_side(request, of_plan(request, key), first, second)


@login_not_required
@require_safe
def strategy_publications_compared(
    request: HttpRequest, key: str, member: str, first: int, second: int
) -> HttpResponse:
    return side_by_side(request, of_strategy(request, key, member), first, second)


def of_plan(request: HttpRequest, key: str) -> PublicationQuerySet:
    return to_see(request).filter(plan__key=key)


def of_strategy(request: HttpRequest, key: str, member: str) -> PublicationQuerySet:
    return to_see(request).filter(strategy__key=key, member__key=member)


def to_see(request: HttpRequest) -> PublicationQuerySet:
    seen = Publication.objects.visible_to(request.user)
    return seen.select_related("member", "plan__member", "strategy").order_by("-number")


def listed(request: HttpRequest, publications: PublicationQuerySet) -> HttpResponse:
    """All texts, and a form to choose the two that are compared: it leads to an address that can be cited."""
    latest = publications.defer("content").first()
    if latest is None:
        raise NotThere
    wanted = [request.GET.get("first", ""), request.GET.get("second", "")]
    if all(number.isascii() and number.isdigit() and len(number) < 6 for number in wanted):
        return redirect(latest.get_comparison_url(*(int(number) for number in wanted)))
    page = page_of(publications.defer("content"), request, most=TEXTS_ON_A_PAGE)
    numbers = [publication.number for publication in page]
    shown = list(publications.filter(number__range=(numbers[-1] - 1, numbers[0]))) if numbers else []
    context = {"latest": latest, "page": page, "texts": texts_of(shown)[: len(numbers)]}
    return render(
        request, "plans/publication_list.html", context | choices(publications, latest.number - 1, latest.number)
    )


def shown(request: HttpRequest, publications: PublicationQuerySet, number: int) -> HttpResponse:
    publication = get_object_or_404(publications, number=number)
    measures = Measure.objects.filter(member=publication.member).of(publication.whole)
    context = {
        "publication": publication,
        "latest": publications.defer("content").first(),
        "written": sections(publication.content),
        "measures": dict(measures.values_list("number", "key")),
    }
    return render(request, "plans/publication_detail.html", context)


def side_by_side(request: HttpRequest, publications: PublicationQuerySet, first: int, second: int) -> HttpResponse:
    """What changed from the one to the other, marked; what is the same in both is only named."""
    before, after = get_object_or_404(publications, number=first), get_object_or_404(publications, number=second)
    found = compared(before.content, after.content)
    changed: Any = [section for section in found if section.state != "same"]
    context = {
        "before": before,
        "after": after,
        "tally": tally(found),
        "page": page_of(changed, request, most=CHANGES_ON_A_PAGE),
        "unchanged": [section for section in found if section.state == "same"],
    }
    return render(request, "plans/publications_compared.html", context | choices(publications, first, second))


def tally(found: list[ChangedSection]) -> list[tuple[str, int]]:
    """How many sections are new, changed, taken out and unchanged, in words."""
    counts: dict[str, int] = {}
    for section in found:
        counts[section.state_words] = counts.get(section.state_words, 0) + 1
    return [*counts.items()]


def choices(publications: PublicationQuerySet, first: int, second: int) -> dict[str, Any]:
    """The form that chooses two."""
    known = publications.order_by("number").values_list("number", "published_at")
    return {"choices": known, "first": max(first, 1), "second": second}
