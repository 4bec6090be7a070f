from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.aliases import OtherName
from alliance.dates import PartialDateColumns
from alliance.names import readable
from alliance.parts import Part
from alliance.sources import Sourced
from alliance.terms import Term, TermQuerySet
from partnerships.models.partner import Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class NetworkQuerySet(models.QuerySet["Network"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What the office only thinks of is for staff."""
        return self if user.is_staff else self.filter(is_public=True)

    def called(self, words: str) -> Self:
        """Found by any of its names: the foundations had one network under three (trap T9)."""
        aliases = NetworkName.objects.filter(record=OuterRef("pk"), name__called=words)
        return self.filter(Q(name__called=words) | Exists(aliases))

    def of_partner(self, partner: Partner, on: date, user: User | AnonymousUser) -> Self:
        """Those it belongs to on that day, as far as the user may see; it may belong to several."""
        seats = NetworkMember.objects.visible_to(user).current(on).filter(partner=partner)
        return self.filter(Exists(seats.filter(network=OuterRef("pk"))))

    def counting_members(self, on: date, user: User | AnonymousUser) -> Self:
        """Each with `known_members`, how many are known to belong to it on that day, as far as the user may see."""
        seen = NetworkMember.objects.visible_to(user).current(on).filter(network=OuterRef("pk")).order_by()
        count = seen.values("network").annotate(n=models.Count("pk")).values("n")
        return self.annotate(known_members=Coalesce(models.Subquery(count), 0))

    def without_members(self, on: date) -> Self:
        return self.exclude(Exists(NetworkMember.objects.current(on).filter(network=OuterRef("pk"))))

    def off_target(self, on: date) -> Self:
        """With members known, but fewer or more of them than the network is meant to have (R1 annex IV.F)."""
        members = NetworkMember.objects.current(on).filter(network=OuterRef("pk")).order_by()
        count = members.values("network").annotate(n=models.Count("pk")).values("n")
        counted = self.annotate(members_then=models.Subquery(count))
        return counted.filter(Q(members_then__lt=F("target_min")) | Q(members_then__gt=F("target_max")))


class Network(Sourced):
    """Persons, foundations, universities or others that the Alliance brings together (R1 annex IV, R2 ¶22-31)."""

    class Kind(models.TextChoices):
        PERSONS = "persons", gettext_lazy("persons")
        FOUNDATIONS = "foundations", gettext_lazy("foundations")
        ACADEMIC = "academic", gettext_lazy("academic")
        MEDIA = "media", gettext_lazy("media")
        YOUTH = "youth", gettext_lazy("youth")
        CITIES = "cities", gettext_lazy("cities")
        FOCAL_POINTS = "focal_points", gettext_lazy("focal points")
        GOVERNMENTS = "governments", gettext_lazy("Governments")
        COMPANIES = "companies", gettext_lazy("companies")

    class Status(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("proposed")
        PLANNED = "planned", gettext_lazy("planned")
        DECIDED = "decided", gettext_lazy("decided")
        IN_DEVELOPMENT = "in_development", gettext_lazy("in development")
        ACTIVE = "active", gettext_lazy("active")

    key = models.SlugField(
        gettext_lazy("key"), max_length=80, unique=True, help_text=gettext_lazy("Its public identifier; it stays.")
    )
    name = models.CharField(gettext_lazy("name"), max_length=200, validators=[readable])
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=Kind)
    status = models.CharField(
        gettext_lazy("status"),
        max_length=20,
        choices=Status,
        db_index=True,
        help_text=gettext_lazy("As its sources tell it; they do not say since when."),
    )
    status_told = PartialDateColumns(
        "as_of",
        gettext_lazy("status as of"),
        help_text=gettext_lazy("When the newest of its sources tells the status."),
        null=True,
    )
    started = PartialDateColumns("started_on", gettext_lazy("started"), null=True)
    purpose = models.TextField(gettext_lazy("purpose"), blank=True, help_text=gettext_lazy("What it is for."))
    target_min = models.PositiveSmallIntegerField(
        gettext_lazy("target size, at least"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Empty where none is told."),
    )
    target_max = models.PositiveSmallIntegerField(gettext_lazy("target size, at most"), null=True, blank=True)
    is_public = models.BooleanField(
        gettext_lazy("shown to everyone"),
        default=False,
        help_text=gettext_lazy("Not as long as only this office thinks of it."),
    )
    note = models.TextField(gettext_lazy("note"), blank=True)
    updated_at = models.DateTimeField(gettext_lazy("updated"), auto_now=True, db_index=True)

    objects = NetworkQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["updated_at"])

    class Meta:
        verbose_name = gettext_lazy("network")
        verbose_name_plural = gettext_lazy("networks")
        ordering = ["name", "id"]
        indexes = [models.Index("name", "id", name="network_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(target_min=None) | Q(target_max=None) | Q(target_max__gte=F("target_min")),
                name="network_target_in_order",
                violation_error_message=gettext_lazy("It is meant to have at most fewer than at least."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("network", args=[self.key])

    def clean(self) -> None:
        super().clean()
        if self.target_min is not None and self.target_max is not None and self.target_max < self.target_min:
            raise ValidationError({"target_max": _("It is meant to have at most fewer than at least.")})
        if self.started and self.started.first > timezone.localdate():
            raise ValidationError({"started_on": _("%(when)s has not come yet.") % {"when": self.started}})

    @property
    def target(self) -> str:
        """How many it is meant to have, as far as told."""
        least, most = self.target_min, self.target_max
        words = {"least": least, "most": most}
        if least is not None and most is not None:
            return f"{least}" if least == most else _("%(least)s to %(most)s") % words
        if least is not None:
            return _("at least %(least)s") % words
        return "" if most is None else _("at most %(most)s") % words


class NetworkName(OtherName):
    record = models.ForeignKey(Network, models.CASCADE, related_name="aliases", verbose_name=gettext_lazy("network"))

    history = HistoricalRecords()


class NetworkMemberQuerySet(TermQuerySet["NetworkMember"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Nobody but staff sees a hidden partner, nor who belongs to a hidden network."""
        if user.is_staff:
            return self
        shown = self.filter(is_public=True, network__in=Network.objects.visible_to(user))
        return shown.filter(Q(partner=None) | Q(partner__in=Partner.objects.visible_to(user)))


class NetworkMember(Part, Sourced, Term):
    """A partner, or somebody by name, that belongs to a network from a day until another."""

    OF = PART_OF = "network"
    network = models.ForeignKey(Network, models.CASCADE, related_name="members", verbose_name=gettext_lazy("network"))
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="network_seats",
        verbose_name=gettext_lazy("partner"),
    )
    name = models.CharField(
        gettext_lazy("name"),
        max_length=200,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("Of whoever is no partner of the register: a person, a city, an institution."),
    )
    role = models.CharField(gettext_lazy("role"), max_length=200, blank=True, validators=[readable])
    joined = PartialDateColumns("since", gettext_lazy("since"))
    left = PartialDateColumns("until", gettext_lazy("until"), null=True, is_end=True)
    since: date
    until: date | None
    is_public = models.BooleanField(gettext_lazy("shown to everyone"), default=False)
    note = models.TextField(gettext_lazy("note"), blank=True)

    objects = NetworkMemberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("member of a network")
        verbose_name_plural = gettext_lazy("members of networks")
        ordering = ["partner__name", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(partner=None, name__gt="") | Q(partner__isnull=False, name=""),
                name="network_member_partner_or_name",
                violation_error_message=gettext_lazy("A member is a partner, or somebody by name: not both, nor none."),
            ),
            models.UniqueConstraint(
                fields=["network", "partner"],
                condition=Q(until=None),
                name="network_member_partner_once",
                violation_error_message=gettext_lazy("This partner belongs to the network already."),
            ),
            models.UniqueConstraint(
                fields=["network", "name"],
                condition=Q(until=None) & ~Q(name=""),
                name="network_member_name_once",
                violation_error_message=gettext_lazy("Somebody of this name belongs to the network already."),
            ),
            *Term.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.called}, {self.network}"

    @property
    def called(self) -> str:
        return self.partner.name if self.partner else self.name

    @property
    def latest_since(self) -> date:
        return self.joined.last if self.joined else self.since

    @property
    def earliest_until(self) -> date | None:
        return self.left.first if self.left else None

    def excludes(self, other: NetworkMember) -> bool:
        return (self.partner_id, self.name) == (other.partner_id, other.name)

    def refusal(self, other: NetworkMember) -> str:
        words = {"name": other.called, "since": other.joined, "until": other.left or _("today")}
        return _("%(name)s belongs to this network from %(since)s until %(until)s.") % words

    def others(self) -> models.QuerySet[Self]:
        return super().others().select_related("partner")

    def clean(self) -> None:
        if self.partner_id and self.name:
            raise ValidationError({"name": _("It is a partner of the register: its name stands there.")})
        if not self.partner_id and not self.name:
            raise ValidationError({"partner": _("Name the partner, or whoever it is.")})
        super().clean()

    def is_told(self) -> bool:
        return self.is_public and (self.partner is None or self.partner.is_public)
