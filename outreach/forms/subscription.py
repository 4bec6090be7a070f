from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from alliance.happenings import Topic
from mailroom.addresses import deliverable
from outreach.models import Subscriber
from outreach.models.languages import CHOICES, MAIN
from outreach.models.subscriber import CONSENT, in_order

IN_ENGLISH = _("An issue that is not written in it comes in English.")


def topics_field(**options: Any) -> forms.MultipleChoiceField:
    """All of them ticked is all of them, also those to come; none is refused, for it would be no newsletter."""
    return forms.MultipleChoiceField(
        label=_("Topics"),
        choices=Topic.choices,
        initial=Topic.values,
        error_messages={"required": _("Tick at least one topic. To get nothing any more, unsubscribe instead.")},
        **options,
    )


class ChoicesForm(forms.ModelForm[Subscriber]):
    """What a reader would like to hear of, in which language and by which name."""

    topics = topics_field(widget=forms.CheckboxSelectMultiple(attrs={"class": "scale"}))

    class Meta:
        model = Subscriber
        fields = ("name", "language", "topics")
        help_texts = {"language": IN_ENGLISH}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.initial.get("topics"):
            self.initial["topics"] = Topic.values

    def clean_topics(self) -> list[str]:
        return in_order(self.cleaned_data["topics"])


class SubscribeForm(forms.Form):
    """What is asked of whoever asks: an address, and the consent word for word."""

    address = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write the address to which the newsletter shall come.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        validators=Subscriber._meta.get_field("name").validators,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=CHOICES, help_text=IN_ENGLISH)
    topics = topics_field(widget=forms.CheckboxSelectMultiple(attrs={"class": "scale"}))
    consent = forms.BooleanField(
        label=_("Consent"),
        error_messages={"required": _("Tick this as well: without your consent nothing may be sent to you.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        spoken = str(get_language() or "").partition("-")[0]
        self.fields["language"].initial = spoken if spoken in dict(CHOICES) else MAIN

    def clean_address(self) -> str:
        return deliverable(self.cleaned_data["address"]).lower()

    def ask(self, source: str) -> None:
        """With the consent as it was shown; what the register refuses is told at its field."""
        choices = {name: self.cleaned_data[name] for name in ("address", "name", "language", "topics")}
        try:
            Subscriber.ask(wording=str(CONSENT), source=source, **choices)
        except ValidationError as refusal:
            self.add_error(None, refusal)
