from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person, PrivateContact
from people.models.person import LANGUAGES


class ContactForm(forms.ModelForm[Person]):
    """What of a person may be published, as that person keeps it."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES.items(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Person
        fields = ("title", "original_name", "organisation", "office_email", "office_phone", "languages", "is_listed")
        widgets = {
            "office_email": forms.EmailInput(attrs={"autocomplete": "work email"}),
            "office_phone": forms.TextInput(attrs={"autocomplete": "work tel", "inputmode": "tel"}),
        }


class PrivateContactForm(forms.ModelForm[PrivateContact]):
    """For the secretariat alone."""

    class Meta:
        model = PrivateContact
        fields = ("email", "phone", "address")
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "home email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "mobile tel", "inputmode": "tel"}),
            "address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        }
