from __future__ import annotations

from django import forms

from members.models import Correction, Nomination


class NominationForm(forms.ModelForm[Nomination]):
    class Meta:
        model = Nomination
        fields = ("name", "title", "post", "ministry", "email", "note")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }


class CorrectionForm(forms.ModelForm[Correction]):
    class Meta:
        model = Correction
        fields = ("what", "proposed", "reason")
        widgets = {"proposed": forms.Textarea(attrs={"rows": 2}), "reason": forms.Textarea(attrs={"rows": 3})}
