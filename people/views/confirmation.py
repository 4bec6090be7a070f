"""Contact data, confirmed by the link of a reminder."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people import confirmation
from people.models import Person

PAGE = "people/contact_confirmation.html"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact_confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link sees what may be published of the person; only the button confirms it.

    A scanner of mail that opens the link changes nothing.
    """
    if request.method == "POST" and (confirmed(token) or confirmation.noted_on(token)):
        response: HttpResponse = redirect("contact_confirmation", token)
    else:
        response = page(request, token)
    response["X-Robots-Tag"] = "noindex"
    return response


def page(request: HttpRequest, token: str) -> HttpResponse:
    """The question, the thanks to whoever has answered it, or that the link is void."""
    context: dict[str, Any] = {"secretariat": settings.SECRETARIAT_EMAIL}
    if person := confirmation.behind(token):
        appointments = person.focal_points.current(timezone.localdate()).select_related("member")
        return render(request, PAGE, context | {"person": person, "appointments": appointments})
    noted_on = confirmation.noted_on(token)
    return render(request, PAGE, context | {"noted_on": noted_on}, status=200 if noted_on else 410)


@transaction.atomic
def confirmed(token: str) -> bool:
    """Of two clicks at once the second finds the link used."""
    person = confirmation.behind(token)
    locked = person and Person.objects.select_for_update().get(pk=person.pk)
    if locked is None or confirmation.behind(token) is None:
        return False
    note = _("By the link of a reminder")
    locked.confirm_contact(on=timezone.localdate(), by=None, note=note)
    return True
