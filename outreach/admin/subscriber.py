from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from alliance.admin import Colours, QuestionFilter, RegisterAdmin, RegisterInline, SafeCSV, SafeXLSX
from alliance.admin.exchange import RegisterImportForm
from alliance.forms import PartialDateForm
from alliance.happenings import Topic
from outreach.forms.subscription import ChoicesForm, topics_field
from outreach.models import Consent, Subscriber
from outreach.resources import SubscriberResource


class LongCSV(SafeCSV):
    MOST_ROWS = 20_000  # written many at once: others wait some seconds


class LongXLSX(SafeXLSX):
    MOST_ROWS = 20_000


class LongImportForm(RegisterImportForm):
    MOST = 20 * 1024 * 1024
    TOO_LARGE = gettext_lazy("This file is too large: a list of subscribers is read up to 20 MB.")


class SubscriberForm(ChoicesForm, PartialDateForm):
    topics = topics_field(widget=UnfoldAdminCheckboxSelectMultipleWidget)


class RequestForm(forms.Form):
    """Somebody asked by letter or by telephone."""

    note = forms.CharField(
        label=gettext_lazy("Who asked, when and how"),
        max_length=80,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("It stays in the history, also of an address that is erased: name nobody."),
    )


class StateFilter(QuestionFilter):
    title = gettext_lazy("state")
    parameter_name = "state"
    QUESTIONS = {
        "asked": (Subscriber.STATES["asked"], lambda day: Subscriber.objects.filter(confirmed_at=None)),
        "reading": (Subscriber.STATES["reading"], lambda day: Subscriber.objects.reading()),
        "stopped": (Subscriber.STATES["stopped"], lambda day: Subscriber.objects.stopped()),
    }


class TopicFilter(admin.SimpleListFilter):
    title = gettext_lazy("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return Topic.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        hearing = Subscriber.objects.hearing_of(self.value() or "").order_by().values("pk")
        return queryset.filter(pk__in=hearing) if self.value() in Topic.values else queryset


class ConsentInline(RegisterInline):
    """What the reader agreed to, by which words: nobody changes it."""

    model = Consent
    hide_title = True
    fields = readonly_fields = ("at", "what", "source", "wording")
    ordering = ("-at", "-pk")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Subscriber)
class SubscriberAdmin(RegisterAdmin):
    """An address comes in by its owner, or by a list with its consents; it goes by being erased."""

    resource_classes = [SubscriberResource]
    formats = [LongCSV, LongXLSX]
    import_form_class = LongImportForm
    skip_admin_log = True  # it would keep each address a second time
    form = SubscriberForm
    inlines = [ConsentInline]
    list_display = ("address", "name", "standing", "spoken", "chosen", "confirmed_at")
    list_filter = (StateFilter, "language", TopicFilter, ("confirmed_at", RangeDateFilter))
    search_fields = ("address", "name")
    fields = ("address", "state", "name", "language", "topics", ("asked_at", "confirmed_at"))
    readonly_fields = ("address", "state", "chosen", "asked_at", "confirmed_at")
    actions = ("unsubscribe", "erase")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).told_standing()  # type: ignore[no-any-return]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever may only look reads the topics as words."""
        if self.has_change_permission(request, obj):
            return self.fields
        return [name if name != "topics" else "chosen" for name in self.fields or ()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outreach.delete_subscriber")

    def save_model(self, request: HttpRequest, obj: Subscriber, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.has_changed():
            obj.note("changed", source=_("by the office, on request"))

    # what stands in a column or a box

    @display(  # type: ignore[untyped-decorator]
        description=gettext_lazy("state"), label=Colours({"asked": "info", "reading": "success", "stopped": "danger"})
    )
    def standing(self, subscriber: Subscriber) -> tuple[str, Any]:
        return subscriber.state, Subscriber.STATES[subscriber.state]

    @admin.display(description=gettext_lazy("state"))
    def state(self, subscriber: Subscriber) -> str:
        return str(Subscriber.STATES[subscriber.state])

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def spoken(self, subscriber: Subscriber) -> str:
        return subscriber.get_language_display()

    @admin.display(description=gettext_lazy("topics"))
    def chosen(self, subscriber: Subscriber) -> str:
        return "; ".join(subscriber.topic_names) if subscriber.topics else _("all of them")

    # what readers ask the office for

    @admin.action(description=gettext_lazy("Unsubscribe on request"), permissions=["change"])
    def unsubscribe(self, request: HttpRequest, subscribers: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, subscribers, Subscriber.unsubscribe, RequestForm)

    @admin.action(description=gettext_lazy("Erase on request"), permissions=["erase"])
    def erase(self, request: HttpRequest, subscribers: QuerySet[Any]) -> HttpResponse | None:
        return self.ask_first(request, subscribers, Subscriber.erase, RequestForm)

    # a list that comes in

    def import_action(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        page = super().import_action(request, *args, **options)
        result = getattr(page, "context_data", {}).get("result")
        if result and not result.has_errors() and not result.has_validation_errors():
            tell_stopped(request, [row.instance for row in result.rows])
        return page

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        if not result.has_errors() and not result.has_validation_errors():
            tell_stopped(request, [row.instance for row in result.rows])
        return super().process_result(result, request)


def tell_stopped(request: HttpRequest, rows: list[Subscriber]) -> None:
    stopped = [subscriber.address for subscriber in rows if subscriber and subscriber.state == "stopped"]
    if stopped:
        words = ngettext(
            "%(count)d address of the list stays stopped, and gets nothing: %(some)s",
            "%(count)d addresses of the list stay stopped, and get nothing: %(some)s",
            len(stopped),
        )
        messages.warning(request, words % {"count": len(stopped), "some": ", ".join(stopped[:5])})
