"""Error pages in the portal's look."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


class NotThere(Http404):
    """What was asked for is not there, in words that the visitor may read."""


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = str(exception) if isinstance(exception, NotThere) else ""
    return render(request, "404.html", {"words": words}, status=404)
