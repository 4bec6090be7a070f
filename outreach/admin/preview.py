"""An issue as its readers will have it before them, before anybody is sent it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from mailroom.admin.message import ALONE
from mailroom.copies import Copy
from mailroom.models import Message
from outreach import mailing

WITHIN = ALONE.replace("frame-ancestors 'none'", "frame-ancestors 'self'")  # the page that shows it
WAYS = {
    "phone": gettext_lazy("Phone"),
    "desktop": gettext_lazy("Desktop"),
    "text": gettext_lazy("Text"),
}


class PreviewAdmin:
    """Written by the same code as the mail; whatever a block says, it runs nothing and loads nothing."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        wrapped = self.admin_site.admin_view
        mail = xframe_options_sameorigin(wrapped(self.mail_view))
        return [
            path("<path:object_id>/preview/", wrapped(self.preview_view), name="outreach_newsletter_preview"),
            path("<path:object_id>/mail/", mail, name="outreach_newsletter_mail"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def copy_of(self, edition: Any) -> Copy:
        return Copy(Message(letter=mailing.composed(edition)))

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        edition = self.edition_of(request, object_id)  # type: ignore[attr-defined]
        way = request.GET.get("as", "")
        context = {
            "edition": edition,
            "editions": edition.newsletter.editions.all(),
            "copy": self.copy_of(edition),
            "ways": WAYS,
            "way": way if way in WAYS else "phone",
            "title": edition.newsletter,
        }
        return self.shown(request, "preview", edition.newsletter, **context)  # type: ignore[attr-defined, no-any-return]

    def mail_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The HTML part by itself."""
        copy = self.copy_of(self.edition_of(request, object_id))  # type: ignore[attr-defined]
        if fault := copy.letter.fault:
            return HttpResponse(fault, content_type="text/plain; charset=utf-8")
        response = HttpResponse(copy.html)
        response["Content-Security-Policy"] = WITHIN
        return response
