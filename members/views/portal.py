"""The focal point's door: what one acts for, and nothing of anybody else's."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.acts import tried
from alliance.listing import page_of
from members.api import FocalPointFilter
from members.forms import CorrectionForm, NominationForm
from members.models import Correction, FocalPoint, Member, Nomination
from members.models.submission import Submission
from people.models import User


@require_safe
def portal_home(request: HttpRequest) -> HttpResponse:
    """Where a person who signs in finds the members they act for, what is due and what was answered."""
    user, today = cast("User", request.user), timezone.localdate()
    mine = FocalPoint.objects.current(today).filter(person=user.person_id).select_related("member", "person")
    if user.person:
        prefetch_related_objects([user.person], "focal_points")
    beside = FocalPoint.objects.current(today).filter(member__in=Member.objects.editable_by(user))
    context = {
        "appointments": mine.prefetch_related(Prefetch("member__plan_drafts", plans_in_work())),
        "standing": {member.pk: member for member in Member.objects.editable_by(user).as_of(today, user=user)},
        "colleagues": beside.exclude(person=user.person_id).select_related("member", "person"),
        "is_to_confirm": bool(user.person and user.person.is_to_confirm(today)),
        "is_unconfirmed": bool(user.person and user.person.is_unconfirmed(today)),
        "confirmation_due_on": user.person and user.person.confirmation_due_on(today),
        "ending": mine.ending(today, FocalPoint.NOTICE),
        "submissions": submissions_of(user),
    }
    return render(request, "members/portal_home.html", context)


def plans_in_work() -> QuerySet[Any]:
    """They know their member, it does not know them."""
    known: Any = Member._meta.get_field("plan_drafts").related_model
    standing: QuerySet[Any] = known.objects.standing().telling_last_save().select_related("member", "strategy")
    return standing


def submissions_of(user: User) -> list[Submission]:
    """The latest of the members one acts for, whoever made them, in the registers of this app and of those above it."""
    found: list[Submission] = []
    for register in Submission.__subclasses__():
        made: Any = register._default_manager.all()
        found += made.editable_by(user).select_related("member", "made_by__person")[:20]
    return sorted(found, key=lambda submission: submission.made_at, reverse=True)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Colleagues who have agreed to be found; for those who act for a member, and for staff."""
    user = cast("User", request.user)
    today = timezone.localdate()
    listed = FocalPoint.objects.visible_to(user).listed(today).told_unconfirmed(today)
    colleagues = FocalPointFilter(request.GET, listed.select_related("member__country", "person"), request=request)
    context = {
        "filter": colleagues,
        "page": page_of(colleagues.qs, request),
        "api_url": reverse("focal-point-list"),
        "is_listed": bool(user.person and user.person.is_listed),
    }
    return render(request, "members/directory.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def nomination(request: HttpRequest, key: str) -> HttpResponse:
    said = _("Nominated. The secretariat confirms it; you see here when it has.")
    return proposed(request, key, NominationForm, "members/nomination_form.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, key: str) -> HttpResponse:
    said = _("Proposed. The secretariat decides; you see here when it has.")
    return proposed(request, key, CorrectionForm, "members/correction_form.html", said)


def proposed(request: HttpRequest, key: str, form_class: Any, template: str, said: str) -> HttpResponse:
    user = cast("User", request.user)
    member = get_object_or_404(Member.objects.represented_by(user), key=key)
    form = form_class(request.POST or None, instance=form_class._meta.model(member=member, made_by=user))
    if request.method == "POST" and is_kept(form):
        messages.success(request, said)
        return redirect("portal_home")
    return render(request, template, {"form": form, "member": member})


@transaction.atomic
def is_kept(form: Any) -> bool:
    """Two clicks at once are one proposal."""
    if form.is_valid():
        form.save()
    return bool(form.is_valid())


@require_POST
def nomination_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return withdrawn(request, Nomination.objects.all(), pk)


@require_POST
def correction_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return withdrawn(request, Correction.objects.all(), pk)


def withdrawn(request: HttpRequest, submissions: QuerySet[Any], pk: int) -> HttpResponse:
    user = cast("User", request.user)
    submission = get_object_or_404(submissions.editable_by(user), pk=pk)  # type: ignore[attr-defined]
    tried(request, lambda: submission.withdraw(by=user), _("Withdrawn."))
    return redirect("portal_home")
