"""A focal point's own calendar: the page that makes its address, and the address."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance.calendars import KIND
from alliance.errors import NotThere
from alliance.rates import page_limited
from people.models import User
from plans.calendar import of_person
from plans.models import CalendarFeed

SECRET = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}


@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The address is shown once, on the answer to the press that made it, and kept nowhere."""
    user, address = request.user, ""
    if not isinstance(user, User) or not user.acts_for_a_member(timezone.localdate()):
        raise Http404
    if request.method == "POST" and "close" in request.POST:
        CalendarFeed.close(user)
        messages.success(request, _("Closed: the address opens nothing any more."))
        return redirect("my_calendar")
    if request.method == "POST":
        address = CalendarFeed.open(user)
    feed = CalendarFeed.objects.filter(account=user.pk).first()
    return render(request, "plans/my_calendar.html", {"feed": feed, "address": address})


@login_not_required
@require_safe
@page_limited("calendar")
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """No session is asked for: whoever has the address reads what its owner may see today, and nothing else."""
    feed = CalendarFeed.found(token)
    if feed is None:
        raise NotThere(_("This calendar address opens nothing: it was mistyped, replaced or closed."))
    with translation.override(feed.account.mail_language):
        response = HttpResponse(of_person(feed.account, timezone.localdate()), content_type=KIND)
    if request.method == "GET":
        feed.note_reading()
    for name, value in SECRET.items():
        response[name] = value
    response["Content-Disposition"] = 'inline; filename="due.ics"'
    set_response_etag(response)
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer or response
