from __future__ import annotations

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from forums.api.announcement import forums_to_see
from forums.models import Commitment, CommitmentReport, Forum, ForumStep
from forums.models.commitment import OWNERS, STANDINGS, CommitmentQuerySet
from forums.serializers import CommitmentDetailSerializer, CommitmentSerializer
from members.models import RegionalStrategy, StrategyName, StrategyStep
from partnerships.models import (
    Agreement,
    AgreementStep,
    Network,
    NetworkName,
    Partner,
    PartnerName,
    Party,
    Programme,
    ProgrammeName,
    ProgrammeStep,
)

OWNED_BY = [
    ("programme", _("a programme")),
    ("network", _("a network")),
    ("partner", _("a partner")),
    ("strategy", _("a regional strategy")),
    ("agreement", _("an agreement")),
    ("none", _("nobody in a register")),
]


class CommitmentFilter(RegisterFilter):
    """The filters of commitments, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Text, or who carries it out"))
    forum = django_filters.ModelChoiceFilter(
        queryset=forums_to_see, to_field_name="ordinal", empty_label=_("any"), label=_("Forum")
    )
    kind = django_filters.ChoiceFilter(empty_label=_("any"), choices=Commitment.Kind.choices, label=_("Kind"))
    owned_by = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=OWNED_BY, method="of_register", label=_("Carried out by")
    )
    owner = django_filters.CharFilter(method="of_owner", max_length=120, label=_("Whoever carries it out (key)"))
    status = django_filters.ChoiceFilter("stands_as", empty_label=_("any"), choices=STANDINGS, label=_("Status"))
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={
            "forum__ordinal": "forum",
            "number": "number",
            "reported_on": "reported",
            "updated_at": "updated_at",
        },
        label=_("In the order of"),
    )

    SHOWN = ("search", "forum", "kind", "owned_by", "status")

    class Meta:
        model = Commitment
        fields: list[str] = []

    def called(self, commitments: CommitmentQuerySet, name: str, words: str) -> CommitmentQuerySet:
        return commitments.called(words)

    def of_register(self, commitments: CommitmentQuerySet, name: str, register: str) -> CommitmentQuerySet:
        return commitments.without_owner() if register == "none" else commitments.about(register)

    def of_owner(self, commitments: CommitmentQuerySet, name: str, key: str) -> CommitmentQuerySet:
        """An organization has the same key in every register that it is in."""
        any_of = Q()
        for register in OWNERS:
            any_of |= Q(**{f"{register}__key": key})
        return commitments.filter(any_of)


class CommitmentViewSet(Listing, Detail, GenericViewSet[Commitment]):
    """What was undertaken at the forums, under numbers that stay, and what has been reported of it since."""

    permission_classes = [AllowAny]
    told_from = (
        *(Commitment, CommitmentReport, Forum, ForumStep, RegionalStrategy, StrategyName, StrategyStep),
        *(Programme, ProgrammeName, ProgrammeStep, Network, NetworkName, Partner, PartnerName),
        *(Agreement, AgreementStep, Party),
    )
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> CommitmentQuerySet:
        seen = Commitment.objects.visible_to(self.request.user).telling_reports()
        if self.action == "retrieve":
            return seen.with_what_it_is_about().prefetch_related("reports")
        return seen

    def get_serializer_class(self) -> type[CommitmentSerializer]:
        return CommitmentDetailSerializer if self.action == "retrieve" else CommitmentSerializer
