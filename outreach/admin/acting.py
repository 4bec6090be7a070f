"""The doors to what becomes of an issue."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from outreach.admin.acts import ACTS, Act
from outreach.mailing import expected
from outreach.models import Edition, Newsletter
from outreach.models.languages import MAIN


class ActingAdmin:
    """Asks first where an act asks for something, does it, and tells in words what is refused."""

    admin_site: Any
    edition_of: Any
    may_act: Any
    asked: Any

    def get_urls(self) -> list[Any]:
        act = self.admin_site.admin_view(self.act_view)
        return [
            path("<path:object_id>/acts/<slug:name>/", act, name="outreach_newsletter_act"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def act_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponseBase:
        """Asks first, where the act asks for something; else only whether it is meant."""
        edition = self.edition_of(request, object_id)
        if name not in ACTS:
            raise Http404
        if not self.may_act(request):
            raise PermissionDenied
        act = ACTS[name]
        if request.method != "POST" and edition.newsletter.status not in act.statuses:
            messages.error(request, not_now(edition))
            return redirect(at_desk(edition))
        sent = request.POST if request.method == "POST" else request.GET
        if act.is_of_what_was_seen and not sent.get("seen"):
            messages.error(request, _("Read the issue here first, then decide."))
            return redirect(at_desk(edition))
        form = act.form(edition.newsletter, request.POST if request.method == "POST" else None)
        if request.method == "POST" and (form is None or form.is_valid()):
            told = form.cleaned_data if form else {}
            if self.done(request, edition, act, form, told):
                return redirect(at_desk(edition, told.get("language")))
            if form is None or form.is_valid():
                return redirect(at_desk(edition))
        labels: dict[str, Any] = {"title": act.label, "label": act.label, "why": act.why, "back": at_desk(edition)}
        if act.is_of_what_was_seen:
            labels |= {"seen": sent["seen"], "expected": expected(edition.newsletter)}
        page: HttpResponse = self.asked(request, form, newsletter=edition.newsletter, **labels)
        return page

    def acted(self, request: HttpRequest, edition: Edition, name: str) -> HttpResponse:
        act = ACTS[name]
        if act.asks:
            address = reverse("admin:outreach_newsletter_act", args=[edition.newsletter_id, name])
            told = {"language": edition.language, "seen": request.POST.get("seen", "")}
            return redirect(f"{address}?{urlencode(told)}")
        self.done(request, edition, act)
        return redirect(at_desk(edition))

    def done(self, request: HttpRequest, edition: Edition, act: Act, form: Any = None, told: Any = ()) -> bool:
        """Or told in words why not, at the right box; what was changed meanwhile is told where it is read."""
        told = dict(told) | ({"seen": request.POST.get("seen", "")} if act.is_of_what_was_seen else {})
        fresh = Edition.objects.select_related("newsletter").get(pk=edition.pk)
        try:
            with transaction.atomic():
                if fresh.newsletter.status not in act.statuses:
                    raise ValidationError(not_now(fresh))
                act.does(fresh, by=request.user, **told)
        except ValidationError as refusal:
            if form is None or getattr(refusal, "code", "") == Newsletter.OVERTAKEN:
                messages.error(request, " ".join(refusal.messages))
            else:
                form.add_error(None, at_its_box(form, refusal))
            return False
        messages.success(request, act.done)
        return True


def not_now(edition: Edition) -> str:
    words = _("%(newsletter)s (%(status)s): this cannot be done with it now.")
    return words % {"newsletter": edition.newsletter, "status": edition.newsletter.get_status_display()}


def at_desk(edition: Edition, language: str | None = None) -> str:
    address, shown = (
        reverse("admin:outreach_newsletter_change", args=[edition.newsletter_id]),
        language or edition.language,
    )
    return address if shown == MAIN else f"{address}?{urlencode({'language': shown})}"


def at_its_box(form: Any, refusal: ValidationError) -> Any:
    told = getattr(refusal, "error_dict", None)
    return refusal if told and all(name in form.fields for name in told) else refusal.messages
