from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from alliance.attention import rows
from alliance.listing import page_of
from documents.models import Document
from partnerships.api import AgreementFilter
from partnerships.models import Agreement
from partnerships.models.agreement import NOTICE, AgreementQuerySet


@login_not_required
@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    """Agreements, letters of intent and decisions as a list, with the filters of the API."""
    found = Agreement.objects.prefetch_related("parties__partner")
    agreements = AgreementFilter(request.GET, found, request=request)
    context = {
        "filter": agreements,
        "page": page_of(agreements.qs, request),
        "api_url": reverse("agreement-list"),
        "is_staff": request.user.is_staff,
    }
    return render(request, "partnerships/agreement_list.html", context)


@login_not_required
@require_safe
def agreement_detail(request: HttpRequest, key: str) -> HttpResponse:
    today, user = timezone.localdate(), request.user
    found = Agreement.objects.as_of(today, user=user).prefetch_related("parties__partner", "fields")
    agreement = get_object_or_404(found, key=key)
    texts = Document.objects.visible_to(user).filter(text_of=agreement).prefetch_related("language_versions")
    related = Agreement.objects.as_of(today, user=user).prefetch_related("parties__partner")
    context = {
        "agreement": agreement,
        "steps": agreement.steps.visible_to(user).with_documents(user).order_by("-on", "-pk"),
        "text": texts.first(),
        "announcements": agreement.announcements.visible_to(user).select_related("forum"),
        "commitments": agreement.commitments.visible_to(user).telling_reports().select_related("forum"),
        "before": chain(related, agreement),
        "after": related.filter(predecessor=agreement).order_by("concluded_on", "pk"),
    }
    return render(request, "partnerships/agreement_detail.html", context)


def chain(related: AgreementQuerySet, agreement: Agreement) -> list[Agreement]:
    """What came before, the first one first, as far as it may be seen."""
    before = related.filter(successors=agreement).first() if agreement.predecessor_id else None
    return [*chain(related, before), before] if before else []


class Rung(NamedTuple):
    name: str | Promise
    agreements: AgreementQuerySet
    address: str

    @property
    def tells_when_it_expires(self) -> bool:
        return any(agreement.expires_on for agreement in self.agreements)


@login_not_required
@require_safe
def agreement_pipeline(request: HttpRequest) -> HttpResponse:
    """What is on its way to a signature, and what was signed and is not yet in order; nobody but staff knows of it."""
    if not request.user.is_staff:
        raise Http404
    today = timezone.localdate()
    seen = Agreement.objects.as_of(today, user=request.user).told_last().prefetch_related("parties__partner")
    return render(request, "partnerships/agreement_pipeline.html", {"rungs": rungs(seen, today)})


def rungs(seen: AgreementQuerySet, today: date) -> list[Rung]:
    agreements, register = Agreement.objects.order_by(), "partnerships_agreement"
    found: list[tuple[Any, AgreementQuerySet, dict[str, str]]] = [
        (_("Approached"), agreements.approached(today), {"status__exact": Agreement.Status.APPROACHED}),
        (_("In negotiation"), agreements.negotiating(today), {"status__exact": Agreement.Status.NEGOTIATING}),
        (_("Expiring"), agreements.expiring(today, timedelta(days=NOTICE)), {"work": "expiring"}),
        (_("Signed, but the text is missing"), agreements.without_text(today), {"work": "text"}),
    ]
    seen = seen.order_by(F("then_on").asc(), "pk")
    return [Rung(name, seen.filter(pk__in=some.values("pk")), rows(register, **asked)) for name, some, asked in found]
