"""The way in: an invitation, a second factor, and on to where one wanted to be."""

from __future__ import annotations

from allauth.account.forms import ResetPasswordKeyForm
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from people.middleware import WANTED
from people.models import Invitation


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever holds the link of the mail sets the account's first password, and is in."""
    invitation = Invitation.objects.behind(key)
    if invitation is None:
        return render(request, "people/accept_invitation.html", status=410)
    form = ResetPasswordKeyForm(request.POST or None, user=invitation.account)
    if form.is_valid():
        try:
            account = invitation.accept(form.cleaned_data["password1"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            record_authentication(request, account, method="password", reauthenticated=True)
            response: HttpResponse = perform_login(request, Login(user=account, redirect_url=invitation.leads_to))
            return response
    return render(request, "people/accept_invitation.html", {"invitation": invitation, "form": form})


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What its owner may do about an account."""
    return render(request, "people/account.html")


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Says why staff need a second factor, and leads to the ways of setting one up."""
    return render(request, "people/second_factor.html")


@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """Back to where one wanted to be before the second factor was asked for."""
    return redirect(request.session.pop(WANTED, None) or settings.LOGIN_REDIRECT_URL)
