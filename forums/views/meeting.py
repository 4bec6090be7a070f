from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.listing import page_of
from documents.models import Document
from forums.api import EventFilter, MeetingFilter, RecognitionFilter
from forums.models import Event, Meeting, Recognition


@login_not_required
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings as a list, and those of the Group of Friends beside what its norm asks for."""
    seen = Meeting.objects.visible_to(request.user)
    meetings = MeetingFilter(request.GET, seen.select_related("forum", "strategy", "network"), request=request)
    norm = seen.against_the_norm(timezone.localdate())
    context = {
        "filter": meetings,
        "page": page_of(meetings.qs, request),
        "api_url": reverse("meeting-list"),
        "norm": norm,
        "this_year": norm[0],
    }
    return render(request, "forums/meeting_list.html", context)


@login_not_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Where the Alliance was, and the time line, with the filters of the API."""
    events = EventFilter(request.GET, Event.objects.visible_to(request.user), request=request)
    page = page_of(events.qs, request)
    texts = Document.objects.visible_to(request.user).in_bulk(
        {event.document_id for event in page if event.document_id}
    )
    for event in page:
        event.text = texts.get(event.document_id)
    context = {"filter": events, "page": page, "api_url": reverse("event-list")}
    return render(request, "forums/event_list.html", context)


@login_not_required
@require_safe
def recognition_list(request: HttpRequest) -> HttpResponse:
    """By which documents others recognize the Alliance."""
    seen = Recognition.objects.visible_to(request.user).showing_agreement_to(request.user)
    recognitions = RecognitionFilter(request.GET, seen.select_related("document"), request=request)
    context = {
        "filter": recognitions,
        "page": page_of(recognitions.qs, request),
        "api_url": reverse("recognition-list"),
    }
    return render(request, "forums/recognition_list.html", context)
