from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from alliance.admin import Colours, NoteForm, RegisterAdmin
from mailroom.admin.ages import lasting, past, to_come
from mailroom.admin.filters import ClassFilter, KindFilter, ToDecideFilter
from mailroom.admin.posted import Posted
from mailroom.copies import Copy
from mailroom.models import Message
from mailroom.resources import MessageResource

State = Message.State
SETTLED = "settled"
DECIDED = {State.SENT: gettext_lazy("settled as sent"), State.FAILED: gettext_lazy("settled as not sent")}
COLOURS = Colours(
    {
        State.PENDING: "info",
        State.SENDING: "info",
        State.SENT: "success",
        State.IN_DOUBT: "warning",
        State.FAILED: "danger",
    }
)
ALONE = "; ".join(
    [
        *("sandbox", "default-src 'none'", "style-src 'unsafe-inline'", "img-src data:"),
        *("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"),
    ]
)
NUMBER = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)


@admin.register(Message)
class MessageAdmin(Posted, RegisterAdmin):
    resource_classes = [MessageResource]
    list_display = ("told", "stands_as", "stands_for", "to_whom", "why")
    list_filter = (
        ToDecideFilter,
        ("state", ChoicesDropdownFilter),
        ClassFilter,
        KindFilter,
        ("letter", AutocompleteSelectFilter),
        ("queued_at", RangeDateFilter),
    )
    list_select_related = ("letter", "claim")
    search_fields = ("address", "name", "letter__subject")
    search_help_text = gettext_lazy("Address, name, subject, or a Message-ID as the mail server’s log has it")
    actions = ("send_again", "settle_as_sent", "settle_as_failed")
    change_form_outer_before_template: ClassVar[str] = "admin/mailroom/decide.html"
    fieldsets = (
        (None, {"fields": ("state_in_words", "age", "cause", "tries", "worker", "decided")}),
        (gettext_lazy("To whom"), {"fields": ("recipient", "looked_up", "kind", "of_class", "of_letter", "queued_at")}),
        (gettext_lazy("As its recipient read it"), {"fields": ("subject", "text", "as_html", "files")}),
    )
    readonly_fields = (
        *("state_in_words", "age", "tries", "worker", "decided", "recipient", "kind", "of_class", "of_letter"),
        *("looked_up", "subject", "text", "as_html", "files"),
    )
    where_known: ClassVar[set[str]] = {"cause", "tries", "worker", "decided", "files"}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What there is nothing to say of is left out."""

        def is_told(name: str) -> bool:
            return name not in self.where_known or bool(getattr(obj, name, "") or getattr(self, name, str)(obj))

        given = super().get_fieldsets(request, obj)
        return [(title, {"fields": [name for name in named["fields"] if is_told(name)]}) for title, named in given]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Without the long parts of the letter, which each row of a list would carry again."""
        messages: QuerySet[Message] = super().get_queryset(request)
        return messages.defer("keys", "letter__text", "letter__html")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """What the recipient alone should read is not guessed at by asking for parts of it."""
        is_hidden = lookup.partition("__")[0] in {"fields", "keys"}
        return not is_hidden and bool(super().lookup_allowed(lookup, value, request))

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet[Any], bool]:
        number = NUMBER.search(search_term)
        if number is None:
            found: tuple[QuerySet[Any], bool] = super().get_search_results(request, queryset, search_term)
            return found
        message = Message.objects.numbered(number[0])
        return queryset.filter(pk=message.pk if message else None), False

    def get_urls(self) -> list[Any]:
        seen = path("<path:object_id>/seen/", self.admin_site.admin_view(self.html_view), name="mailroom_message_seen")
        return [seen, *super().get_urls()]

    def html_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The HTML part by itself: whatever a field of it says, it runs nothing and loads nothing."""
        message = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, message):
            raise PermissionDenied
        if message is None:
            raise Http404
        html = Copy(message).html
        if not html:
            return redirect("admin:mailroom_message_change", message.pk)
        response = HttpResponse(html)
        response["Content-Security-Policy"] = ALONE
        return response

    def decisions(self, request: HttpRequest, record: Any) -> Iterable[str]:
        return self.actions if record.is_undecided else ()

    # what stands in a column or a box

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)  # type: ignore[untyped-decorator]
    def stands_as(self, message: Message) -> tuple[str, str]:
        if message.state == State.SUPPRESSED:
            return message.state, _("suppressed")
        is_closed = message.decided_at and message.state == State.FAILED
        return SETTLED if is_closed else message.state, self.state_in_words(message)

    @admin.display(description=gettext_lazy("state"))
    def state_in_words(self, message: Message) -> str:
        if message.decided_at and message.state in DECIDED:
            return str(DECIDED[State(message.state)])
        return message.get_state_display()

    @admin.display(description=gettext_lazy("since when"), ordering="queued_at")
    def stands_for(self, message: Message) -> SafeString:
        return above(self.age(message), self.tries(message))

    @admin.display(description=gettext_lazy("message"), ordering="letter__subject")
    def told(self, message: Message) -> SafeString:
        return above(self.subject(message), self.kind(message))

    @admin.display(description=gettext_lazy("recipient"), ordering="address")
    def to_whom(self, message: Message) -> SafeString | str:
        return above(message.name, message.address) if message.name else message.address

    @admin.display(description=gettext_lazy("tries"))
    def tries(self, message: Message) -> str:
        tried = ngettext("%d try", "%d tries", message.attempts) % message.attempts if message.attempts else ""
        if message.state != State.PENDING:
            return tried
        ahead = to_come(message.next_try_at)
        words = {"tried": tried, "ahead": ahead}
        return _("%(tried)s, the next %(ahead)s") % words if tried else _("first try %(ahead)s") % words

    @admin.display(description=gettext_lazy("since when"))
    def age(self, message: Message) -> str:
        if message.state in Message.OPEN:
            return lasting(message.queued_at)
        settled = message.settled_at or message.queued_at
        return lasting(settled) if message.is_undecided else past(settled)

    @admin.display(description=gettext_lazy("recipient"))
    def recipient(self, message: Message) -> str:
        return f"{message.name} <{message.address}>" if message.name else message.address

    @admin.display(description=gettext_lazy("subject"))
    def subject(self, message: Message) -> str:
        return Copy(message).subject or str(message.letter)

    @admin.display(description=gettext_lazy("kind"))
    def kind(self, message: Message) -> str:
        return message.letter.kind_in_words

    @admin.display(description=gettext_lazy("class"))
    def of_class(self, message: Message) -> str:
        return message.letter.class_in_words

    @admin.display(description=gettext_lazy("cause"), ordering="cause")
    def why(self, message: Message) -> str:
        return Truncator(message.cause).chars(100)

    @admin.display(description=gettext_lazy("taken by"))
    def worker(self, message: Message) -> str:
        return str(message.claim or "")

    @admin.display(description=gettext_lazy("settled by staff"))
    def decided(self, message: Message) -> str:
        return past(message.decided_at) if message.decided_at else ""

    @admin.display(description=gettext_lazy("letter"))
    def of_letter(self, message: Message) -> SafeString:
        return format_html(
            '<a class="to-read" href="{}">{}</a>',
            reverse("admin:mailroom_letter_change", args=[message.letter_id]),
            message.letter,
        )

    @admin.display(description=gettext_lazy("Message-ID"))
    def looked_up(self, message: Message) -> SafeString:
        return format_html('<code class="to-copy">{}</code>', message.message_id)

    @admin.display(description=gettext_lazy("text"))
    def text(self, message: Message) -> SafeString:
        letter = message.letter
        return format_html(
            '<pre class="mail" lang="{}" dir="{}">{}</pre>', letter.language, letter.direction, Copy(message).text
        )

    @admin.display(description=gettext_lazy("HTML"))
    def as_html(self, message: Message) -> SafeString | str:
        if not message.letter.html:
            return _("There is none.")
        address = reverse("admin:mailroom_message_seen", args=[message.pk])
        words = _("See it as HTML (opens a new tab)")
        return format_html('<a class="to-read" href="{}" target="_blank" rel="noopener">{}</a>', address, words)

    @admin.display(description=gettext_lazy("attachments"))
    def files(self, message: Message) -> str:
        return ", ".join(message.letter.attachments.values_list("name", flat=True))

    # what staff decide

    @admin.action(description=gettext_lazy("Send again"), permissions=["decide"])
    def send_again(self, request: HttpRequest, messages: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, messages, Message.send_again, NoteForm)

    @admin.action(description=gettext_lazy("Settle as sent"), permissions=["decide"])
    def settle_as_sent(self, request: HttpRequest, messages: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, messages, Message.settle_as_sent, NoteForm)

    @admin.action(description=gettext_lazy("Settle as not sent"), permissions=["decide"])
    def settle_as_failed(self, request: HttpRequest, messages: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, messages, Message.settle_as_failed, NoteForm)


def above(first: str, second: str) -> SafeString:
    return format_html('<span>{}<br><span class="beneath">{}</span></span>', first, second)
