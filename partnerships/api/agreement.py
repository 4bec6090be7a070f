from __future__ import annotations

from datetime import date

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.dates import Period
from alliance.listing import Detail, Listing
from alliance.rest import DAY, Ordering
from documents.models import Document
from members.api.standing import ThemedFilter
from partnerships.models import Agreement, AgreementStep, Partner, PartnerName, Party
from partnerships.models.agreement import AgreementQuerySet
from partnerships.models.partner import PartnerQuerySet
from partnerships.serializers import AgreementDetailSerializer, AgreementSerializer


def partners_to_see(request: HttpRequest | None) -> PartnerQuerySet:
    """A partner that is hidden is no choice: asked for, it is as if it were not there."""
    return Partner.objects.visible_to(request.user if request else AnonymousUser())


class AgreementFilter(ThemedFilter):
    """The filters of agreements, the same on the page and in the API."""

    search = django_filters.CharFilter(method="called", max_length=200, label=_("Title, or any name of a party"))
    kind = django_filters.ChoiceFilter(empty_label=_("any"), choices=Agreement.Kind.choices, label=_("Kind"))
    status = django_filters.ChoiceFilter(
        "status_then", empty_label=_("any"), choices=Agreement.public_choices(), label=_("Status")
    )
    partner = django_filters.ModelChoiceFilter(
        queryset=partners_to_see,
        empty_label=_("any"),
        to_field_name="key",
        method="of_partner",
        label=_("Partner"),
    )
    signed_from = django_filters.DateFilter(method="signed_since", label=_("Signed from"), widget=DAY)
    signed_to = django_filters.DateFilter(method="signed_until", label=_("Signed to"), widget=DAY)
    ordering = Ordering(
        fields={
            "concluded_on": "concluded",
            "name": "name",
            "then_on": "since",
            "expires_on": "expires_on",
            "updated_at": "updated_at",
        },
        label=_("In the order of"),
    )

    SHOWN = ("search", "kind", "field", "status", "signed_from", "signed_to", "on")

    class Meta:
        model = Agreement
        fields: list[str] = []

    def called(self, agreements: AgreementQuerySet, name: str, words: str) -> AgreementQuerySet:
        return agreements.called(words)

    @extend_schema_field(OpenApiTypes.STR)
    def of_partner(self, agreements: AgreementQuerySet, name: str, partner: Partner) -> AgreementQuerySet:
        return agreements.of_partner(partner)

    def signed_since(self, agreements: AgreementQuerySet, name: str, day: date) -> AgreementQuerySet:
        """By a date of their own: what a source only knew by then is no event of the period."""
        return agreements.signed_in(Period(day, self.form.cleaned_data.get("signed_to") or date.max))

    def signed_until(self, agreements: AgreementQuerySet, name: str, day: date) -> AgreementQuerySet:
        return agreements.signed_in(Period(self.form.cleaned_data.get("signed_from") or date.min, day))


class AgreementViewSet(Listing, Detail, GenericViewSet[Agreement]):
    """What the Alliance has agreed with organizations, and what other bodies have decided in its favour.

    A letter of intent and a decision are of a kind of their own: neither counts as an agreement.
    """

    permission_classes = [AllowAny]
    told_from = (Agreement, AgreementStep, Party, Partner, PartnerName, Document)
    serializer_class = AgreementSerializer
    filterset_class = AgreementFilter
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> AgreementQuerySet:
        if self.action == "retrieve":
            found = Agreement.objects.as_of(timezone.localdate(), user=self.request.user)
            return found.prefetch_related("parties__partner", "fields")
        return Agreement.objects.all()

    def get_serializer_class(self) -> type[AgreementSerializer]:
        return AgreementDetailSerializer if self.action == "retrieve" else AgreementSerializer
