from __future__ import annotations

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from forums.models import Announcement, Forum, ForumStep
from forums.models.announcement import AnnouncementQuerySet
from forums.models.forum import ForumQuerySet
from forums.serializers import AnnouncementDetailSerializer, AnnouncementSerializer
from members.models import (
    Alias,
    Country,
    Member,
    MemberStep,
    NationalPlan,
    NationalPlanStep,
    RegionalStrategy,
    StrategyName,
    StrategyStep,
)
from partnerships.models import (
    Agreement,
    AgreementStep,
    Partner,
    PartnerName,
    Party,
    Programme,
    ProgrammeName,
    ProgrammeStep,
)

OF = [
    ("plan", _("national plan")),
    ("strategy", _("regional strategy")),
    ("agreement", _("agreement")),
    ("programme", _("programme")),
    ("text", _("something else")),
]


def forums_to_see(request: HttpRequest | None) -> ForumQuerySet:
    """A forum that is hidden is no choice: asked for, it is as if it were not there."""
    return Forum.objects.visible_to(request.user if request else AnonymousUser())


class AnnouncementFilter(RegisterFilter):
    search = django_filters.CharFilter(method="called", max_length=200, label=_("Words, or any name of what it was"))
    forum = django_filters.NumberFilter("forum__ordinal", min_value=1, max_value=32767, label=_("Forum (number)"))
    what = django_filters.ChoiceFilter(empty_label=_("any"), choices=Announcement.What.choices, label=_("What"))
    of = django_filters.ChoiceFilter(empty_label=_("any"), choices=OF, method="of_register", label=_("Of"))
    preferred = django_filters.BooleanFilter(label=_("The account the register goes by"))
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"forum__ordinal": "forum", "what": "what", "key": "key", "updated_at": "updated_at"},
        label=_("In the order of"),
    )

    class Meta:
        model = Announcement
        fields: list[str] = []

    def called(self, announcements: AnnouncementQuerySet, name: str, words: str) -> AnnouncementQuerySet:
        return announcements.called(words)

    def of_register(self, announcements: AnnouncementQuerySet, name: str, register: str) -> AnnouncementQuerySet:
        return announcements.exclude(text="") if register == "text" else announcements.about(register)


class AnnouncementViewSet(Listing, Detail, GenericViewSet[Announcement]):
    """What was announced, adopted, signed or launched at a forum: this link, and never a comparison of dates.

    What is not yet public is not here, as long as it is not.
    """

    permission_classes = [AllowAny]
    told_from = (
        *(Announcement, Forum, ForumStep, NationalPlan, NationalPlanStep, Member, MemberStep, Alias, Country),
        *(RegionalStrategy, StrategyName, StrategyStep, Agreement, AgreementStep, Party, Partner, PartnerName),
        *(Programme, ProgrammeName, ProgrammeStep),
    )
    serializer_class = AnnouncementSerializer
    filterset_class = AnnouncementFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> AnnouncementQuerySet:
        seen = Announcement.objects.visible_to(self.request.user)
        return seen.with_what_it_is_about() if self.action == "retrieve" else seen

    def get_serializer_class(self) -> type[AnnouncementSerializer]:
        return AnnouncementDetailSerializer if self.action == "retrieve" else AnnouncementSerializer
