"""A focal point confirms its contact data by the link of a reminder, once, and only by the button."""

import random
from datetime import date, timedelta

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from alliance.dates import months_after, months_before, spoken
from mailroom import keys
from members.models import FocalPoint
from people import confirmation
from people.models import Person, PrivateContact
from tests.factories import FocalPointFactory, PersonFactory, UserFactory

DUE = "2011-05-03"


@pytest.fixture
def focal_point(db):
    return FocalPointFactory(
        person__name="Ana Example",
        person__office_email="ana@example.org",
        person__confirmed_on=date(2010, 5, 3),
        member__name="Ruritania",
        ministry="Ministry of Rivers",
    )


@pytest.fixture
def link(focal_point):
    return confirmation.link([focal_point.person_id, DUE])


def confirmed_on():
    return Person.objects.get(name="Ana Example").confirmed_on


def test_the_link_shows_what_the_office_has_and_nothing_private(client, focal_point, link):
    PrivateContact.objects.create(person=focal_point.person, phone="+00 9 876")

    page = client.get(link).content.decode()

    for words in ("Ana Example", "Ruritania", "Ministry of Rivers", "ana@example.org", "Yes, they are correct"):
        assert words in page
    assert "+00 9 876" not in page
    assert "/portal/contact/" in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_to_open_the_link_confirms_nothing(client, link, method):
    for _scanner in range(3):
        assert getattr(client, method)(link).status_code == 200

    assert confirmed_on() == date(2010, 5, 3)
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_no_other_method_confirms(client, link, method):
    assert getattr(client, method)(link).status_code == 405

    assert confirmed_on() == date(2010, 5, 3)


def test_the_button_confirms_once_and_thanks_however_often_it_is_used(client, focal_point, link):
    answer = client.post(link)

    assert (answer.status_code, answer["Location"]) == (302, link.removeprefix("http://127.0.0.1:8000"))
    assert confirmed_on() == timezone.localdate()
    told = Person.history.filter(id=focal_point.person_id).first()
    assert (told.history_user, told.history_change_reason) == (None, "By the link of a reminder")
    for again in (client.get(link), client.get(link), client.post(link, follow=True)):
        assert again.status_code == 200
        assert "Thank you" in again.content.decode()
        assert f"noted on {spoken(timezone.localdate())}" in again.content.decode()
        assert "ana@example.org" not in again.content.decode()
    assert Person.history.filter(id=focal_point.person_id, history_change_reason__isnull=False).count() == 1


def test_who_confirmed_in_the_portal_meanwhile_is_thanked_by_the_link(client, focal_point, link, secretary):
    focal_point.person.confirm_contact(on=timezone.localdate() + timedelta(days=1), by=secretary)

    page = client.get(link)

    assert page.status_code == 200
    assert f"noted on {spoken(timezone.localdate() + timedelta(days=1))}" in page.content.decode()


def test_a_link_made_after_the_last_confirmation_thanks_nobody(client, focal_point, link, secretary):
    focal_point.end(on=timezone.localdate(), by=secretary)

    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 410
        assert "Thank you" not in answer.content.decode()


def test_the_link_of_a_replaced_address_does_not_tell_that_it_was_confirmed(client, focal_point, link):
    client.post(link)
    Person.objects.update(office_email="successor@example.org")

    assert client.get(link).status_code == 410


def test_no_search_engine_lists_the_page(client, link):
    answers = [client.get(link), client.post(link), client.get(link), client.get("/contact/nothing/")]

    assert {answer["X-Robots-Tag"] for answer in answers} == {"noindex"}


def test_two_clicks_at_once_confirm_once(link):
    token = link.rsplit("/", 2)[1]

    from people.views.confirmation import confirmed

    assert [confirmed(token), confirmed(token)] == [True, False]


def test_the_button_needs_the_form_of_the_page(link):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(link).status_code == 403
    assert confirmed_on() == date(2010, 5, 3)


def test_the_end_of_the_appointment_voids_the_link(client, focal_point, link, secretary):
    focal_point.end(on=timezone.localdate(), by=secretary)

    assert client.post(link).status_code == 410
    assert confirmed_on() == date(2010, 5, 3)


def test_the_link_of_an_address_that_was_replaced_opens_nothing(client, focal_point, link):
    Person.objects.update(office_email="successor@example.org")

    assert client.get(link).status_code == 410


def test_no_key_is_made_of_what_is_confirmed(focal_point, secretary):
    focal_point.person.confirm_contact(on=timezone.localdate(), by=secretary)

    with pytest.raises(keys.Void, match="confirmed meanwhile"):
        keys.made(["people.confirm_contact", [focal_point.person_id, DUE]])


