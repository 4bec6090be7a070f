from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from alliance.sources import Source
from documents.models import StatedFigure
from forums.api import ForumFilter
from forums.models import Forum, Meeting, Session
from forums.views.announced import announced_at


class Part(NamedTuple):
    """What a programme has of one kind; notes and sources that all of it shares are told once."""

    name: str
    number: int
    sessions: list[Session]
    notes: list[str]
    sources: list[Source]


def programme(sessions: Iterable[Session]) -> list[Part]:
    found: dict[str, list[Session]] = {}
    for session in sorted(sessions, key=lambda session: session.ordinal or 0):
        found.setdefault(session.kind, []).append(session)
    return [part_of(kind, found[kind]) for kind in Session.Kind if kind in found]


def part_of(kind: Session.Kind, sessions: list[Session]) -> Part:
    number = sum(session.count for session in sessions)
    name = kind.label if number == 1 else Session.SEVERAL[kind]
    notes = dict.fromkeys(session.note for session in sessions if session.note)
    sources = dict.fromkeys(source for session in sessions for source in session.sources)
    return Part(str(name), number, sessions, [*notes], [*sources])


@login_not_required
@require_safe
def forum_list(request: HttpRequest) -> HttpResponse:
    """The forums as a list, with the filters of the API."""
    found = Forum.objects.showing_host_to(request.user).select_related("country", "host")
    forums = ForumFilter(request.GET, found, request=request)
    context = {"filter": forums, "page": page_of(forums.qs, request), "api_url": reverse("forum-list")}
    return render(request, "forums/forum_list.html", context)


@login_not_required
@require_safe
def forum_detail(request: HttpRequest, ordinal: int) -> HttpResponse:
    user = request.user
    seen = Forum.objects.as_of(timezone.localdate(), user=user).select_related("country")
    forum = get_object_or_404(seen, ordinal=ordinal)
    figures = StatedFigure.objects.visible_to(user).filter(forum_number=forum.ordinal)
    context = {
        "forum": forum,
        "host": forum.host_for(user),
        "outcome": forum.outcome_for(user),
        "steps": forum.steps.visible_to(user).with_documents(user).order_by("-on", "-pk"),
        "programme": programme(forum.sessions.all()),
        "meetings": Meeting.objects.visible_to(user).filter(forum=forum).order_by("starts_on", "pk"),
        "figures": figures.select_related("document").order_by("measure", "part", "-scope", "-value", "pk"),
        "before": Forum.objects.visible_to(user).filter(ordinal__lt=forum.ordinal).first(),
        **announced_at(forum, user),
        "after": Forum.objects.visible_to(user).filter(ordinal__gt=forum.ordinal).order_by("ordinal").first(),
    }
    return render(request, "forums/forum_detail.html", context)
