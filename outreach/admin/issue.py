"""The page of one issue: what stands, its words to edit in place, and what becomes of it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from outreach.admin.acting import ActingAdmin, at_desk
from outreach.admin.acts import ACTS, BEFORE_SENDING, offered
from outreach.admin.recipients import told_of
from outreach.drafting import draft
from outreach.forms.acts import MonthForm
from outreach.forms.issue import Issue
from outreach.mailing import expected
from outreach.models import Edition, Newsletter
from outreach.models.languages import MAIN
from people.models import User


class IssueAdmin(ActingAdmin):
    """Whichever button is pressed, what was typed is kept first; every act is a verb of the model."""

    model: Any
    admin_site: Any

    def edition_of(self, request: HttpRequest, object_id: str) -> Edition:
        """The one on the desk: that of `language`, else the main one."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        try:
            key = self.model._meta.pk.clean(unquote(object_id), None)
        except ValidationError:
            raise Http404 from None
        language = request.GET.get("language") or MAIN
        found = Edition.objects.select_related("newsletter__submitted_by__person", "newsletter__approved_by__person")
        edition = found.filter(newsletter=key, language=language).first()
        if edition is None:
            raise Http404
        if request.method == "POST" and not self.may_act(request):
            raise PermissionDenied
        return edition

    def may_act(self, request: HttpRequest) -> bool:
        return bool(self.has_change_permission(request))  # type: ignore[attr-defined]

    # a new one

    def add_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        form = MonthForm(request.POST or None)
        if form.is_valid():
            newsletter = self.drafted(request, form.cleaned_data["month"])
            return redirect("admin:outreach_newsletter_change", newsletter.pk)
        why = _(
            "It is drafted from what the registers tell of that month; you edit it, and a second person approves it."
        )
        back = reverse("admin:outreach_newsletter_changelist")
        return self.asked(request, form, title=_("Draft a newsletter"), why=why, label=_("Draft it"), back=back)

    def drafted(self, request: HttpRequest, month: Any) -> Newsletter:
        if newsletter := Newsletter.objects.of_their_month().filter(month=month).first():
            messages.info(request, _("This month has its newsletter already."))
            return newsletter
        newsletter = draft(month, by=cast("User", request.user))
        if newsletter.has_nothing:
            words = _("Nothing happened in %(month)s that the registers tell: as it stands, it is sent to nobody.")
            messages.warning(request, words % {"month": newsletter.name_of_month})
        else:
            messages.success(request, _("Drafted from the registers."))
        return newsletter

    # its page

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        seen = self.seen(request, object_id)
        edition = self.edition_of(request, object_id)
        if request.method != "POST":
            return self.page(request, edition, Issue(edition), seen)
        is_kept, issue = self.kept(request, edition)
        if not is_kept:
            return self.page(request, self.edition_of(request, object_id), issue, seen)
        name = request.POST.get("act", "")
        if name in ACTS:
            return self.acted(request, edition, name)
        messages.success(request, _("Kept."))
        number = request.POST.get("up") or request.POST.get("down") or ""
        return redirect(at_desk(edition) + (f"#block-{number}" if number.isdecimal() else ""))

    def kept(self, request: HttpRequest, edition: Edition) -> tuple[bool, Issue]:
        """An act on what is no draft any more comes without words to keep."""
        issue = Issue(edition)
        if f"edition-{edition.pk}-seen" not in request.POST:
            return True, issue
        try:
            with transaction.atomic():
                edition.newsletter.lock()
                issue = Issue(edition, request.POST)
                if issue.is_valid():
                    issue.save(by=cast("User", request.user))
                    return True, issue
                messages.error(request, _("Nothing is saved yet, and nothing you typed is lost: see below."))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            issue = Issue(edition, request.POST)
        return False, issue

    def seen(self, request: HttpRequest, object_id: str) -> str:
        """What a second person approves; asked before the words are read, so that nothing in between counts as seen."""
        return Newsletter(pk=self.key_of(unquote(object_id))).version  # type: ignore[attr-defined]

    def page(self, request: HttpRequest, edition: Edition, issue: Issue, seen: str) -> HttpResponse:
        newsletter, by = edition.newsletter, cast("User", request.user)
        may_act = self.may_act(request)
        context = {
            "issue": issue,
            "edition": edition,
            "editions": newsletter.editions.all(),
            "is_editable": may_act and newsletter.is_editable,
            "acts": offered(newsletter, to=by) if may_act else [],
            "waits_for_another": newsletter.status == newsletter.Status.SUBMITTED and newsletter.submitted_by == by,
            "may_delete": self.has_delete_permission(request, newsletter),  # type: ignore[attr-defined]
            "posted": told_of(newsletter, to=by),
            "expected": expected(newsletter) if newsletter.status in BEFORE_SENDING else None,
            "seen": seen,
            "title": newsletter,
        }
        return self.shown(request, "issue", newsletter, **context)

    def asked(self, request: HttpRequest, form: Any, newsletter: Any = None, **context: Any) -> HttpResponse:
        return self.shown(request, "act", newsletter, form=form, **context)

    def shown(self, request: HttpRequest, name: str, newsletter: Newsletter | None, **context: Any) -> HttpResponse:
        frame = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "original": newsletter,
            "newsletter": newsletter,
            "media": self.media,  # type: ignore[attr-defined]
            **context,
        }
        return TemplateResponse(request, f"admin/outreach/{name}.html", frame)
