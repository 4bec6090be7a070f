"""The focal point's form: what a section asks for, with the words of the models, and what its page says of itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from alliance.names import capital
from members.models import Member, NationalPlan, RegionalStrategy
from plans import content
from plans.comparison import CHOICES, DATES, LABELS
from plans.models import Measure

LONGEST_NUMBER = 2**31 - 1
LONG = {"summary", "objective"}
ONE_OF = {"stands", "completion"}
WHEN = gettext_lazy("2009-09-15, 2009-09 or 2009, as far as it is known.")
HINTS: dict[str, StrOrPromise] = {
    "title": gettext_lazy("As it stands on the plan itself."),
    "text_language": gettext_lazy("In which title, summary and measures are written here."),
    "stands": gettext_lazy("The step that the plan has come to."),
    "stands_since": gettext_lazy("Since when it stands there: 2009-09-15, 2009-09 or 2009, as far as it is known."),
    "summary": gettext_lazy("What the plan is about, in a few sentences for everybody."),
    "completion": gettext_lazy("How far it has come already; later you tell its progress on a page of its own."),
    **dict.fromkeys(["covers_from", "covers_to", "starts", "ends"], WHEN),
}


class BeginForm(forms.Form):
    """Of what the next publication is begun: an edition of the plan, or the part in a strategy."""

    edition = forms.IntegerField(min_value=1, max_value=999, required=False)
    strategy = forms.ModelChoiceField(
        RegionalStrategy.objects.visible_to(AnonymousUser()), to_field_name="key", required=False
    )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(told.get("edition")) == bool(told.get("strategy")):
            raise forms.ValidationError(_("Begin an edition of the plan, or your part in a strategy."))
        return told


class Asked(NamedTuple):
    """A box of the form, and what is still missing in it, in words."""

    field: forms.BoundField
    missing: str


class PartForm(forms.Form):
    """One section as it is written. It refuses nothing: what is missing is told, and checked at submitting."""

    use_required_attribute = False

    def __init__(
        self,
        number: int,
        member: Member,
        written: dict[str, Any],
        *,
        language: str = "",
        mistakes: dict[str, str] | None = None,
        is_published: bool = False,
    ) -> None:
        super().__init__(initial=written)
        self.mistakes = mistakes or {}
        self.language = language
        for name in self.wanted(number, member, is_published):
            self.fields[name] = self.asked(name, number, member)

    @staticmethod
    def wanted(number: int, member: Member, is_published: bool) -> list[str]:
        """Only organizations support plans of others; what is published is told of by its notes."""
        left_out = {"supports"} if member.kind != Member.Kind.ORGANIZATION else set()
        left_out |= {"completion"} if is_published else set()
        return [name for name in content.names(number) if name not in left_out]

    def asked(self, name: str, number: int, member: Member) -> forms.Field:
        about: dict[str, Any] = {
            "label": _("Completion so far") if name == "completion" else capital(str(LABELS[name])),
            "help_text": hint(name, number),
            "required": name in content.REQUIRED,
        }
        field = field_of(name, member, about)
        described = f"id_{name}_helptext id_{name}_missing"
        field.widget.attrs |= {"aria-describedby": described, **self.of_text(name)}
        return field

    def of_text(self, name: str) -> dict[str, str]:
        """The member writes in its own language, which its letters show the direction of."""
        if name in CHOICES or name == "supports":
            return {}
        if name in DATES:
            return {"dir": "ltr", "autocomplete": "off", "size": "13"}
        return {"dir": "auto", "autocomplete": "off"} | ({"lang": self.language} if self.language else {})

    @property
    def lines(self) -> list[Asked]:
        return [Asked(self[name], self.mistakes.get(name, "")) for name in self.fields]


def field_of(name: str, member: Member, about: dict[str, Any]) -> forms.Field:
    if name in content.LISTS:
        choices = [(key, capital(str(words))) for key, words in CHOICES[name].items()]
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **about)
    if name in ONE_OF:
        choices = [(key, capital(str(words))) for key, words in CHOICES[name].items()]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **about)
    if name in CHOICES:
        return forms.ChoiceField(choices=[("", "—"), *CHOICES[name].items()], **about)
    if name == "supports":
        return forms.ChoiceField(choices=[("", "—"), *plans_of_others(member)], **about)
    rows = {"rows": 5} if name == "objective" else {"rows": 8}
    return forms.CharField(widget=forms.Textarea(rows) if name in LONG else forms.TextInput, **about)


def plans_of_others(member: Member) -> list[tuple[str, str]]:
    return [(plan.key, plan.name) for plan in content.supportable().exclude(member=member)]


def hint(name: str, number: int) -> StrOrPromise:
    """In the model's words, where the model has some."""
    model: Any = Measure if number else NationalPlan
    if name in HINTS and not (number and name == "title"):
        return HINTS[name]
    return next((field.help_text for field in model._meta.fields if field.name == name), "") or of_many(model, name)


def of_many(model: Any, name: str) -> StrOrPromise:
    return next((field.help_text for field in model._meta.many_to_many if field.name == name), "")


class Page(forms.Form):
    """The name of an opened page, by which what it sends twice is known."""

    writer = forms.RegexField(r"^[\w-]*$", max_length=64, required=False)

    @property
    def name(self) -> str:
        return str(self.cleaned_data["writer"]) if self.is_valid() else ""


class Saving(Page):
    """What a page says of itself when it saves: which version it has seen, its name, and how often it saved."""

    seen = forms.IntegerField(min_value=0, max_value=LONGEST_NUMBER)
    turn = forms.IntegerField(min_value=0, max_value=LONGEST_NUMBER, required=False)

    @property
    def told(self) -> dict[str, Any]:
        """A page that does not say what it has seen has seen nothing that is stored."""
        said = self.cleaned_data if self.is_valid() else {}
        return {"seen": said.get("seen", -1), "writer": said.get("writer", ""), "turn": said.get("turn") or 0}


def sent(posted: QueryDict, number: int, before: dict[str, Any]) -> dict[str, Any]:
    """What the page sent of this part; a box that it did not show keeps its text."""
    told = {}
    for name in content.names(number):
        if name in content.LISTS:
            told[name] = posted.getlist(name)
        else:
            told[name] = posted.get(name, before.get(name, ""))
    return told
