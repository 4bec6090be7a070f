from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.widgets import UnfoldAdminRadioSelectWidget

from alliance.admin import ActsAdmin, Boxes, NoteForm, RegisterAdmin
from alliance.attention import rows
from mailroom import marks
from mailroom.admin.filters import LetterKindFilter
from mailroom.admin.posted import Posted
from mailroom.models import Letter, Message
from mailroom.resources import LetterResource


class BatchForm(NoteForm):
    """All at once, and never both: what is in doubt may have arrived, what failed has not."""

    state = forms.ChoiceField(
        label=gettext_lazy("Which of its messages"),
        choices=[
            (Message.State.IN_DOUBT, gettext_lazy("all that are in doubt")),
            (Message.State.FAILED, gettext_lazy("all that failed")),
        ],
        widget=UnfoldAdminRadioSelectWidget,
    )
    field_order = ["state", "note"]


@admin.register(Letter)
class LetterAdmin(Posted, ActsAdmin, Boxes, ExportMixin, ModelAdmin):
    resource_classes = [LetterResource]
    formats = RegisterAdmin.formats
    export_form_class = RegisterAdmin.export_form_class
    list_display = ("__str__", "of_kind", "of_language", "of_stream", "written_at", "its_messages", "fault")
    list_filter = (LetterKindFilter, "stream", ("written_at", RangeDateFilter))
    list_filter_submit = True
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("subject", "kind")
    compressed_fields = False
    actions = ("send_again", "settle_as_sent", "settle_as_failed")
    fieldsets = (
        (None, {"fields": ("__str__", "of_kind", "of_language", "of_stream", "written_at", "its_messages")}),
        (gettext_lazy("Before it is filled in"), {"fields": ("pattern", "files")}),
    )
    readonly_fields = (
        "__str__",
        "of_kind",
        "of_language",
        "of_stream",
        "written_at",
        "its_messages",
        "pattern",
        "files",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        letters: Any = super().get_queryset(request)
        return letters.told_to(request.user)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        (title, about), *others = super().get_fieldsets(request, obj)
        return (
            [(title, {"fields": (*about["fields"], "fault")}), *others]
            if obj and obj.fault
            else [(title, about), *others]
        )

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """How many messages in which state: of the whole page by one question."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = letters = list(changelist.result_list)
        counts = Message.objects.filter(letter__in=letters).by_letter_and_state()
        for letter in letters:
            letter.counts = counts.get(letter.pk, {})
        return changelist

    # what stands in a column or a box

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def of_kind(self, letter: Letter) -> str:
        return letter.kind_in_words

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def of_language(self, letter: Letter) -> str:
        return str(get_language_info(letter.language)["name_translated"])

    @admin.display(description=gettext_lazy("class"), ordering="stream")
    def of_stream(self, letter: Letter) -> str:
        return letter.class_in_words

    @admin.display(description=gettext_lazy("messages"))
    def its_messages(self, letter: Any) -> SafeString | str:
        counts = getattr(letter, "counts", None)
        if counts is None:
            counts = letter.messages.by_letter_and_state().get(letter.pk, {})
        told = [
            (rows("mailroom_message", letter__id__exact=letter.pk, state__exact=state), counts[state], label)
            for state, label in Message.State.choices
            if state in counts
        ]
        if not told:
            return _("none")
        item = '<li><a href="{}">{} {}</a></li>' if letter.is_open else "<li>{1} {2}</li>"
        return format_html('<ul class="states">{}</ul>', format_html_join("", item, told))

    @admin.display(description=gettext_lazy("text"))
    def pattern(self, letter: Letter) -> SafeString:
        text = marks.named(letter.text)
        return format_html('<pre class="mail" lang="{}" dir="{}">{}</pre>', letter.language, letter.direction, text)

    @admin.display(description=gettext_lazy("attachments"))
    def files(self, letter: Letter) -> str:
        return ", ".join(letter.attachments.values_list("name", flat=True))

    # what staff decide

    @admin.action(description=gettext_lazy("Send again"), permissions=["decide"])
    def send_again(self, request: HttpRequest, letters: QuerySet[Any]) -> HttpResponse | None:
        return self.decide(request, letters, Letter.send_again)

    @admin.action(description=gettext_lazy("Settle as sent"), permissions=["decide"])
    def settle_as_sent(self, request: HttpRequest, letters: QuerySet[Any]) -> HttpResponse | None:
        return self.decide(request, letters, Letter.settle_as_sent)

    @admin.action(description=gettext_lazy("Settle as not sent"), permissions=["decide"])
    def settle_as_failed(self, request: HttpRequest, letters: QuerySet[Any]) -> HttpResponse | None:
        return self.decide(request, letters, Letter.settle_as_failed)

    def decide(self, request: HttpRequest, letters: QuerySet[Any], verb: Callable[..., int]) -> HttpResponse | None:
        if letters.filter(is_open=False):
            messages.error(
                request, _("Some of these go to readers or are about accounts: whoever sees those decides about them.")
            )
            return None
        counts: list[int] = []

        def said(_letters: int) -> str:
            count = sum(counts)
            return ngettext("Decided for %d message.", "Decided for %d messages.", count) % count

        return self.ask_first(
            request, letters, lambda letter, **told: counts.append(verb(letter, **told)), BatchForm, said
        )
