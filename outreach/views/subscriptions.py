"""The reader's door: to ask, to confirm, to choose, to leave.

Whoever holds a link of a mail is the reader. To look changes nothing, for scanners of mail follow every link.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from alliance.rates import page_limited
from outreach.forms.subscription import ChoicesForm, SubscribeForm
from outreach.mail import confirming, preferences_link, preferring
from outreach.models import Subscriber
from outreach.models.subscriber import CONSENT
from outreach.personal import held_of

Page = Callable[..., HttpResponse]
READ, READ_AND_ACT = ["GET", "HEAD"], ["GET", "HEAD", "POST"]
SOURCE = "form of the portal"


@login_not_required
@never_cache
@require_http_methods(READ_AND_ACT)
def subscribe(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST":
        return asking(request)
    return form_page(request, SubscribeForm())


@page_limited("subscribe", own="30/hour")
def asking(request: HttpRequest) -> HttpResponse:
    form = SubscribeForm(request.POST)
    if form.is_valid():
        form.ask(SOURCE)
    if form.is_valid():
        return redirect("subscribe_asked")
    return form_page(request, form)


def form_page(request: HttpRequest, form: SubscribeForm) -> HttpResponse:
    return render(request, "outreach/subscribe.html", {"form": form, "wording": CONSENT})


@login_not_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The same to everybody: it does not tell whether the address was known."""
    context = {"days": Subscriber.KEPT_UNCONFIRMED.days, "minutes": Subscriber.PAUSE.seconds // 60}
    return render(request, "outreach/subscribe_asked.html", context)


def by_link(behind: Callable[[str], Subscriber | None], methods: list[str]) -> Callable[[Page], Page]:
    """For pages of the reader whom the link names; a link of nobody, or of nobody any more, is told in words."""

    def opened(view: Page) -> Page:
        @login_not_required
        @never_cache
        @require_http_methods(methods)
        @wraps(view)
        def answer(request: HttpRequest, token: str) -> HttpResponse:
            try:
                reader = behind(token)
                page = view(request, reader, token) if reader else void(request)
            except Subscriber.DoesNotExist:  # erased in this very moment
                page = void(request)
            page["X-Robots-Tag"] = "noindex, nofollow"
            return page

        return answer

    return opened


def void(request: HttpRequest) -> HttpResponse:
    return render(request, "outreach/subscription_void.html", status=410)


@by_link(confirming, READ_AND_ACT)
def confirm(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    if request.method == "POST":
        reader.confirm()
        return redirect("subscription_confirm", token)
    choices = preferences_link(reader.number.hex) if reader.state == "reading" else ""
    return render(request, "outreach/subscription_confirm.html", {"reader": reader, "choices": choices})


@by_link(preferring, READ_AND_ACT)
def subscription(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    form = ChoicesForm(request.POST if request.method == "POST" else None, instance=reader)
    if request.method == "POST" and form.is_valid():
        reader.prefer(**form.cleaned_data)
        is_reading = reader.state == "reading"
        follows = _("The next issue follows them.") if is_reading else _("The newsletter still does not come to you.")
        messages.success(request, f"{_('Your choices are saved.')} {follows}")
        return redirect("subscription", token)
    stops = [*reader.stops.order_by("since")]
    own = [stop for stop in stops if stop.reason in stop.OF_THE_PERSON]
    bounced = [stop for stop in stops if stop not in own]
    context = {"reader": reader, "form": form, "token": token, "own": own[-1:], "bounced": bounced[-1:]}
    return render(request, "outreach/subscription.html", context)


@by_link(preferring, ["POST"])
def leave(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    reader.leave()
    return redirect("subscription", token)


@by_link(preferring, ["POST"])
def come_back(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    reader.come_back()
    return redirect("subscription", token)


@by_link(preferring, READ)
def data(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    file = JsonResponse(held_of(reader), json_dumps_params={"ensure_ascii": False, "indent": 2})
    file["Content-Disposition"] = 'attachment; filename="newsletter-subscription.json"'
    return file


@by_link(preferring, READ_AND_ACT)
def erase(request: HttpRequest, reader: Subscriber, token: str) -> HttpResponse:
    """Asked once; afterwards no link of theirs opens anything."""
    if request.method == "POST":
        reader.erase()
        return render(request, "outreach/subscription_erased.html")
    return render(request, "outreach/subscription_erase.html", {"reader": reader, "token": token})
