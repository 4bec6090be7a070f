from import_export.resources import ModelResource

from alliance.registers import RegisterResource, codes, key_of, partial_date
from people.models import Appointment, AuditEntry, Office, Person


class PersonResource(RegisterResource):
    """What of a person may be published; private contacts neither come nor go this way."""

    languages = codes("languages")

    class Meta:
        model = Person
        fields = (
            "key",
            "name",
            "original_name",
            "title",
            "organisation",
            "country",
            "languages",
            "office_email",
            "office_phone",
            "note",
            "source",
            "source_kind",
        )


class OfficeResource(RegisterResource):
    class Meta:
        model = Office
        fields = ("key", "name", "note")


class AppointmentResource(RegisterResource):
    office = key_of(Office, "office")
    person = key_of(Person, "person")
    appointed = partial_date("appointed")
    held_since = partial_date("held_since", "since")
    held_until = partial_date("held_until", "until")

    class Meta:
        model = Appointment
        import_id_fields = ("office", "person", "held_since")
        fields = ("office", "person", "appointed", "held_since", "held_until", "note", "source", "source_kind")


class AuditEntryResource(ModelResource):
    """The log goes out, and nothing comes in."""

    class Meta:
        model = AuditEntry
        fields = export_order = ("at", "kind", "who", "about", "reference", "words", "request_id")


HISTORY = [
    ("persons.csv", PersonResource),
    ("offices.csv", OfficeResource),
    ("appointments.csv", AppointmentResource),
]
