from __future__ import annotations

import django_filters
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import DAY, Ordering, RegisterFilter, UpdatedSince
from documents.models import Document
from forums.models import Forum, ForumStep, Meeting, Session
from forums.models.forum import ForumQuerySet
from forums.models.session import SessionQuerySet
from forums.serializers import ForumDetailSerializer, ForumSerializer, SessionSerializer
from members.api.standing import StandingFilter
from members.models import Country, Member, MemberStep, RegionalStrategy, StrategyStep
from partnerships.models import Network


class ForumFilter(StandingFilter):
    """The filters of forums, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Name, city, host or theme"))
    region = django_filters.ChoiceFilter(
        "country__region", empty_label=_("any"), choices=Country.Region.choices, label=_("Region")
    )
    country = django_filters.CharFilter("country__iso3", lookup_expr="iexact", max_length=3, label=_("Country (ISO)"))
    host = django_filters.CharFilter("host_shown", max_length=80, label=_("Host (key of the member)"))
    status = django_filters.ChoiceFilter(
        "status_then", empty_label=_("any"), choices=Forum.public_choices(), label=_("Status")
    )
    starts_from = django_filters.DateFilter("starts_on", lookup_expr="gte", label=_("Begins from"), widget=DAY)
    starts_to = django_filters.DateFilter("starts_on", lookup_expr="lte", label=_("Begins to"), widget=DAY)
    ordering = Ordering(
        fields={"ordinal": "ordinal", "starts_on": "starts", "city": "city", "updated_at": "updated_at"},
        label=_("In the order of"),
    )

    SHOWN = ("search", "region", "status")

    class Meta:
        model = Forum
        fields: list[str] = []

    def called(self, forums: ForumQuerySet, name: str, words: str) -> ForumQuerySet:
        return forums.called(words)


class ForumViewSet(Listing, Detail, GenericViewSet[Forum]):
    """The forums of the Alliance by their number."""

    permission_classes = [AllowAny]
    key = "ordinal"
    told_from = (
        *(Forum, ForumStep, Session, Meeting, Member, MemberStep, Country, Document),
        *(RegionalStrategy, StrategyStep, Network),
    )
    serializer_class = ForumSerializer
    filterset_class = ForumFilter
    lookup_field = "ordinal"
    lookup_value_regex = "[0-9]{1,4}"

    def get_queryset(self) -> ForumQuerySet:
        user = self.request.user
        if self.action == "retrieve":
            programme = Prefetch("sessions", Session.objects.select_related("forum"))
            found = Forum.objects.as_of(timezone.localdate(), user=user).select_related("country")
            return found.showing_host_to(user).prefetch_related(programme)
        return Forum.objects.showing_host_to(user)

    def get_serializer_class(self) -> type[ForumSerializer]:
        return ForumDetailSerializer if self.action == "retrieve" else ForumSerializer


class SessionFilter(RegisterFilter):
    search = django_filters.CharFilter(method="called", max_length=200, label=_("Title or topic"))
    forum = django_filters.NumberFilter("forum__ordinal", min_value=1, max_value=9999, label=_("Forum (number)"))
    kind = django_filters.ChoiceFilter(empty_label=_("any"), choices=Session.Kind.choices, label=_("Kind"))
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"forum__ordinal": "forum", "held_on": "held", "kind": "kind", "updated_at": "updated_at"},
        label=_("In the order of"),
    )

    class Meta:
        model = Session
        fields: list[str] = []

    def called(self, sessions: SessionQuerySet, name: str, words: str) -> SessionQuerySet:
        return sessions.called(words)


class SessionViewSet(Listing, Detail, GenericViewSet[Session]):
    """What stands in the programmes of the forums. Where `count` is over 1, a source counts sessions without names."""

    permission_classes = [AllowAny]
    told_from = (Session, Forum, ForumStep)
    serializer_class = SessionSerializer
    filterset_class = SessionFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> SessionQuerySet:
        return Session.objects.visible_to(self.request.user).select_related("forum")
