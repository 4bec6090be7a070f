from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Member
from outreach.models import NewsItem


class NewsItemForm(forms.ModelForm[NewsItem]):
    """Under the name of a member that one represents; asked for only where there are several."""

    link = forms.URLField(label=_("Its page"), required=False, assume_scheme="https")

    class Meta:
        model = NewsItem
        fields = ("member", "title", "text", "link")
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "text": forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        }
        help_texts = {"text": _("In a few sentences: who, what, when and where. A blank line begins a paragraph.")}

    def __init__(self, *args: Any, members: list[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        member: Any = self.fields["member"]
        member.queryset, member.empty_label = Member.objects.filter(pk__in=[own.pk for own in members]), None
        if len(members) == 1:
            self.instance.member = members[0]
            del self.fields["member"]
