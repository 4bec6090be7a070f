from __future__ import annotations

from datetime import date

import django_filters
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import GenericViewSet

from alliance.listing import Listing
from alliance.rest import DAY, Ordering, RegisterFilter, UpdatedSince
from funds.models import OperationalRate
from funds.models.money import currencies
from funds.models.operational_rate import OperationalRateQuerySet
from funds.serializers import OperationalRateSerializer


class OperationalRateFilter(RegisterFilter):
    currency = django_filters.ChoiceFilter(empty_label=_("any"), choices=currencies, label=_("Currency"))
    on = django_filters.DateFilter(method="in_force", label=_("In force on the day"), widget=DAY)
    updated_since = UpdatedSince("updated_at", lookup_expr="gte", label=_("Updated since"))
    ordering = Ordering(
        fields={"currency": "currency", "in_force_from": "in_force_from", "updated_at": "updated_at"},
        label=_("In the order of"),
    )

    SHOWN = ("currency", "on")

    class Meta:
        model = OperationalRate
        fields: list[str] = []

    def in_force(self, rates: OperationalRateQuerySet, name: str, day: date) -> OperationalRateQuerySet:
        newest = OperationalRate.objects.filter(currency=OuterRef("currency"), in_force_from__lte=day)
        return rates.filter(pk=Subquery(newest.order_by("-in_force_from").values("pk")[:1]))


class OperationalRateViewSet(Listing, GenericViewSet[OperationalRate]):
    """The United Nations operational rates of exchange, as far as the register has them."""

    permission_classes = [AllowAny]
    told_from = (OperationalRate,)
    queryset = OperationalRate.objects.all()
    serializer_class = OperationalRateSerializer
    filterset_class = OperationalRateFilter
