from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from alliance.admin import PartialDateBox, RegisterAdmin, WorkFilter
from alliance.forms import PartialDateForm
from forums.models import Event, Meeting, Recognition
from forums.resources import EventResource, MeetingResource, RecognitionResource


class MeetingWork(WorkFilter):
    QUESTIONS = {"level": (_("Group of Friends, level unknown"), lambda day: Meeting.objects.without_level())}


class MeetingForm(PartialDateForm):
    starts = PartialDateBox(label=_("First day"))
    ends = PartialDateBox(required=False, label=_("Last day"))


@admin.register(Meeting)
class MeetingAdmin(RegisterAdmin):
    form = MeetingForm
    resource_classes = [MeetingResource]
    list_display = ("heading", "body", "level", "days_as_known", "place", "forum", "is_public")
    list_filter = (
        MeetingWork,
        ("body", ChoicesDropdownFilter),
        "level",
        "is_public",
        ("forum", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("forum",)
    date_hierarchy = "starts_on"
    search_fields = ("title", "place", "key", "forum__city")
    autocomplete_fields = ("forum", "strategy", "network")
    fields = (
        ("body", "level", "ordinal"),
        ("key", "is_public"),
        "title",
        ("starts", "ends"),
        ("place", "forum"),
        ("strategy", "network"),
        "note",
        "source",
        "source_kind",
    )

    @admin.display(description=_("meeting"), ordering="title")
    def heading(self, meeting: Meeting) -> str:
        return meeting.heading

    @admin.display(description=_("days"), ordering="starts_on")
    def days_as_known(self, meeting: Meeting) -> str:
        return meeting.days


class EventForm(PartialDateForm):
    occurred = PartialDateBox(label=_("First day"))
    until = PartialDateBox(required=False, label=_("Last day"))


@admin.register(Event)
class EventAdmin(RegisterAdmin):
    form = EventForm
    resource_classes = [EventResource]
    list_display = ("title", "kind", "days_as_known", "place", "is_public")
    list_filter = (("kind", ChoicesDropdownFilter), "is_public")
    date_hierarchy = "occurred_on"
    search_fields = ("title", "place", "key")
    autocomplete_fields = ("document",)
    prepopulated_fields = {"key": ("title",)}
    fields = (
        ("kind", "is_public"),
        "title",
        "key",
        ("occurred", "until"),
        ("place", "document"),
        "note",
        "source",
        "source_kind",
    )

    @admin.display(description=_("days"), ordering="occurred_on")
    def days_as_known(self, event: Event) -> str:
        return event.days


class RecognitionForm(PartialDateForm):
    given = PartialDateBox(required=False, label=_("On"))


@admin.register(Recognition)
class RecognitionAdmin(RegisterAdmin):
    form = RecognitionForm
    resource_classes = [RecognitionResource]
    list_display = ("body", "kind", "document", "given_as_known")
    list_filter = (("kind", ChoicesDropdownFilter),)
    list_select_related = ("document",)
    search_fields = ("body", "key", "document__title", "document__symbol")
    autocomplete_fields = ("document", "agreement")
    prepopulated_fields = {"key": ("body",)}
    fields = (("body", "kind"), ("key", "given"), ("document", "agreement"), "note", "source", "source_kind")

    @admin.display(description=_("on"), ordering="given_on")
    def given_as_known(self, recognition: Recognition) -> str:
        return str(recognition.given or "")
