"""The public archive: every issue that went out, at an address that stays."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed as Syndication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from alliance.errors import NotThere
from alliance.listing import page_of
from outreach.models import Newsletter
from outreach.models.languages import MAIN


@login_not_required
@require_safe
def newsletters(request: HttpRequest) -> HttpResponse:
    page = page_of(Newsletter.objects.published().prefetch_related("editions"), request)
    return render(request, "outreach/newsletters.html", {"page": page})


@login_not_required
@require_safe
def newsletter(request: HttpRequest, key: str, language: str = MAIN) -> HttpResponse:
    issues = Newsletter.objects.published().prefetch_related("editions__blocks")
    issue = get_object_or_404(issues, month=date.fromisoformat(f"{key}-01"))
    edition = next((edition for edition in issue.editions.all() if edition.language == language), None)
    if edition is None:
        raise NotThere
    return render(request, "outreach/newsletter.html", {"newsletter": issue, "edition": edition})


class Feed(Syndication[Any, Any]):
    """The last issues, whole, for whoever reads by feed (RFC 4287)."""

    feed_type = Atom1Feed
    title = _("Newsletter of the Alliance of Civilizations")
    subtitle = _("What happened in the month, from the registers of the Alliance.")
    MOST = 24

    def link(self) -> str:
        return reverse("newsletters")

    def items(self) -> Any:
        return Newsletter.objects.published().prefetch_related("editions__blocks")[: self.MOST]
