from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import get_supported_language_variant
from simple_history.models import HistoricalRecords

from alliance.dates import months_after, months_before
from alliance.names import readable, refuse_lines
from alliance.sources import Sourced
from alliance.terms import standing
from alliance.workflow import record_in_history

if TYPE_CHECKING:
    from people.models.user import User

CONFIRMED_FOR = 12  # months; then a focal point is asked whether its contact data are still correct
PATIENCE = 3  # months more; then contact data that nobody has confirmed are shown as such
ONE_DAY = timedelta(days=1)

LANGUAGES = {
    "ar": gettext_lazy("Arabic"),
    "zh": gettext_lazy("Chinese"),
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "ru": gettext_lazy("Russian"),
    "es": gettext_lazy("Spanish"),
    "de": gettext_lazy("German"),
    "fa": gettext_lazy("Persian"),
    "it": gettext_lazy("Italian"),
    "ja": gettext_lazy("Japanese"),
    "ms": gettext_lazy("Malay"),
    "pt": gettext_lazy("Portuguese"),
    "tr": gettext_lazy("Turkish"),
    "ur": gettext_lazy("Urdu"),
}


def check_languages(codes: list[str]) -> None:
    unknown = [code for code in codes if code not in LANGUAGES]
    if unknown:
        raise ValidationError(_("“%(code)s” is no language of the list.") % {"code": unknown[0]})


def spoken_variant(code: str) -> str:
    """British English for whoever speaks English; empty for what the portal does not speak."""
    try:
        return get_supported_language_variant(code)
    except LookupError:
        return ""


class PersonQuerySet(models.QuerySet["Person"]):
    def real(self) -> Self:
        """Without the people of the demonstration, whom no figure counts and no public page shows."""
        return self.filter(is_demonstration=False)

    def to_confirm(self, on: date, *, by: date | None = None) -> Self:
        """The focal points of that day who are due, then or by a later day, to say that their data are correct."""
        return self._said_before(months_before((by or on) + ONE_DAY, CONFIRMED_FOR), on)

    def unconfirmed(self, on: date) -> Self:
        """The focal points of that day who were asked for three months and have not answered."""
        return self._said_before(months_before(months_before(on + ONE_DAY, PATIENCE), CONFIRMED_FOR), on)

    def _said_before(self, day: date, on: date) -> Self:
        acting = standing(on, "focal_points__since", "focal_points__until")
        appointed = self.model.objects.filter(acting, focal_points__since__lt=day)
        return self.filter(Q(confirmed_on=None) | Q(confirmed_on__lt=day), pk__in=appointed.values("pk"))

    def add(self, *, name: str, **fields: Any) -> Person:
        """A person by name, with a key of their own."""
        stem = slugify(name)[:70] or "person"
        taken = set(self.filter(key__startswith=stem).values_list("key", flat=True))
        keys = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
        person = self.model(name=name, key=next(key for key in keys if key not in taken), **fields)
        person.full_clean()
        person.save()
        return person


class Person(Sourced):
    """One person, whatever the roles: what of them may be published. Private ways to reach them stand apart."""

    key = models.SlugField(gettext_lazy("key"), max_length=80, unique=True)
    name = models.CharField(
        gettext_lazy("name"),
        max_length=200,
        help_text=gettext_lazy("In Latin script, as the person writes it."),
        validators=[readable],
    )
    original_name = models.CharField(
        gettext_lazy("name in the original script"), max_length=200, blank=True, validators=[readable]
    )
    title = models.CharField(
        gettext_lazy("title"),
        max_length=100,
        blank=True,
        help_text=gettext_lazy("H.E. Ms., Dr., Ambassador"),
        validators=[readable],
    )
    organisation = models.CharField(
        gettext_lazy("ministry or organization"), max_length=200, blank=True, validators=[readable]
    )
    country = models.CharField(
        gettext_lazy("country"), max_length=3, blank=True, help_text=gettext_lazy("ISO 3166-1 alpha-3")
    )
    languages = models.JSONField(gettext_lazy("languages"), default=list, blank=True, validators=[check_languages])
    office_email = models.EmailField(
        gettext_lazy("office mail"), blank=True, help_text=gettext_lazy("May be published.")
    )
    office_phone = models.CharField(gettext_lazy("office telephone"), max_length=40, blank=True, validators=[readable])
    note = models.TextField(gettext_lazy("note"), blank=True)
    is_listed = models.BooleanField(
        gettext_lazy("in the directory"),
        default=False,
        help_text=gettext_lazy("The focal points of other members may see name, post, languages and office contact."),
    )
    confirmed_on = models.DateField(
        gettext_lazy("said to be correct on"), null=True, editable=False, help_text=gettext_lazy("By the person.")
    )
    is_demonstration = models.BooleanField(gettext_lazy("of the demonstration"), default=False, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PersonQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("person")
        verbose_name_plural = gettext_lazy("persons")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{3}$"),
                name="person_country_is_alpha3",
                violation_error_message=gettext_lazy("Write the country as three capitals, such as PRT."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        try:
            refuse_lines(self.name)
        except ValidationError as refusal:
            raise ValidationError({"name": refusal.messages}) from refusal

    def confirmation_due_on(self, on: date) -> date | None:
        """A year after the person said so or was appointed, whichever is later; empty for no focal point of that day.

        The designation letter tells the data as they are, so the first year counts from the appointment.
        """
        since = [appointment.since for appointment in self.focal_points.all() if appointment.is_current(on)]
        return months_after(max(min(since), self.confirmed_on or date.min), CONFIRMED_FOR) if since else None

    def is_to_confirm(self, on: date) -> bool:
        due = self.confirmation_due_on(on)
        return due is not None and due <= on

    def is_unconfirmed(self, on: date) -> bool:
        due = self.confirmation_due_on(on)
        return due is not None and months_after(due, PATIENCE) <= on

    def confirm_contact(self, *, on: date, by: User | None, note: str = "") -> None:
        """The person says that the contact data are still correct."""
        self.confirmed_on = on
        record_in_history(self, by=by, note=note)
        self.save(update_fields=["confirmed_on", "updated_at"])

    @property
    def mail_language(self) -> str:
        """The first of the person's languages that the portal speaks, else the portal's own."""
        spoken = (spoken_variant(code) for code in self.languages)
        return next(filter(None, spoken), settings.LANGUAGE_CODE)

    @property
    def notices_go_to(self) -> str:
        """The office mail, else the address of the account; never a private one."""
        account = getattr(self, "user", None)
        return self.office_email or (account.email if account and account.is_active else "")

    @property
    def language_names(self) -> list[str]:
        return [str(LANGUAGES[code]) for code in self.languages]


class PrivateContact(models.Model):
    """How the secretariat reaches a person: never in an export, a list or the API."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="private_contact")
    email = models.EmailField(gettext_lazy("private mail"), blank=True)
    phone = models.CharField(gettext_lazy("mobile or private telephone"), max_length=40, blank=True)
    address = models.TextField(gettext_lazy("address"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("private contact")
        verbose_name_plural = gettext_lazy("private contacts")

    def __str__(self) -> str:
        return str(self.person)
