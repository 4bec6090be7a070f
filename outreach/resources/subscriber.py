"""A list of subscribers, each row with the consent that it is kept by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from import_export.fields import Field

from alliance.registers import RegisterResource, codes
from mailroom.addresses import deliverable
from mailroom.models import Suppression
from mailroom.rules import FIRST_DAY
from outreach.models import Consent, Newsletter, Subscriber
from outreach.models.languages import MAIN
from outreach.models.subscriber import AT_ONCE

LONGEST_SOURCE = Consent._meta.get_field("source").max_length or 0


class Told:
    """A row as it is or would be, with its consent and its state: nothing of a row that is there changes."""

    def __init__(self, resource: Any, instance: Subscriber, new: bool) -> None:
        self.values: list[str] = []

    def compare_with(self, resource: Any, instance: Subscriber) -> None:
        self.values = [str(resource.export_field(field, instance) or "") for field in resource.get_import_fields()]

    def as_html(self) -> list[str]:
        return [escape(value) for value in self.values]


class SubscriberResource(RegisterResource):
    """Who is in the register is left as they are, and who has left stays so, whatever the list says.

    The rows are checked first and written at the end, many in a statement: for so long others can write.
    """

    topics = codes("topics")
    consent_source = Field(column_name="consent_source")
    consent_on = Field(column_name="consent_on")
    wording = Field(column_name="wording")
    state = Field(column_name="state")
    confirmed_on = Field(column_name="confirmed_on")

    class Meta:
        model = Subscriber
        import_id_fields = ("address",)
        fields = export_order = import_order = (
            *("address", "name", "language", "topics", "consent_source", "consent_on", "wording"),
            *("state", "confirmed_on"),
        )
        use_bulk = store_instance = True
        batch_size = None
        skip_unchanged = report_skipped = clean_model_instances = True

    @classmethod
    def get_diff_class(cls) -> type[Told]:
        return Told

    create_instances: list[Subscriber]

    # in

    def import_data(self, dataset: Any, dry_run: bool = False, **kwargs: Any) -> Any:
        """Nothing is written before every row holds, so the preview needs no transaction, nor do the checks."""
        self.is_preview, self.by = dry_run, kwargs.get("user")
        return super().import_data(dataset, dry_run=False, **{**kwargs, "use_transactions": False})

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self.rows: dict[str, int] = {}
        self.consents: dict[str, dict[str, Any]] = {}
        addresses = [in_lower_case(row.get("address")) for row in dataset.dict]
        self.known: dict[str, Subscriber] = {}
        self.stopped: set[str] = set()
        rows = Subscriber.objects.told_standing().prefetch_related("consents")
        for first in range(0, len(addresses), AT_ONCE):
            some = addresses[first : first + AT_ONCE]
            self.known |= {row.address: row for row in rows.filter(address__in=some)}
            stops = Suppression.objects.against(Newsletter.STREAM).filter(address__in=some)
            self.stopped |= {*stops.order_by().values_list("address", flat=True)}

    def get_instance(self, instance_loader: Any, row: Any) -> Any:
        return self.known.get(in_lower_case(row["address"]))

    def import_instance(self, instance: Subscriber, row: Any, **kwargs: Any) -> None:
        errors: dict[str, Any] = {}
        for read in (self.read_choices, self.read_address, self.read_consent):
            try:
                read(instance, row, **kwargs)
            except ValidationError as refusal:
                refusal.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def read_choices(self, instance: Subscriber, row: Any, **kwargs: Any) -> None:
        if instance.pk is None:
            super().import_instance(instance, row, **kwargs)
            instance.name = instance.name.strip()
            instance.language = instance.language.strip().lower() or MAIN

    def read_address(self, instance: Subscriber, row: Any, **kwargs: Any) -> None:
        """Twice in a list is a mistake of the list, for its rows may say different things."""
        try:
            instance.address = deliverable(str(row["address"] or "")).lower()
        except ValidationError as refusal:
            raise ValidationError({"address": refusal.messages}) from refusal
        first = self.rows.setdefault(instance.address, kwargs["row_number"])
        if first != kwargs["row_number"]:
            words = _("This address stands in row %(row)d already.") % {"row": first}
            raise ValidationError({"address": words})
        instance.__dict__["is_stopped"] = instance.address in self.stopped

    def read_consent(self, instance: Subscriber, row: Any, **kwargs: Any) -> None:
        source, wording = (str(row.get(name) or "").strip() for name in ("consent_source", "wording"))
        if not source:
            raise ValidationError({"consent_source": _("Say where the reader agreed, such as a form and its place.")})
        if len(source) > LONGEST_SOURCE:
            words = _("At most %(most)d characters.") % {"most": LONGEST_SOURCE}
            raise ValidationError({"consent_source": words})
        at = datetime.combine(day_of(row.get("consent_on")), time(), timezone.get_current_timezone())
        self.consents[instance.address] = consent = {"at": at, "wording": wording, "source": source}
        if instance.pk is None:
            instance.asked_at = instance.confirmed_at = at
            instance.__dict__["imported"] = Consent(**consent)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return instance.pk is not None and not import_validation_errors

    def validate_instance(
        self, instance: Subscriber, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Without a question to the database for each row: whether it is known has been asked for all at once."""
        errors = dict(import_validation_errors or {})
        if "address" in errors:
            raise ValidationError(errors)
        try:
            instance.full_clean(exclude={*errors}, validate_unique=False, validate_constraints=False)
        except ValidationError as refusal:
            errors = refusal.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """All of them are written at once, and their history with them."""

    def bulk_create(self, *args: Any, result: Any = None, **kwargs: Any) -> None:
        rows: list[Subscriber] = [*self.create_instances]
        self.create_instances.clear()
        if self.is_preview or result.has_errors() or result.has_validation_errors():
            return
        try:
            Subscriber.objects.take_in([(row, self.consents[row.address]) for row in rows], by=self.by)
        except IntegrityError:
            words = _("One of these addresses was subscribed in this very moment: import the file once more.")
            self.handle_import_error(result, ValidationError(words))

    # out

    def iter_queryset(self, queryset: QuerySet[Any]) -> Iterator[Any]:
        """A long register is never in memory as a whole."""
        return queryset.told_standing().prefetch_related("consents").iterator(AT_ONCE)  # type: ignore[attr-defined, no-any-return]

    def dehydrate_consent_source(self, subscriber: Subscriber) -> str:
        return consent_of(subscriber).source

    def dehydrate_consent_on(self, subscriber: Subscriber) -> str:
        """Of whoever has not confirmed there is none yet."""
        return self.dehydrate_confirmed_on(subscriber)

    def dehydrate_wording(self, subscriber: Subscriber) -> str:
        return consent_of(subscriber).wording

    def dehydrate_state(self, subscriber: Subscriber) -> str:
        return str(Subscriber.STATES[subscriber.state])

    def dehydrate_confirmed_on(self, subscriber: Subscriber) -> str:
        at = subscriber.confirmed_at
        return timezone.localdate(at).isoformat() if at else ""


def consent_of(subscriber: Subscriber) -> Consent:
    """What a confirmed reader was shown, and where."""
    if imported := subscriber.__dict__.get("imported"):
        return imported  # type: ignore[no-any-return]
    given = {Consent.What.ASKED, Consent.What.IMPORTED}
    rows = subscriber.consents.all() if subscriber.pk and subscriber.confirmed_at else ()
    return next((consent for consent in rows if consent.what in given), Consent())


def in_lower_case(address: Any) -> str:
    try:
        return deliverable(str(address or "")).lower()
    except ValidationError:
        return ""


def day_of(cell: Any) -> date:
    """A day that is known and has been; a spreadsheet brings it as a moment."""
    text = cell.date().isoformat() if isinstance(cell, datetime) else str(cell or "").strip()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        words = _("Write the day on which the reader agreed, such as 2008-01-15.")
        raise ValidationError({"consent_on": words}) from None
    if not FIRST_DAY <= day <= timezone.localdate():
        words = _("The reader agreed on a day between %(first)s and today.") % {"first": FIRST_DAY.isoformat()}
        raise ValidationError({"consent_on": words})
    return day
