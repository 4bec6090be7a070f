"""The public archive: every issue that went out, at an address that stays."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from alliance.errors import NotThere
from alliance.listing import page_of
from outreach import feed
from outreach.api import NewsletterFilter
from outreach.models import Block, Edition, Newsletter
from outreach.models.languages import MAIN

ON_A_PAGE = 24  # issues: two years


class Listed(NamedTuple):
    """An issue with the words that stand for it."""

    issue: Newsletter
    edition: Edition

    @classmethod
    def of(cls, issue: Newsletter) -> Listed:
        return cls(issue, issue.edition_for([MAIN]))


@login_not_required
@require_safe
def newsletters(request: HttpRequest) -> HttpResponse:
    headings = Block.objects.only("edition", "position", "heading")
    shown = Newsletter.objects.visible_to(request.user).prefetch_related(Prefetch("editions__blocks", headings))
    asked = NewsletterFilter(request.GET, shown, request=request)
    page = page_of(asked.qs, request, most=ON_A_PAGE)
    context = {"filter": asked, "page": page, "issues": [Listed.of(issue) for issue in page]}
    return render(request, "outreach/newsletters.html", context | {"api_url": reverse("newsletter-list")})


@login_not_required
@require_safe
def newsletter(request: HttpRequest, key: str, language: str = MAIN) -> HttpResponse:
    """What the mail said, in the same words. Staff see here how an issue will stand before it goes out."""
    issues = Newsletter.objects.visible_to(request.user).prefetch_related("editions__blocks")
    issue = get_object_or_404(issues, month=date.fromisoformat(f"{key}-01"))
    edition = next((edition for edition in issue.editions.all() if edition.language == language), None)
    if edition is None:
        raise NotThere
    context = {"newsletter": issue, "edition": edition, "told": edition.told()} | named(edition) | beside(issue)
    return render(request, "outreach/newsletter.html", context)


def named(edition: Edition) -> dict[str, Any]:
    """By which address and by which words it is cited, and in which other languages it is written."""
    address = settings.SITE_URL + edition.get_absolute_url()
    words = _("Alliance of Civilizations, “%(subject)s”, %(address)s") % {
        "subject": edition.subject,
        "address": address,
    }
    others = [other for other in edition.newsletter.editions.all() if other.pk != edition.pk]
    return {"page_address": address, "cite_as": words, "others": others}


def beside(issue: Newsletter) -> dict[str, Any]:
    """The issues before and after it, as everybody finds them."""
    there = Newsletter.objects.published()
    return {
        "before": there.filter(month__lt=issue.month).order_by("month").last(),
        "after": there.filter(month__gt=issue.month).order_by("month").first(),
    }


@login_not_required
@require_safe
@conditional_page
def newsletter_feed(request: HttpRequest) -> HttpResponse:
    issues = Newsletter.objects.published().order_by("-published_at", "-month").prefetch_related("editions__blocks")
    return feed.of([Listed.of(issue).edition for issue in issues[: feed.MOST]])
