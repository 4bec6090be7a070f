"""What focal points write beside the long form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.forms import PartialDateForm, PartialDateFormField
from alliance.uploads import KINDS
from members.models import FocalPoint, Member
from plans.models import Completion, Evidence, Initiative, Measure, Practice, ProgressNote, TaskForceSeat, strategies_of

FILES_MOST = 10
CHOICES = Completion.choices
AS_KNOWN = gettext_lazy("As far as it is known: 2027-05-12, 2027-05 or 2027.")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several documents, each checked as it comes in; what is refused is told with its name, all at once."""

    widget = FilesInput

    def clean(self, files: Any, initial: Any = None) -> list[Evidence]:
        if len(files or ()) > FILES_MOST:
            raise ValidationError(_("Hand in at most %(most)d documents at once.") % {"most": FILES_MOST})
        found, refusals = list[Evidence](), list[str]()
        for file in files or ():
            evidence = Evidence(file=file)
            try:
                evidence.clean_fields(exclude=["note"])
            except ValidationError as refusal:
                refusals.append(f"{file.name}: {' '.join(refusal.messages)}")
            found.append(evidence)
        if refusals:
            raise ValidationError(refusals)
        return found


class ProgressNoteForm(forms.ModelForm[ProgressNote]):
    """How far one measure has come; the model says what is wrong with it."""

    documents = FilesField(
        required=False,
        label=gettext_lazy("Documents"),
        help_text=format_lazy(
            gettext_lazy("Several at once, up to {most}: {kinds}."), most=FILES_MOST, kinds=", ".join(KINDS)
        ),
    )

    class Meta:
        model = ProgressNote
        fields = ("on", "completion", "text", "links")
        widgets = {
            "on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "completion": forms.RadioSelect(attrs={"class": "scale"}),
            "text": forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
            "links": forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
        }

    def __init__(self, told: Any, documents: Any, *, measure: Measure) -> None:
        super().__init__(told, documents, instance=ProgressNote(measure=measure, completion=measure.completion))
        self.measure = measure
        chosen: Any = self.fields["completion"]
        present = _("%(completion)s (as it is told now)") % {"completion": measure.get_completion_display()}
        chosen.choices = [(value, present if value == measure.completion else words) for value, words in CHOICES]
        self.fields["on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        said = any(told.get(name) for name in ("text", "links", "documents"))
        if not said and told.get("completion") == self.measure.completion and not self.errors:
            words = _("Say what has been done; or press “Nothing has changed”.")
            self.add_error("text", words)
        return told

    def tell(self, by: Any) -> ProgressNote:
        told = dict(self.cleaned_data)
        return ProgressNote.tell(measure=self.measure, by=by, files=told.pop("documents"), **told)


class OfferForm(forms.ModelForm[TaskForceSeat]):
    class Meta:
        model = TaskForceSeat
        fields = ("offers",)
        widgets = {"offers": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}


class PracticeForm(forms.ModelForm[Practice]):
    """Under one of the person's own appointments; asked for only where there are several."""

    class Meta:
        model = Practice
        fields = ("author", "title", "text", "fields", "measure")
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "text": forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
            "fields": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, appointments: Sequence[FocalPoint], **options: Any) -> None:
        super().__init__(*args, **options)
        own: Any = FocalPoint.objects.filter(pk__in=[appointment.pk for appointment in appointments])
        author: Any = self.fields["author"]
        author.queryset, author.empty_label, author.label = own.select_related("member", "person"), None, _("Share as")
        measure: Any = self.fields["measure"]
        members = [appointment.member_id for appointment in appointments]
        measure.queryset = Measure.objects.current().filter(member__in=members)
        measure.empty_label = _("no measure in particular")
        if not measure.queryset.exists():
            del self.fields["measure"]
        if len(appointments) == 1:
            self.instance.author = appointments[0]
            del self.fields["author"]

    def share(self, by: Any) -> Practice:
        return Practice.share(by=by, **{"author": self.instance.author, **self.cleaned_data})


class InitiativeForm(PartialDateForm):
    """For a strategy in which the member takes part."""

    starts = PartialDateFormField(label=gettext_lazy("Starts"), help_text=AS_KNOWN)
    link = forms.URLField(label=gettext_lazy("Its page"), required=False, assume_scheme="https")
    ends = PartialDateFormField(
        label=gettext_lazy("Ends"), required=False, help_text=gettext_lazy("If it lasts longer than a day.")
    )

    class Meta:
        model = Initiative
        fields = ("strategy", "title", "starts", "ends", "place", "description", "link")
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "description": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        member: Member = self.instance.member
        strategy: Any = self.fields["strategy"]
        strategy.queryset, strategy.empty_label = strategies_of(member).order_by("name"), None
