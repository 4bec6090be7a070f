from __future__ import annotations

from django import forms

from alliance.names import refuse_lines
from members.models import Correction, Nomination


class NominationForm(forms.ModelForm[Nomination]):
    class Meta:
        model = Nomination
        fields = ("role", "name", "title", "post", "ministry", "email", "note")
        widgets = {
            "role": forms.RadioSelect,
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        refuse_lines(name)
        return name


class CorrectionForm(forms.ModelForm[Correction]):
    class Meta:
        model = Correction
        fields = ("what", "proposed", "reason")
        widgets = {"proposed": forms.Textarea(attrs={"rows": 2}), "reason": forms.Textarea(attrs={"rows": 3})}
