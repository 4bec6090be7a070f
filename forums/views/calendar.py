from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from alliance.calendars import as_calendar
from forums.api import ForumFilter, MeetingFilter
from forums.calendar import of_forums, of_meetings
from forums.models import Forum, Meeting


@login_not_required
@require_safe
@conditional_page
def forums_ical(request: HttpRequest) -> HttpResponse:
    """The forums that the filters of the list find, for a calendar."""
    shown = Forum.objects.showing_host_to(request.user).select_related("country")
    return as_calendar(of_forums(ForumFilter(request.GET, shown, request=request).qs), "forums")


@login_not_required
@require_safe
@conditional_page
def meetings_ical(request: HttpRequest) -> HttpResponse:
    shown = Meeting.objects.visible_to(request.user)
    return as_calendar(of_meetings(MeetingFilter(request.GET, shown, request=request).qs), "meetings")
