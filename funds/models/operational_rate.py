from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import spoken
from alliance.sources import Sourced
from funds.models.money import MOST_DIGITS, USD, currencies

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def above_nothing(rate: Decimal) -> None:
    if rate <= 0:
        raise ValidationError(_("A rate is more than nothing."))


class OperationalRateQuerySet(models.QuerySet["OperationalRate"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The United Nations publish them."""
        return self

    def in_force(self, currency: str, on: date) -> OperationalRate | None:
        """The newest that is not of a later day."""
        return self.filter(currency=currency, in_force_from__lte=on).order_by("-in_force_from").first()


class OperationalRate(Sourced):
    """A United Nations operational rate of exchange: so much of a currency is one dollar, from a day on."""

    key = models.SlugField(gettext_lazy("key"), max_length=20, unique=True, editable=False)
    currency = models.CharField(gettext_lazy("currency"), max_length=3, choices=currencies)
    rate = models.DecimalField(
        gettext_lazy("rate"),
        max_digits=MOST_DIGITS,
        decimal_places=6,
        validators=[above_nothing],
        help_text=gettext_lazy("How much of the currency one United States dollar is."),
    )
    in_force_from = models.DateField(gettext_lazy("in force from"))
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = OperationalRateQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("operational rate of exchange")
        verbose_name_plural = gettext_lazy("operational rates of exchange")
        ordering = ["currency", "-in_force_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "in_force_from"],
                name="operational_rate_once",
                violation_error_message=gettext_lazy("There is a rate of this currency from that day already."),
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="operational_rate_above_nothing",
                violation_error_message=gettext_lazy("A rate is more than nothing."),
            ),
            models.CheckConstraint(
                condition=~Q(currency=USD),
                name="operational_rate_of_another_currency",
                violation_error_message=gettext_lazy("A dollar is a dollar: it has no rate."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate.normalize():f}, {spoken(self.in_force_from)}"

    def clean(self) -> None:
        super().clean()
        if self.currency == USD:
            raise ValidationError({"currency": _("A dollar is a dollar: it has no rate.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = f"{self.currency}-{self.in_force_from}".lower()
        super().save(*args, **kwargs)
