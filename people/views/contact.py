"""A person's own data."""

from __future__ import annotations

from typing import Any, cast

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
    form, private_form = forms_of(person, None)
    if request.method == "POST":
        with transaction.atomic():
            person = Person.objects.select_for_update().get(pk=person.pk)
            form, private_form = forms_of(person, request.POST or None)
            if form.is_valid() and private_form.is_valid():
                form.save()
                private_form.save()
                person.confirm_contact(on=timezone.localdate(), by=cast("User", request.user))
                messages.success(request, _("Kept, and noted as correct today."))
                return redirect("portal_home")
        person.refresh_from_db()
    return render(request, "people/contact.html", {"form": form, "private_form": private_form, "person": person})


def forms_of(person: Person, posted: Any) -> tuple[ContactForm, PrivateContactForm]:
    private = PrivateContact.objects.filter(person=person).first() or PrivateContact(person=person)
    return ContactForm(posted, instance=person), PrivateContactForm(posted, instance=private, prefix="private")


@require_POST
def contact_confirm(request: HttpRequest) -> HttpResponse:
    own_person(request).confirm_contact(on=timezone.localdate(), by=cast("User", request.user))
    messages.success(request, _("Thank you: noted as still correct today."))
    return redirect("portal_home")


def own_person(request: HttpRequest) -> Person:
    """Of who acts for a member, and of staff: an auditor changes nothing, whose appointment has ended neither."""
    user = cast("User", request.user)
    is_at_work = user.is_staff or user.acts_for_a_member(timezone.localdate())
    if user.person is None or user.is_auditor or not is_at_work:
        raise Http404
    return user.person
