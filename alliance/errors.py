"""Error pages in the portal's look."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


class NotThere(Http404):
    """What was asked for is not there, in words that the visitor may read."""


@login_not_required
def addresses_are_the_office_s(request: HttpRequest) -> HttpResponse:
    """Changed by the secretariat alone: an open session must not be enough to take an account over."""
    raise NotThere(_("The secretariat changes the address by which you sign in."))


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = str(exception) if isinstance(exception, NotThere) else ""
    return render(request, "404.html", {"words": words}, status=404)
