"""What staff do to many records at once: asked for first, told of after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from alliance.admin.boxes import PartialDateBox
from alliance.admin.rows import StepInline
from alliance.dates import PartialDate


class Note(forms.CharField):
    widget = UnfoldAdminTextareaWidget(attrs={"rows": 2})

    def __init__(self) -> None:
        super().__init__(label=gettext_lazy("Note"), required=False)


class EventForm(forms.Form):
    """What a step of a ladder is told by; its documents are added where the register has them."""

    on = PartialDateBox(label=gettext_lazy("On"), initial=PartialDate.today)
    note = Note()
    field_order = ["on", "documents", "note"]


class PlaceForm(EventForm):
    """For the steps of a register that says where."""

    place = forms.CharField(
        label=gettext_lazy("Where"), required=False, max_length=120, widget=UnfoldAdminTextInputWidget
    )
    field_order = ["on", "place", "documents", "note"]


class DayForm(forms.Form):
    """For what is known by the day, such as the end of an appointment."""

    on = forms.DateField(
        label=gettext_lazy("On"),
        initial=timezone.localdate,
        widget=UnfoldAdminSingleDateWidget,
        help_text=gettext_lazy("The first day without it."),
    )
    note = Note()


class NoteForm(forms.Form):
    """For what happens now, and only its reason is to be told."""

    note = Note()


Said = Callable[[int], str]


class ActsAdmin:
    """An action that records an event asks back: for which records, when, on what grounds."""

    change_form_outer_before_template: ClassVar[str] = "admin/decide.html"
    MOST_AT_ONCE: ClassVar[int] = 200
    model: Any

    def decisions(self, request: HttpRequest, record: Any) -> Iterable[str]:
        """The actions that the page of this record offers too, by name; a register says when."""
        return ()

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        """Its buttons choose the record in the list, so an action asks and refuses as it does there."""
        record = options.get("obj")
        if record is not None and (named := self.decisions(request, record)):
            acts: Any = self.get_actions(request)  # type: ignore[attr-defined]
            context["decisions"] = [(name, acts[name][2]) for name in named if name in acts]
        return super().render_change_form(request, context, *args, **options)  # type: ignore[misc]

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet[Any], *args: Any, **options: Any
    ) -> HttpResponse | None:
        """A record that cannot exist is chosen by no box of the list."""
        try:
            for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.model._meta.pk.clean(key, None)
        except ValidationError:
            messages.error(request, _("One of the chosen records is not there."))
            return None
        response: HttpResponse | None = super().response_action(request, queryset, *args, **options)  # type: ignore[misc]
        return response

    def ask_first(
        self,
        request: HttpRequest,
        records: models.QuerySet[Any],
        verb: Callable[..., object],
        asked: Any = EventForm,
        said: Said | None = None,
    ) -> HttpResponse | None:
        """The page in between; once it is answered, each record's verb is called with the answers and who acts."""
        if records.count() > self.MOST_AT_ONCE:
            messages.error(request, _("Choose at most %(most)d records at once.") % {"most": self.MOST_AT_ONCE})
            return None
        form = self._event_form(request, asked)(request.POST if "is_answered" in request.POST else None)
        if not form.is_valid():
            return self._ask(request, records, form)
        take_step(request, records, lambda record: verb(record, by=request.user, **form.cleaned_data), said)
        return None

    def _event_form(self, request: HttpRequest, asked: type[forms.Form]) -> type[forms.Form]:
        steps = [inline for inline in self.get_inline_instances(request) if isinstance(inline, StepInline)]  # type: ignore[attr-defined]
        if not steps or not issubclass(asked, EventForm):
            return asked
        documents = steps[0].formfield_for_dbfield(steps[0].model._meta.get_field("documents"), request)
        return type("EventForm", (asked,), {"documents": documents})

    def _ask(self, request: HttpRequest, records: models.QuerySet[Any], form: forms.Form) -> HttpResponse:
        actions: Any = self.get_actions(request)  # type: ignore[attr-defined]
        action = next(name for name in request.POST.getlist("action") if name)
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": actions[action][2],
            "opts": self.model._meta,
            "records": records,
            "form": form,
            "media": self.media + form.media,  # type: ignore[attr-defined]
            "action": action,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/ask_first.html", context)


def take_step(
    request: HttpRequest,
    records: models.QuerySet[Any],
    verb: Callable[[Any], object],
    said: Said | None = None,
) -> None:
    """Let each record take the step its verb names; what is refused is told by name, the rest is done."""
    done = 0
    for record in records:
        try:
            with transaction.atomic():
                verb(record)
            done += 1
        except ValidationError as refusal:
            messages.error(request, f"{record}: {' '.join(refusal.messages)}")
    if done:
        words = said(done) if said else ngettext("%(count)d record done.", "%(count)d records done.", done)
        messages.success(request, words % {"count": done})
    elif not records:
        messages.warning(request, _("Nothing was chosen."))
