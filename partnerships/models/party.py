from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.names import readable
from partnerships.models.agreement import Agreement
from partnerships.models.partner import Partner


class Party(models.Model):
    """Who agrees: the Alliance, or a partner; of a decision, the body that took it."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="parties", verbose_name=gettext_lazy("agreement")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="parties", verbose_name=gettext_lazy("partner")
    )
    is_alliance = models.BooleanField(gettext_lazy("the Alliance itself"), default=False)
    signatory = models.CharField(
        gettext_lazy("signatory"),
        max_length=200,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Who signed for it."),
    )
    signatory_title = models.CharField(
        gettext_lazy("title of the signatory"), max_length=200, blank=True, validators=[readable]
    )
    order = models.PositiveSmallIntegerField(gettext_lazy("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("party")
        verbose_name_plural = gettext_lazy("parties")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_alliance=True, partner=None) | Q(is_alliance=False, partner__isnull=False),
                name="party_alliance_or_partner",
                violation_error_message=gettext_lazy("A party is the Alliance or a partner: say which, and not both."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "partner"],
                name="party_once",
                violation_error_message=gettext_lazy("This partner is a party to it already."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(is_alliance=True),
                name="party_alliance_once",
                violation_error_message=gettext_lazy("The Alliance is a party to it already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.partner.name if self.partner else _("Alliance of Civilizations")

    def clean(self) -> None:
        super().clean()
        if self.is_alliance and self.agreement_id and self.agreement.is_decision:
            raise ValidationError(
                {"is_alliance": _("A decision is of its body alone: the Alliance is no party to it.")}
            )

    def refuse_beside(self, other: Party) -> None:
        if self.is_alliance and other.is_alliance:
            raise ValidationError(_("The Alliance is a party to it already."))

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.tell_the_agreement()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        found = super().delete(*args, **kwargs)
        self.tell_the_agreement()
        return found

    def tell_the_agreement(self) -> None:
        """It is called after its parties, and has changed for whoever reads it; with whom it is signed is no secret."""
        agreement = Agreement.objects.filter(pk=self.agreement_id).first()
        if agreement is None:
            return
        agreement.rename()
        Agreement.objects.filter(pk=agreement.pk).update(updated_at=timezone.now())
        if agreement.public_status and self.partner_id:
            Partner.objects.filter(pk=self.partner_id).publish(by=getattr(self, "_history_user", None))
