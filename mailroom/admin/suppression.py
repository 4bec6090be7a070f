from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from alliance.admin import Colours, NoteForm, QuestionFilter, RegisterAdmin
from mailroom.addresses import deliverable
from mailroom.admin.ages import past
from mailroom.admin.posted import Posted
from mailroom.models import Letter, Suppression
from mailroom.resources import SuppressionResource


def streams() -> list[tuple[str, Any]]:
    known = Letter.objects.exclude(stream="").order_by("stream").values_list("stream", flat=True).distinct()
    return [("", gettext_lazy("all subscriptions")), *((stream, stream) for stream in known)]


class RequestForm(forms.ModelForm[Suppression]):
    """Somebody asked by letter or by telephone to get no more."""

    stream = forms.ChoiceField(
        label=gettext_lazy("Subscription"), choices=streams, required=False, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance.reason = Suppression.Reason.UNSUBSCRIBED
        self.fields["words"].required = True
        self.fields["words"].label = _("Who asked, when and how")

    def clean_address(self) -> str:
        return deliverable(self.cleaned_data["address"]).lower()

    def clean(self) -> dict[str, Any]:
        """Whether it stands already is asked by its reason too, which has no box."""
        written = super().clean() or {}
        if not self.errors:
            asked = {"address": written["address"], "stream": written["stream"]}
            Suppression(reason=self.instance.reason, **asked).validate_constraints()
        return written


class StandingFilter(QuestionFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"
    QUESTIONS = {
        "yes": (gettext_lazy("stands"), lambda day: Suppression.objects.standing()),
        "no": (gettext_lazy("lifted"), lambda day: Suppression.objects.exclude(lifted_at=None)),
    }


@admin.register(Suppression)
class SuppressionAdmin(Posted, RegisterAdmin):
    resource_classes = [SuppressionResource]
    list_display = ("address", "of_stream", "why", "age", "stands", "said")
    list_filter = (StandingFilter, "reason", "stream", ("since", RangeDateFilter))
    list_select_related = ("lifted_by__person",)
    search_fields = ("address", "words")
    actions = ("lift",)
    fields = ("address", "of_stream", "reason", "words", "since", "message", "stands")
    readonly_fields = ("of_stream", "stands")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("mailroom.add_suppression")

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("mailroom.change_suppression")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        return super().get_form(request, obj, change=change, **options if change else {**options, "form": RequestForm})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None:
            return [(None, {"fields": self.fields})]
        words = _("For who asked by letter or by telephone to get no more. Notices of office reach them all the same.")
        return [(None, {"fields": ("address", "stream", "words"), "description": words})]

    # what stands in a column or a box

    @admin.display(description=gettext_lazy("subscription"), ordering="stream")
    def of_stream(self, suppression: Suppression) -> str:
        return suppression.stream or _("all subscriptions")

    @display(  # type: ignore[untyped-decorator]
        description=gettext_lazy("reason"),
        ordering="reason",
        label=Colours({"unsubscribed": "info", "bounced": "warning", "complained": "danger"}),
    )
    def why(self, suppression: Suppression) -> tuple[str, str]:
        return suppression.reason, suppression.get_reason_display()

    @admin.display(description=gettext_lazy("since"), ordering="since")
    def age(self, suppression: Suppression) -> str:
        return past(suppression.since)

    @admin.display(description=gettext_lazy("as it was said"), ordering="words")
    def said(self, suppression: Suppression) -> str:
        return Truncator(suppression.words).chars(60)

    @admin.display(description=gettext_lazy("standing"), ordering="lifted_at")
    def stands(self, suppression: Suppression) -> str:
        if not suppression.lifted_at:
            return _("stands")
        by = suppression.lifted_by.get_full_name() if suppression.lifted_by else _("the person")
        return _("lifted %(when)s by %(by)s") % {"when": past(suppression.lifted_at), "by": by}

    # what staff decide

    @admin.action(description=gettext_lazy("Lift"), permissions=["lift"])
    def lift(self, request: HttpRequest, suppressions: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, suppressions, Suppression.lift, NoteForm)
