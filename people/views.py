from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.forms import ContactForm, PrivateContactForm
from people.middleware import WANTED
from people.models import Person, PrivateContact, User


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """A person's own contact data, public and private; saving them says that they are correct."""
    person = own_person(request)
    private = PrivateContact.objects.filter(person=person).first() or PrivateContact(person=person)
    form = ContactForm(request.POST or None, instance=person)
    private_form = PrivateContactForm(request.POST or None, instance=private, prefix="private")
    if form.is_valid() and private_form.is_valid():
        with transaction.atomic():
            form.save()
            private_form.save()
            person.confirm_contact(on=timezone.localdate(), by=cast("User", request.user))
        messages.success(request, _("Kept, and noted as correct today."))
        return redirect("portal_home")
    if not form.is_valid():
        person.refresh_from_db()
    return render(request, "people/contact.html", {"form": form, "private_form": private_form, "person": person})


@require_POST
def contact_confirm(request: HttpRequest) -> HttpResponse:
    own_person(request).confirm_contact(on=timezone.localdate(), by=cast("User", request.user))
    messages.success(request, _("Thank you: noted as still correct today."))
    return redirect("portal_home")


def own_person(request: HttpRequest) -> Person:
    person = cast("User", request.user).person
    if person is None:
        raise Http404
    return person


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Says why staff need a second factor, and leads to the ways of setting one up."""
    return render(request, "people/second_factor.html")


@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """Back to where one wanted to be before the second factor was asked for."""
    return redirect(request.session.pop(WANTED, None) or settings.LOGIN_REDIRECT_URL)
