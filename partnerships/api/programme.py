from __future__ import annotations

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Detail, Listing
from alliance.rest import Ordering
from documents.models import Document
from members.api.standing import ThemedFilter
from partnerships.api.agreement import partners_to_see
from partnerships.models import Partner, Programme, ProgrammeName, ProgrammePartner, ProgrammeStep
from partnerships.models.programme import ProgrammeQuerySet
from partnerships.serializers import ProgrammeDetailSerializer, ProgrammeSerializer


class ProgrammeFilter(ThemedFilter):
    """The filters of programmes, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Name, also another one"))
    kind = django_filters.ChoiceFilter(empty_label=_("any"), choices=Programme.Kind.choices, label=_("Kind"))
    relation = django_filters.ChoiceFilter(
        empty_label=_("any"), choices=Programme.Relation.choices, label=_("Relation to the Alliance")
    )
    status = django_filters.ChoiceFilter(
        "status_then", empty_label=_("any"), choices=Programme.Status.choices, label=_("Status")
    )
    partner = django_filters.ModelChoiceFilter(
        queryset=partners_to_see,
        empty_label=_("any"),
        to_field_name="key",
        method="of_partner",
        label=_("Partner"),
    )
    ordering = Ordering(
        fields={"name": "name", "kind": "kind", "then_on": "since", "updated_at": "updated_at"},
        label=_("In the order of"),
    )

    SHOWN = ("search", "kind", "relation", "field", "status", "on")

    class Meta:
        model = Programme
        fields: list[str] = []

    def called(self, programmes: ProgrammeQuerySet, name: str, words: str) -> ProgrammeQuerySet:
        return programmes.called(words)

    @extend_schema_field(OpenApiTypes.STR)
    def of_partner(self, programmes: ProgrammeQuerySet, name: str, partner: Partner) -> ProgrammeQuerySet:
        return programmes.of_partner(partner)


class ProgrammeViewSet(Listing, Detail, GenericViewSet[Programme]):
    """Programmes, funds, events and publications, today or on a past day (`on`).

    `relation` says what the Alliance has to do with each; one that is `autonomous` is not its own, and its money is
    in none of the Alliance's totals.
    """

    permission_classes = [AllowAny]
    told_from = (Programme, ProgrammeStep, ProgrammeName, ProgrammePartner, Partner, Document)
    serializer_class = ProgrammeSerializer
    filterset_class = ProgrammeFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> ProgrammeQuerySet:
        if self.action == "retrieve":
            found = Programme.objects.as_of(timezone.localdate(), user=self.request.user)
            return found.prefetch_related("fields", "aliases")
        return Programme.objects.all()

    def get_serializer_class(self) -> type[ProgrammeSerializer]:
        return ProgrammeDetailSerializer if self.action == "retrieve" else ProgrammeSerializer
