from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.parts import Part
from alliance.sources import Sourced
from members.models import RegionalStrategy, StrategyParticipant
from partnerships.models.partner import Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class StrategyPartnerQuerySet(models.QuerySet["StrategyPartner"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        if user.is_staff:
            return self
        seen = self.filter(strategy__in=RegionalStrategy.objects.visible_to(user))
        return seen.filter(partner__in=Partner.objects.visible_to(user))


class StrategyPartner(Part, Sourced):
    """An organization's part in a regional strategy, beside the countries whose strategy it is (SP L85-87)."""

    PART_OF = "strategy"

    strategy = models.ForeignKey(
        RegionalStrategy, models.CASCADE, related_name="partners", verbose_name=gettext_lazy("regional strategy")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="strategy_parts", verbose_name=gettext_lazy("partner")
    )
    role = models.CharField(gettext_lazy("role"), max_length=20, choices=StrategyParticipant.Role)
    note = models.TextField(gettext_lazy("note"), blank=True)

    objects = StrategyPartnerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("partner of a regional strategy")
        verbose_name_plural = gettext_lazy("partners of regional strategies")
        ordering = ["role", "partner__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "partner"],
                name="strategy_partner_once",
                violation_error_message=gettext_lazy("It takes part in this strategy already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.strategy}"

    def is_told(self) -> bool:
        return self.partner.is_public
