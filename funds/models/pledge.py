from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.dates import PartialDateColumns
from alliance.sources import Sourced
from funds.models.contributor import Contributor, kind_of, name_of
from funds.models.fund import Fund
from funds.models.money import MOST_DIGITS, InMoney, currencies

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Whoever may see the contributor."""
        return self if user.is_staff else self.filter(contributor__in=Contributor.objects.visible_to(user))

    def told(self) -> Self:
        """Each with the name and the kind of its contributor as columns."""
        return self.annotate(contributor_name=name_of("contributor__"), contributor_kind=kind_of("contributor__"))

    def called(self, words: str) -> Self:
        return self.filter(Q(contributor__in=Contributor.objects.called(words)) | Q(earmark__called=words))

    def unpaid(self, on: date, after: timedelta) -> Self:
        """Pledged longer ago than that, with nothing received on it and kept."""
        contributions: Any = Pledge._meta.get_field("contributions").related_model
        paid = contributions.objects.received().kept().filter(pledge=OuterRef("pk"))
        return self.filter(~Exists(paid), pledged_on__lt=on - after)


class Pledge(InMoney, Sourced):
    """What somebody has said to give. It is no income (DOMAIN 1.7); an amount that nobody told stays unknown."""

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    contributor = models.ForeignKey(
        Contributor, models.PROTECT, related_name="pledges", verbose_name=gettext_lazy("contributor")
    )
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="pledges", verbose_name=gettext_lazy("fund"))
    amount = models.DecimalField(
        gettext_lazy("amount"),
        max_digits=MOST_DIGITS,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=gettext_lazy("Empty where it is not known."),
    )
    currency = models.CharField(gettext_lazy("currency"), max_length=3, choices=currencies, blank=True)
    pledged = PartialDateColumns("pledged_on", gettext_lazy("pledged on"))
    earmark = models.CharField(gettext_lazy("what it is for"), max_length=300, blank=True)
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = PledgeQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("pledge")
        verbose_name_plural = gettext_lazy("pledges")
        ordering = ["-pledged_on", "key", "id"]
        indexes = [models.Index(fields=["-pledged_on", "key", "id"], name="pledge_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | Q(amount__gt=0) & ~Q(currency=""),
                name="pledge_amount_with_currency",
                violation_error_message=gettext_lazy("An amount is more than nothing and has a currency."),
            )
        ]

    def __str__(self) -> str:
        return _("%(contributor)s, pledge of %(date)s") % {"contributor": self.contributor, "date": self.pledged}

    def get_absolute_url(self) -> str:
        return f"{reverse('contributor', args=[self.contributor.key])}#{self.key}"

    @property
    def purpose(self) -> str:
        return self.earmark or self.fund.name

    def clean(self) -> None:
        super().clean()
        refuse_odd_amount(self.amount, self.currency)
        if self.pledged and self.pledged.first > timezone.localdate():
            raise ValidationError({"pledged_on": _("What is pledged has been pledged: this day has not come yet.")})


def refuse_odd_amount(amount: Decimal | None, currency: str) -> None:
    if amount is not None and amount <= 0:
        raise ValidationError({"amount": _("An amount is more than nothing.")})
    if amount is not None and not currency:
        raise ValidationError({"currency": _("Say in which currency.")})
    if amount is None and currency:
        raise ValidationError({"amount": _("Say how much, or leave out the currency.")})