def test_a_link_of_one_person_confirms_nobody_else(client, focal_point, link):
    other = FocalPointFactory(person__office_email="ana@example.org", person__confirmed_on=date(2010, 5, 3)).person

    client.post(link)

    other.refresh_from_db()
    assert other.confirmed_on == date(2010, 5, 3)


def test_a_thousand_forged_tokens_change_nothing(client, focal_point, link):
    token, chance = link.rsplit("/", 2)[1], random.Random(5)
    forged = [signing.dumps([focal_point.person_id, DUE, "0" * 16], salt="people.invitation"), token[:-1], token + "A"]
    while len(forged) < 1000:
        at = chance.randrange(len(token))
        sign = chance.choice("ABCDEFGHJKabcdefghjk0123456789-_:")
        if sign != token[at] and at != len(token) - 1:  # of the last sign some bits carry nothing
            forged.append(token[:at] + sign + token[at + 1 :])

    answers = {client.post(f"/contact/{token}/").status_code for token in forged}

    assert answers == {410}
    assert confirmed_on() == date(2010, 5, 3)
    assert client.get(link).status_code == 200


@pytest.mark.parametrize("who", ["an outsider", "staff"])
def test_the_link_is_enough_whoever_is_signed_in(client, link, who, outsider, secretary):
    client.force_login(outsider if who == "an outsider" else secretary)

    assert client.post(link, follow=True).status_code == 200
    assert confirmed_on() == timezone.localdate()


@pytest.mark.parametrize(
    ("confirmed", "since", "day", "is_due", "is_late"),
    [
        (None, "2008-10-01", "2009-09-30", False, False),
        (None, "2008-10-01", "2009-10-01", True, False),
        (None, "2008-10-01", "2009-12-31", True, False),
        (None, "2008-10-01", "2010-01-01", True, True),
        ("2008-02-29", "2008-01-01", "2009-02-27", False, False),
        ("2008-02-29", "2008-01-01", "2009-02-28", True, False),
        ("2008-02-29", "2008-01-01", "2009-05-27", True, False),
        ("2008-02-29", "2008-01-01", "2009-05-28", True, True),
        ("2008-11-30", "2008-01-01", "2010-02-27", True, False),
        ("2008-11-30", "2008-01-01", "2010-02-28", True, True),
        ("2007-01-01", "2008-10-01", "2009-09-30", False, False),
    ],
)
def test_contact_data_are_due_after_a_year_and_shown_as_unconfirmed_three_months_later(
    db, confirmed, since, day, is_due, is_late
):
    person = PersonFactory(confirmed_on=confirmed and date.fromisoformat(confirmed))
    FocalPointFactory(person=person, since=date.fromisoformat(since))
    FocalPointFactory(person=person, since=date(2009, 9, 1))
    on = date.fromisoformat(day)

    assert (person.is_to_confirm(on), person.is_unconfirmed(on)) == (is_due, is_late)
    assert Person.objects.to_confirm(on).filter(pk=person.pk).exists() is is_due
    assert Person.objects.unconfirmed(on).filter(pk=person.pk).exists() is is_late
    assert FocalPoint.objects.unconfirmed(on).filter(person=person).exists() is is_late


def test_who_is_no_focal_point_is_not_asked(db):
    person = UserFactory().person
    FocalPointFactory(person=person, until=date(2012, 1, 1))

    assert person.confirmation_due_on(date(2020, 1, 1)) is None
    assert not person.is_to_confirm(date(2020, 1, 1))
    assert not Person.objects.to_confirm(date(2020, 1, 1)).exists()


DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(DAYS, DAYS, st.integers(1, 30))
@example(date(2024, 2, 29), date(2025, 2, 28), 12)
@example(date(2024, 2, 29), date(2025, 3, 1), 12)
def test_months_before_is_the_other_side_of_months_after(day, bound, months):
    for offset in (-1, 0, 1):
        near = months_before(bound, months) + timedelta(days=offset)
        assert (months_after(near, months) < bound) is (near < months_before(bound, months))
    assert (months_after(day, months) < bound) is (day < months_before(bound, months))


def test_a_year_after_29_february_is_28_february():
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_after(date(2027, 2, 28), 12) == date(2028, 2, 28)


@pytest.mark.parametrize("sign", ["\n", "\r", "\t", "\u2028", "\x00", "\u202e"])
def test_a_name_with_a_line_break_or_an_invisible_sign_is_refused_at_its_field(db, sign):
    with pytest.raises(ValidationError) as refusal:
        Person.objects.add(name=f"Ana{sign}Example")

    assert list(refusal.value.message_dict) == ["name"]
    assert not Person.objects.exists()
