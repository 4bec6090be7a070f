"""A person's own data."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.forms import ContactForm, PrivateContactForm
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
