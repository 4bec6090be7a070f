from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.sources import Sourced

if TYPE_CHECKING:
    from people.models import User


class CountryGroup(models.Model):
    """A group of States that others keep: a regional group of the United Nations, the participating States of the OSCE.

    Groups overlap; none of them is a column of the country.
    """

    key = models.SlugField(gettext_lazy("key"), max_length=60, unique=True)
    name = models.CharField(gettext_lazy("name"), max_length=100)
    is_regional = models.BooleanField(
        gettext_lazy("regional group of the United Nations"),
        default=False,
        help_text=gettext_lazy("A State votes in one of them."),
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("group of countries")
        verbose_name_plural = gettext_lazy("groups of countries")
        ordering = ["-is_regional", "name"]

    def __str__(self) -> str:
        return self.name


class CountryQuerySet(models.QuerySet["Country"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Codes and regions are public."""
        return self

    def changed(self, since: datetime) -> Self:
        """By the history: a country keeps no moment of its own."""
        changes = Country.history.filter(history_date__gte=since)
        return self.filter(pk__in=changes.values("id"))

    def in_group(self, group: str) -> Self:
        return self.filter(Exists(GroupPlace.objects.filter(country=OuterRef("pk"), group__key=group)))

    def joined(self, on: date) -> Self:
        """Those that were members of the Group of Friends on that day, as far as the register names them."""
        return self.filter(self._members(on))

    def not_joined(self, on: date) -> Self:
        """Those that the register does not name as members on that day; they may have joined all the same."""
        return self.filter(~self._members(on))

    @staticmethod
    def _members(on: date) -> Exists:
        from members.models.member import Member

        return Exists(Member.objects.members(on).filter(country=OuterRef("pk")))


class Country(models.Model):
    """A country by its ISO 3166-1 codes, with its region and sub-region of UN M49."""

    class Region(models.TextChoices):
        AFRICA = "Africa", gettext_lazy("Africa")
        AMERICAS = "Americas", gettext_lazy("The Americas")
        ASIA = "Asia", gettext_lazy("Asia")
        EUROPE = "Europe", gettext_lazy("Europe")
        OCEANIA = "Oceania", gettext_lazy("Oceania")

    iso3 = models.CharField("ISO 3166-1 alpha-3", max_length=3, unique=True)
    iso2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, unique=True)
    m49 = models.CharField("UN M49", max_length=3, unique=True)
    name = models.CharField(gettext_lazy("name"), max_length=100, help_text=gettext_lazy("The ISO name of today."))
    region = models.CharField(gettext_lazy("region"), max_length=10, choices=Region, db_index=True)
    subregion = models.CharField(gettext_lazy("sub-region"), max_length=40, db_index=True)
    groups = models.ManyToManyField(CountryGroup, through="GroupPlace", related_name="countries")

    objects = CountryQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("country")
        verbose_name_plural = gettext_lazy("countries")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupPlace(Sourced):
    """A country's place in a group."""

    group = models.ForeignKey(CountryGroup, models.CASCADE, related_name="places", verbose_name=gettext_lazy("group"))
    country = models.ForeignKey(Country, models.CASCADE, related_name="places", verbose_name=gettext_lazy("country"))
    note = models.TextField(gettext_lazy("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("place in a group")
        verbose_name_plural = gettext_lazy("places in groups")
        ordering = ["group", "country"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "country"],
                name="group_place_once",
                violation_error_message=gettext_lazy("This country is in that group already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.group}"
