"""What focal points do for each other: the task force, and practices shared. For them and for staff alone."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.acts import made_of, tried
from alliance.listing import page_of
from members.models import FocalPoint
from people.models import User
from plans.api.practice import PracticeFilter
from plans.forms.work import OfferForm, PracticeForm
from plans.models import Measure, Practice, TaskForceSeat


def colleague(request: HttpRequest) -> User:
    """Whoever acts for a member today, and staff; for anybody else these pages do not exist."""
    user = cast("User", request.user)
    if not (user.is_staff or user.acts_for_a_member(timezone.localdate())):
        raise Http404
    return user


def appointments_of(user: User) -> list[FocalPoint]:
    current = FocalPoint.objects.current(timezone.localdate()).filter(person=user.person_id)
    return list(current.select_related("member", "person").order_by("role", "pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def task_force(request: HttpRequest) -> HttpResponse:
    """Who is in it with what they offer; and the way in, for whoever is not."""
    user, today = colleague(request), timezone.localdate()
    seats = TaskForceSeat.objects.visible_to(user).seated(today)
    mine = seats.of_person(user).first()
    may_join = [point for point in appointments_of(user) if point.role != FocalPoint.Role.EDITOR]
    if not may_join and request.method == "POST":
        raise Http404
    told = request.POST if request.method == "POST" else None
    form = OfferForm(told, instance=mine and TaskForceSeat.objects.get(pk=mine.pk))
    if request.method == "POST" and is_offered(form, mine, may_join, user):
        messages.success(request, _("Kept. Your colleagues read it here.") if mine else _("You are in. Thank you."))
        return redirect("task_force")
    shown = seats.select_related("focal_point__member", "focal_point__person")
    context = {"page": page_of(shown, request), "mine": mine, "may_join": bool(may_join), "form": form}
    return render(request, "plans/task_force.html", context)


def is_offered(form: OfferForm, mine: TaskForceSeat | None, may_join: list[FocalPoint], user: User) -> bool:
    def act() -> None:
        offers = form.cleaned_data["offers"]
        if mine:
            mine.offer(offers, by=user)
        else:
            TaskForceSeat.take(focal_point=may_join[0], by=user, offers=offers)

    made_of(form, act)
    return form.is_valid()


@require_POST
def task_force_leave(request: HttpRequest) -> HttpResponse:
    user = colleague(request)
    seat = get_object_or_404(TaskForceSeat.objects.seated(timezone.localdate()).of_person(user))
    said = _("You have left the task force. You can join it again at any time.")
    tried(request, lambda: seat.leave(by=user), said)
    return redirect("task_force")


@require_safe
def practice_list(request: HttpRequest) -> HttpResponse:
    """What colleagues have learnt, with the filters of the API."""
    user = colleague(request)
    shared = Practice.objects.visible_to(user).shared()
    found = shared.select_related("author__member", "author__person").prefetch_related("fields")
    asked = PracticeFilter(request.GET, found, request=request)
    context = {
        "filter": asked,
        "page": page_of(asked.qs, request),
        "api_url": reverse("practice-list"),
        "may_share": bool(appointments_of(user)),
    }
    return render(request, "plans/practice_list.html", context)


@require_safe
def practice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    practice = get_object_or_404(Practice.objects.visible_to(request.user).select_related("author__member"), pk=pk)
    context = {
        "practice": practice,
        "measure": Measure.objects.visible_to(request.user).filter(pk=practice.measure_id or 0).first(),
        "is_own": Practice.objects.editable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "plans/practice_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def practice_share(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    appointments = appointments_of(user)
    if not appointments:
        raise Http404
    form = PracticeForm(request.POST or None, appointments=appointments)
    shared = made_of(form, lambda: form.share(user))
    if shared:
        messages.success(request, _("Shared. Your colleagues can read it now."))
        return redirect(shared)
    return render(request, "plans/practice_form.html", {"form": form})


@require_POST
def practice_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    user = cast("User", request.user)
    practice = get_object_or_404(Practice.objects.editable_by(user), pk=pk)
    said = _("Withdrawn: only your own member and the secretariat still see it.")
    tried(request, lambda: practice.withdraw(by=user), said)
    return redirect(practice)
