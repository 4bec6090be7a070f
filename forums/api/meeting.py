from __future__ import annotations

from datetime import date

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.dates import Period
from alliance.listing import Detail, Listing
from alliance.rest import DAY, Ordering, RegisterFilter, UpdatedSince
from documents.models import Document
from forums.models import Event, Forum, ForumStep, Meeting, Recognition
from forums.models.event import EventQuerySet
from forums.models.meeting import MeetingQuerySet
from forums.models.recognition import RecognitionQuerySet
from forums.serializers import EventSerializer, MeetingSerializer, RecognitionSerializer
from members.api.standing import YES_NO
from members.models import RegionalStrategy, StrategyStep
from partnerships.models import Agreement, AgreementStep, Network


class MeetingFilter(RegisterFilter):
    """The filters of meetings, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Title or place"))
    body = django_filters.ChoiceFilter(empty_label=_("any"), choices=Meeting.Body.choices, label=_("Body"))
    level = django_filters.ChoiceFilter(empty_label=_("any"), choices=Meeting.Level.choices, label=_("Level"))
    year = django_filters.NumberFilter(method="of_year", min_value=2000, max_value=2999, label=_("Year"))
    forum = django_filters.NumberFilter("forum__ordinal", min_value=1, max_value=9999, label=_("Forum (number)"))
    strategy = django_filters.CharFilter("strategy__key", max_length=80, label=_("Regional strategy (key)"))
    network = django_filters.CharFilter("network__key", max_length=80, label=_("Network (key)"))
    starts_from = django_filters.DateFilter("starts_on", lookup_expr="gte", label=_("From"), widget=DAY)
    starts_to = django_filters.DateFilter("starts_on", lookup_expr="lte", label=_("To"), widget=DAY)
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"starts_on": "starts", "body": "body", "place": "place", "updated_at": "updated_at"},
        label=_("In the order of"),
    )

    SHOWN = ("search", "body", "level", "year")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def called(self, meetings: MeetingQuerySet, name: str, words: str) -> MeetingQuerySet:
        return meetings.called(words)

    def of_year(self, meetings: MeetingQuerySet, name: str, year: int) -> MeetingQuerySet:
        return meetings.filter(starts_on__range=Period.of_year(int(year)))


class MeetingViewSet(Listing, Detail, GenericViewSet[Meeting]):
    """Meetings of the Group of Friends, of focal points and of other bodies."""

    permission_classes = [AllowAny]
    told_from = (Meeting, Forum, ForumStep, RegionalStrategy, StrategyStep, Network)
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> MeetingQuerySet:
        return Meeting.objects.visible_to(self.request.user).select_related("forum", "strategy", "network")


class EventFilter(RegisterFilter):
    """The filters of events, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Title or place"))
    kind = django_filters.ChoiceFilter(empty_label=_("any"), choices=Event.Kind.choices, label=_("Kind"))
    external = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=YES_NO, method="is_external", label=_("External event")
    )
    occurred_from = django_filters.DateFilter("occurred_on", lookup_expr="gte", label=_("From"), widget=DAY)
    occurred_to = django_filters.DateFilter("occurred_on", lookup_expr="lte", label=_("To"), widget=DAY)
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"occurred_on": "occurred", "kind": "kind", "place": "place", "updated_at": "updated_at"},
        label=_("In the order of"),
    )

    SHOWN = ("search", "kind", "external", "occurred_from", "occurred_to")

    class Meta:
        model = Event
        fields: list[str] = []

    def called(self, events: EventQuerySet, name: str, words: str) -> EventQuerySet:
        return events.called(words)

    def is_external(self, events: EventQuerySet, name: str, wanted: str) -> EventQuerySet:
        return events.external() if wanted == "yes" else events.exclude(kind__in=Event.EXTERNAL)


class EventViewSet(Listing, Detail, GenericViewSet[Event]):
    """Visits, addresses and discussions, each counted once; and dated facts of the time line, which are none."""

    permission_classes = [AllowAny]
    told_from = (Event,)
    serializer_class = EventSerializer
    filterset_class = EventFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> EventQuerySet:
        return Event.objects.visible_to(self.request.user)


class RecognitionFilter(RegisterFilter):
    """The filters of recognitions, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Body or document"))
    kind = django_filters.ChoiceFilter(empty_label=_("any"), choices=Recognition.Kind.choices, label=_("Kind"))
    given_from = django_filters.DateFilter(method="given_since", label=_("From"), widget=DAY)
    given_to = django_filters.DateFilter(method="given_until", label=_("To"), widget=DAY)
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"given_on": "given", "body": "body", "kind": "kind", "updated_at": "updated_at"},
        label=_("In the order of"),
    )

    SHOWN = ("search", "kind", "given_from", "given_to")

    class Meta:
        model = Recognition
        fields: list[str] = []

    def called(self, recognitions: RecognitionQuerySet, name: str, words: str) -> RecognitionQuerySet:
        return recognitions.called(words)

    def given_since(self, recognitions: RecognitionQuerySet, name: str, day: date) -> RecognitionQuerySet:
        """What a source only knew by then is no event of the period."""
        return recognitions.given(Period(day, date.max))

    def given_until(self, recognitions: RecognitionQuerySet, name: str, day: date) -> RecognitionQuerySet:
        return recognitions.given(Period(date.min, day))


class RecognitionViewSet(Listing, Detail, GenericViewSet[Recognition]):
    """Resolutions, decisions, declarations and mentions by which other bodies recognize the Alliance."""

    permission_classes = [AllowAny]
    told_from = (Recognition, Document, Agreement, AgreementStep)
    serializer_class = RecognitionSerializer
    filterset_class = RecognitionFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> RecognitionQuerySet:
        user = self.request.user
        return Recognition.objects.visible_to(user).showing_agreement_to(user).select_related("document")
