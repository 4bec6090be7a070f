from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mailroom.rules import in_admin
from members.admin.submission import SubmissionAdmin
from outreach.models import NewsItem
from outreach.resources import NewsItemResource


@admin.register(NewsItem)
class NewsItemAdmin(SubmissionAdmin):
    """Taken in, it stands in the issue that is being drafted, to be edited there."""

    resource_classes = [NewsItemResource]
    list_display = ("title", "member", "stands_as", "told_in", "made_by", "made_at")
    list_select_related: Any = ("member", "made_by__person", "block__edition__newsletter")
    search_fields = ("title", "text", "member__name")
    readonly_fields = (
        *("title", "member", "status", "words", "link", "told_in", "made_by", "made_at", "answer", "decided_at"),
    )
    fields = (
        "title",
        ("member", "status"),
        "words",
        "link",
        "told_in",
        ("made_by", "made_at"),
        ("answer", "decided_at"),
    )

    @admin.display(description=_("what happened"))
    def words(self, item: NewsItem) -> str:
        """In its paragraphs, and nothing in it is markup."""
        escaped = mark_safe(linebreaks(item.text, autoescape=True))
        return format_html('<div class="paragraphs">{}</div>', escaped)

    @admin.display(description=_("told in"))
    def told_in(self, item: NewsItem) -> Any:
        if item.block is None:
            return None
        issue = item.block.edition.newsletter
        return format_html('<a href="{}">{}</a>', in_admin(issue), issue)

    @admin.action(description=_("Take in"), permissions=["change"])
    def accept(self, request: HttpRequest, submissions: QuerySet[Any]) -> None:
        super().accept(request, submissions)

    def said(self, done: int) -> str:
        return ngettext(
            "%(count)d item is taken in: it stands in the draft of the issue, or comes into the next.",
            "%(count)d items are taken in: they stand in the draft of the issue, or come into the next.",
            done,
        )
