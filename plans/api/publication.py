from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import DAY, Ordering, RegisterFilter, UpdatedSince
from plans.api.measure import UNDERTAKEN_BY
from plans.models import Publication
from plans.serializers import PublicationDetailSerializer, PublicationSerializer


class PublicationFilter(RegisterFilter):
    plan = django_filters.CharFilter("plan__key", max_length=80, label=_("National plan (key)"))
    strategy = django_filters.CharFilter("strategy__key", max_length=80, label=_("Regional strategy (key)"))
    member = django_filters.CharFilter("member__key", max_length=80, label=_("Member (key)"))
    published_from = django_filters.DateFilter(
        "published_at__date", lookup_expr="gte", label=_("Published from"), widget=DAY
    )
    published_to = django_filters.DateFilter(
        "published_at__date", lookup_expr="lte", label=_("Published to"), widget=DAY
    )
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"published_at": "published_at", "member__name": "member", "number": "number"},
        label=_("In the order of"),
    )

    class Meta:
        model = Publication
        fields: list[str] = []


class PublicationViewSet(Listing, Detail, GenericViewSet[Publication]):
    """Every text of a plan, or of a member's part in an action plan, as it was published; none is ever changed."""

    permission_classes = [AllowAny]
    told_from = (Publication, *UNDERTAKEN_BY)
    serializer_class = PublicationSerializer
    filterset_class = PublicationFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> QuerySet[Publication]:
        seen = Publication.objects.visible_to(self.request.user)
        return seen.select_related("member", "plan__member", "strategy") if self.action == "retrieve" else seen

    def get_serializer_class(self) -> type[PublicationSerializer]:
        return PublicationDetailSerializer if self.action == "retrieve" else PublicationSerializer
