"""The last issues, whole, for whoever reads by feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from outreach.models import Edition

MOST = 24
NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # the feed of an empty archive does not change either


class WholeFeed(Atom1Feed):
    """With the whole text of each entry, and where its relative addresses begin."""

    mime_type = "application/atom+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:base": f"{settings.SITE_URL}/"}

    def latest_post_date(self) -> Any:
        return max((item["updateddate"] for item in self.items), default=NOTHING_YET)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html", "xml:lang": item["language"]})
        for other in item["others"]:
            address = settings.SITE_URL + other.get_absolute_url()
            handler.addQuickElement("link", "", {"rel": "alternate", "href": address, "hreflang": other.language})


def of(editions: Iterable[Edition]) -> HttpResponse:
    """What was published is never changed: an entry is updated when it comes out."""
    found = WholeFeed(
        title=_("Newsletter of the Alliance of Civilizations"),
        subtitle=_("What happened in the month, from the registers of the Alliance."),
        link=settings.SITE_URL + reverse("newsletters"),
        feed_url=settings.SITE_URL + reverse("newsletter_feed"),
        description="",
        language=settings.LANGUAGE_CODE,
        author_name=_("Secretariat of the United Nations Alliance of Civilizations"),
    )
    for edition in editions:
        issue, address = edition.newsletter, settings.SITE_URL + edition.get_absolute_url()
        found.add_item(
            title=edition.subject,
            link=address,
            description="; ".join(block.heading for part in edition.told() for block in part.blocks),
            unique_id=address,
            pubdate=issue.published_at,
            updateddate=issue.published_at,
            categories=[*dict.fromkeys(str(part.name) for part in edition.told())],
            content=render_to_string("outreach/feed_entry.html", {"edition": edition, "told": edition.told()}),
            language=edition.language,
            others=[other for other in issue.editions.all() if other.pk != edition.pk],
        )
    return HttpResponse(found.writeString("utf-8"), content_type=WholeFeed.mime_type)
