"""The page on which staff read what was submitted, comment on it, and return or publish it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextareaWidget

from people.models import User
from plans.models import Publication, Receipt
from plans.reading import Reading, Remarks, is_number


class PublishForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("A word to the focal point"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("It may stay empty; it stands beside the receipt."),
    )


class ReviewAdmin:
    """Adds the two addresses to the register of receipts; every decision is a verb of the draft."""

    model: Any
    admin_site: Any

    def get_urls(self) -> list[Any]:
        wrapped = self.admin_site.admin_view
        return [
            path("<path:object_id>/review/", wrapped(self.review_view), name="plans_receipt_review"),
            path("<path:object_id>/publish/", wrapped(self.publish_view), name="plans_receipt_publish"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def receipt_of(self, request: HttpRequest, object_id: str) -> Receipt:
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        try:
            key = self.model._meta.pk.clean(unquote(object_id), None)
        except ValidationError:
            raise Http404 from None
        found = Receipt.objects.select_related("draft__member", "draft__strategy", "submitted_by__person")
        receipt = found.filter(pk=key).first()
        if receipt is None:
            raise Http404
        if request.method == "POST" and not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return receipt

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        receipt = self.receipt_of(request, object_id)
        if request.method != "POST":
            return self.review_page(request, Reading(receipt, request.GET))
        remarks = Remarks(receipt, request.POST)
        try:
            said = self.decide(request, receipt, remarks)
        except ValidationError as refusal:
            if "open" in request.POST:
                messages.error(request, " ".join(refusal.messages))
                return redirect("admin:plans_receipt_review", receipt.pk)
            fresh = self.receipt_of(request, object_id)
            return self.review_page(request, Reading(fresh, request.GET, remarks.refused(refusal)))
        if "publish" in request.POST:
            return redirect("admin:plans_receipt_publish", receipt.pk)
        messages.success(request, said)
        here, number = reverse("admin:plans_receipt_review", args=[receipt.pk]), request.POST.get("keep", "")
        return redirect(f"{here}#m{number}" if is_number(number) else here)

    @transaction.atomic
    def decide(self, request: HttpRequest, receipt: Receipt, remarks: Remarks) -> str:
        """Whatever button is pressed, the comments that were written beside it are kept."""
        by = cast("User", request.user)
        if "open" in request.POST:
            receipt.draft.open(by=by, receipt=receipt)
            return _("Opened: from now on the focal point cannot recall it.")
        kept = remarks.keep(by=by)
        if "take_back" in request.POST:
            remarks.take_back(request.POST["take_back"], by=by)
            return _("The comment is taken back.")
        if "return" in request.POST:
            receipt.draft.return_to_member(by=by, note=remarks.note, receipt=receipt)
            return _("Returned to the focal point, with the reason and the comments.")
        return _("The comments are kept.") if kept else _("There was no comment to keep.")

    def review_page(self, request: HttpRequest, reading: Reading) -> HttpResponse:
        may_act = self.has_change_permission(request)  # type: ignore[attr-defined]
        is_open = may_act and reading.receipt.is_in_review
        title = _("Review: %(plan)s") % {"plan": reading.receipt.draft.name}
        return self.shown(request, reading, "review", title=title, may_act=may_act, is_open=is_open)

    def shown(self, request: HttpRequest, reading: Reading, name: str, **more: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "reading": reading,
            "receipt": reading.receipt,
            "draft": reading.receipt.draft,
            **more,
        }
        return TemplateResponse(request, f"admin/plans/{name}.html", context)

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """Asks once more, and publishes; what the registers refuse is told here, and nothing is half-saved."""
        receipt = self.receipt_of(request, object_id)
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        if not receipt.is_in_review:
            told = {"plan": receipt.draft.name, "now": receipt.draft.get_status_display()}
            messages.error(request, _("%(plan)s is %(now)s.") % told)
            return redirect("admin:plans_receipt_review", receipt.pk)
        form = PublishForm(request.POST if request.method == "POST" else None)
        if publication := self.published(receipt, form, by=cast("User", request.user)):
            messages.success(request, _("Published: %(publication)s.") % {"publication": publication})
            return redirect("admin:plans_receipt_review", receipt.pk)
        reading = Reading(self.receipt_of(request, object_id), request.GET)
        title = _("Publish: %(plan)s") % {"plan": receipt.draft.name}
        media = self.media + form.media  # type: ignore[attr-defined]
        return self.shown(request, reading, "publish", title=title, form=form, media=media)

    def published(self, receipt: Receipt, form: PublishForm, *, by: User) -> Publication | None:
        if not form.is_valid():
            return None
        try:
            publication: Publication = receipt.draft.publish(by=by, note=form.cleaned_data["note"], receipt=receipt)
        except ValidationError as refusal:
            form.add_error(None, Remarks.spoken(refusal))
            return None
        return publication
