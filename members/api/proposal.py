from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering, RegisterFilter, UpdatedSince
from documents.api import documents_to_see
from documents.models import Document
from members.models import Proposal, RegionalStrategy, StrategyStep
from members.models.proposal import ProposalQuerySet
from members.serializers import ProposalSerializer

FOLLOW_UP = [*Proposal.FollowUp.choices, ("unknown", _("unknown"))]


class ProposalFilter(RegisterFilter):
    search = django_filters.CharFilter(method="called", max_length=200, label=_("Subject, region or addressee"))
    tool = django_filters.ChoiceFilter(empty_label=_("any"), choices=Proposal.Tool.choices, label=_("Means"))
    document = django_filters.ModelChoiceFilter(queryset=documents_to_see, to_field_name="key", label=_("Document"))
    follow_up = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=FOLLOW_UP, method="followed_up", label=_("Follow-up")
    )
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"line_from": "line", "subject": "subject", "updated_at": "updated_at"}, label=_("In the order of")
    )

    SHOWN = ("search", "tool", "follow_up")

    class Meta:
        model = Proposal
        fields: list[str] = []

    def called(self, proposals: ProposalQuerySet, name: str, words: str) -> ProposalQuerySet:
        return proposals.called(words)

    def followed_up(self, proposals: ProposalQuerySet, name: str, wanted: str) -> ProposalQuerySet:
        return proposals.without_follow_up() if wanted == "unknown" else proposals.filter(follow_up=wanted)


class ProposalViewSet(Listing, Detail, GenericViewSet[Proposal]):
    """What the High Representative has proposed, with the lines of the document, and what became of it."""

    permission_classes = [AllowAny]
    told_from = (Proposal, Document, RegionalStrategy, StrategyStep)
    serializer_class = ProposalSerializer
    filterset_class = ProposalFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> ProposalQuerySet:
        user = self.request.user
        return Proposal.objects.visible_to(user).showing_strategy_to(user).select_related("document")
