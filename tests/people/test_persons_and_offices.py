from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alliance.dates import PartialDate
from people.models import Appointment, Office, Person, PrivateContact
from people.resources import PersonResource
from tests.factories import OfficeFactory, PersonFactory


def appointment(office, since, until=None, **more):
    made = Appointment(office=office, person=PersonFactory(), **more)
    made.held_since, made.held_until = PartialDate.parse(since), until and PartialDate.parse(until)
    return made


@pytest.mark.usefixtures("real_registers")
@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2007, 3, 31), None),
        (date(2009, 4, 6), "Jorge Sampaio"),
        (date(2013, 2, 28), "Jorge Sampaio"),
        (date(2014, 8, 30), "Nassir Abdulaziz Al-Nasser"),
        (date(2018, 12, 31), "Nassir Abdulaziz Al-Nasser"),
        (date(2026, 11, 22), "Miguel Ángel Moratinos"),
    ],
)
def test_the_office_of_the_high_representative_knows_its_holder_of_any_day(day, name):
    holder = Office.objects.get(key="high-representative").held_by(day)

    assert (holder and holder.name) == name


@pytest.mark.django_db
def test_an_office_has_one_current_holder():
    office = OfficeFactory()
    appointment(office, "2007-04").save()

    with pytest.raises(ValidationError, match=r"Fictional Person .* holds this office from April 2007 until today"):
        appointment(office, "2013").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        appointment(office, "2013").save()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("since", "until", "is_refused"),
    [("2012", "2013-03", True), ("2013-03", "2018-12", False), ("2005", "2007-04", False), ("2005", "2008", True)],
)
def test_terms_of_an_office_never_overlap(since, until, is_refused):
    office = OfficeFactory()
    appointment(office, "2007-04", "2013-03").save()
    other = appointment(office, since, until)

    if is_refused:
        with pytest.raises(ValidationError) as refusal:
            other.full_clean()
        assert "holds this office from April 2007 until March 2013" in refusal.value.message_dict["since"][0]
    else:
        other.full_clean()


@pytest.mark.django_db
def test_who_held_an_office_until_a_month_held_it_in_that_month_until_a_successor_came():
    office = OfficeFactory()
    first, second = appointment(office, "2007-04", "2013-02"), appointment(office, "2013-02-15")
    for term in (first, second):
        term.full_clean()
        term.save()

    days = [date(2013, 2, 1), date(2013, 2, 14), date(2013, 2, 15), date(2013, 3, 1)]
    assert [office.held_by(day) for day in days] == [first.person, first.person, second.person, second.person]
    stored = Appointment.objects.get(pk=first.pk)
    assert (stored.held_until, stored.until) == (PartialDate(2013, 2), date(2013, 3, 1))


@pytest.mark.django_db
def test_a_term_cannot_end_before_it_begins():
    with pytest.raises(ValidationError, match="It ends before it begins"):
        appointment(OfficeFactory(), "2013-03", "2012").full_clean()


@pytest.mark.django_db
def test_private_contacts_stand_apart_and_never_leave_by_an_export():
    person = PersonFactory(office_email="office@example.org", office_phone="+00 2")
    PrivateContact.objects.create(person=person, email="at.home@example.org", phone="+00 1")

    text = PersonResource().export(Person.objects.all()).csv

    assert "at.home@example.org" not in text
    assert "+00 1" not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [({"country": "Portugal"}, "country"), ({"country": "prt"}, "__all__"), ({"languages": ["tlh"]}, "languages")],
)
def test_a_wrong_code_is_told_at_its_field(change, field):
    person = PersonFactory.build(**change)

    with pytest.raises(ValidationError) as refusal:
        person.full_clean()

    assert field in refusal.value.message_dict


@pytest.mark.django_db
def test_languages_are_told_by_name():
    assert PersonFactory(languages=["ar", "fr"]).language_names == ["Arabic", "French"]
