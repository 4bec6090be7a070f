from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.aliases import OtherName
from alliance.names import readable
from alliance.sources import Sourced
from alliance.workflow import record_in_history
from members.models import Member

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


LONG = 40


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Whoever the Alliance only negotiates with is for staff."""
        return self if user.is_staff else self.filter(is_public=True)

    def called(self, words: str) -> Self:
        """Found by any of its names, those of other days too."""
        aliases = PartnerName.objects.filter(record=OuterRef("pk"), name__called=words)
        return self.filter(Q(name__called=words) | Q(short_name__called=words) | Exists(aliases))

    def publish(self, *, by: User | None) -> None:
        """With whom something is signed is no secret any more."""
        for partner in self.filter(is_public=False):
            partner.is_public = True
            record_in_history(partner, by=by)
            partner.save()


class Partner(Sourced):
    """An organization that the Alliance works with (R1 ¶10-11, R2 ¶11, ¶18-25), once, whatever its names (trap T12).

    One that is also in the Group of Friends is the same body: `member` says which.
    """

    class Kind(models.TextChoices):
        UN_ENTITY = "un_entity", gettext_lazy("United Nations entity")
        INTERNATIONAL = "international_organization", gettext_lazy("international organization")
        REGIONAL = "regional_organization", gettext_lazy("regional organization")
        NGO = "ngo", gettext_lazy("non-governmental organization")
        FAITH_BASED = "faith_based", gettext_lazy("faith-based organization")
        FOUNDATION = "foundation", gettext_lazy("foundation")
        UNIVERSITY = "university", gettext_lazy("university")
        RESEARCH = "research", gettext_lazy("research institution")
        PRIVATE_SECTOR = "private_sector", gettext_lazy("private sector")
        MEDIA = "media", gettext_lazy("media")
        YOUTH = "youth_organisation", gettext_lazy("youth organization")
        LOCAL_AUTHORITY = "local_authority", gettext_lazy("local authority")
        GOVERNMENT = "government_body", gettext_lazy("government body")
        OTHER = "other", gettext_lazy("other")

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    name = models.CharField(gettext_lazy("name"), max_length=200, validators=[readable])
    short_name = models.CharField(gettext_lazy("short name"), max_length=40, blank=True, validators=[readable])
    kind = models.CharField(gettext_lazy("kind"), max_length=30, choices=Kind)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=gettext_lazy("part of")
    )
    member = models.OneToOneField(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partner",
        verbose_name=gettext_lazy("member of the Group of Friends"),
        help_text=gettext_lazy("Where it is the same body."),
    )
    role = models.TextField(
        gettext_lazy("what it does with the Alliance"), blank=True, help_text=gettext_lazy("For staff.")
    )
    is_public = models.BooleanField(
        gettext_lazy("shown to everyone"),
        default=False,
        help_text=gettext_lazy("Not as long as there is nothing but an approach or a negotiation."),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = PartnerQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("partner")
        verbose_name_plural = gettext_lazy("partners")
        ordering = ["name", "id"]
        indexes = [models.Index("name", "id", name="partner_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partner", args=[self.key])

    def agreements_to_see(self, on: date, *, user: User | AnonymousUser) -> QuerySet[Any]:
        """What it has agreed with the Alliance, as it stood on that day, as far as the user may see it."""
        agreements: Any = self.parties.model._meta.get_field("agreement").related_model
        found: QuerySet[Any] = agreements.objects.as_of(on, user=user).of_partner(self)
        return found.prefetch_related("parties__partner")

    @property
    def called_for_short(self) -> str:
        """Its name, or its short name where the name would fill the line."""
        return self.short_name if self.short_name and len(self.name) > LONG else self.name

    def clean(self) -> None:
        super().clean()
        above = self.part_of
        while above:
            if above.pk == self.pk:
                raise ValidationError({"part_of": _("It cannot be a part of itself.")})
            above = above.part_of
        if self.pk and not self.is_public and self.parties.exclude(agreement__public_status="").exists():
            raise ValidationError({"is_public": _("It has an agreement that everyone sees, and is named there.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        for party in self.parties.select_related("agreement"):
            party.agreement.rename()


class PartnerName(OtherName):
    record = models.ForeignKey(Partner, models.CASCADE, related_name="aliases", verbose_name=gettext_lazy("partner"))

    history = HistoricalRecords()
