"""The reader's door: a subscription is left by a button, or by the mail program's own (RFC 8058)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from alliance.errors import NotThere
from mailroom.models import Message, Suppression
from mailroom.subscriptions import behind

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@login_not_required
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """To look changes nothing: scanners of mail follow every link."""
    message = message_behind(token)
    if request.method == "POST" and request.POST.dict() == ONE_CLICK:
        return by_mail_program(message)
    response: HttpResponse = by_button(request, token, message)
    response["X-Robots-Tag"] = "noindex"
    return response


@login_not_required
@never_cache
@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    Suppression.objects.undo(message_behind(token))
    return redirect("unsubscribe", token)


def by_mail_program(message: Message) -> HttpResponse:
    """The mail itself is its only proof: no cookie, no form of ours."""
    Suppression.objects.note(message, Suppression.Reason.UNSUBSCRIBED)
    if Suppression.objects.by_reader_of(message).exists():
        words = _("Your request has been noted.")
    else:  # a scanner that repeats itself does not take an undoing back
        words = _("You have taken this back before. Open the link of the mail to unsubscribe again.")
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


@csrf_protect
def by_button(request: HttpRequest, token: str, message: Message) -> HttpResponse:
    if request.method == "POST":
        Suppression.objects.note(message, Suppression.Reason.UNSUBSCRIBED, anew=True)
        return redirect("unsubscribe", token)
    stopped = Suppression.objects.by_reader_of(message).order_by("since").first()
    is_undone = not stopped and Suppression.objects.is_undone(message)
    context = {"message": message, "stopped": stopped, "is_undone": is_undone, "token": token}
    return render(request, "mailroom/unsubscribe.html", context)


def message_behind(token: str) -> Message:
    if message := behind(token):
        return message
    raise NotThere(_("This link is not complete. Open it from the mail again, and copy all of it."))
