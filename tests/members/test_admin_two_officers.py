"""Two officers have the same record open."""

import pytest
from django.test import Client

from alliance.dates import PartialDate
from members.models import ContactNote, Member
from tests.browserless import form_on
from tests.factories import DocumentFactory, FocalPointFactory, MemberFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def colleague(db):
    return UserFactory(staff=True, person__name="Bela Example")


@pytest.fixture
def other_office(colleague):
    client = Client()
    client.force_login(colleague)
    return client


def address(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def refused(response):
    """What is said against the form as a whole, and how it stands on the page."""
    assert response.status_code == 200
    return response.context["adminform"].form.non_field_errors(), form_on(response)


def test_a_save_over_something_newer_is_refused_naming_who_saved_what_and_nothing_typed_is_lost(office, other_office):
    member = MemberFactory(name="Ruritania")
    mine, theirs = form_on(office.get(address(member))), form_on(other_office.get(address(member)))
    other_office.post(address(member), theirs | {"note": "By my colleague"})

    words, kept = refused(office.post(address(member), mine | {"short_name": "Rur"}))

    assert words[0].startswith("Somebody saved this record after you opened it.")
    assert words[1].startswith("Bela Example, ")
    assert words[1].endswith("Member “Ruritania” changed; Note: By my colleague.")
    assert (kept["short_name"], Member.objects.get().short_name) == ("Rur", "")

    assert office.post(address(member), kept).status_code == 302
    assert Member.objects.get().short_name == "Rur"


def test_a_part_that_a_colleague_changed_refuses_as_well(office, other_office):
    member = FocalPointFactory(person__name="Ana Example").member
    mine, theirs = form_on(office.get(address(member))), form_on(other_office.get(address(member)))
    other_office.post(address(member), theirs | {"focal_points-0-ministry": "Of Rivers"})

    words, _ = refused(office.post(address(member), mine | {"focal_points-0-ministry": "Of Lakes"}))

    assert "Focal point “Ana Example, principal" in words[1]
    assert member.focal_points.get().ministry == "Of Rivers"


def test_a_step_recorded_meanwhile_is_named(office, colleague):
    member = MemberFactory(name="Ruritania")
    mine = form_on(office.get(address(member)))
    member.join(on=PartialDate(2008), by=colleague)

    words, _ = refused(office.post(address(member), mine | {"note": "Mine"}))

    assert any("Bela Example" in line and "Step “member, 2008” added" in line for line in words)
    assert any("Status: member" in line for line in words)


def test_a_note_in_the_log_overtakes_nobody(office, colleague):
    member = MemberFactory()
    mine = form_on(office.get(address(member)))
    ContactNote.objects.create(member=member, kind="call", summary="Spoke", by=colleague)

    assert office.post(address(member), mine | {"note": "Mine"}).status_code == 302
    assert Member.objects.get().note == "Mine"


@pytest.mark.parametrize("make", [DocumentFactory, PersonFactory])
def test_so_it_is_in_every_register(make, office, other_office):
    record = make()
    mine, theirs = form_on(office.get(address(record))), form_on(other_office.get(address(record)))
    other_office.post(address(record), theirs | {"note": "By my colleague"})

    words, _ = refused(office.post(address(record), mine | {"note": "Mine"}))

    record.refresh_from_db()
    assert (record.note, "By my colleague" in words[1]) == ("By my colleague", True)


def without_seeing(form):
    return {name: value for name, value in form.items() if name != "seen"}


def step(member, number, status, when):
    row = {"record": member.pk, "status": status, "when": when, "preferred": "on"}
    return {f"steps-{number}-{name}": value for name, value in row.items()}


def test_a_form_that_has_not_seen_a_step_is_checked_with_it(office, colleague):
    member = MemberFactory(name="Ruritania", joined="2008")
    mine = without_seeing(form_on(office.get(address(member))))
    member.withdraw(on=PartialDate(2010), by=colleague)

    response = office.post(address(member), mine | {"steps-TOTAL_FORMS": 2} | step(member, 1, "withdrawn", "2011"))

    errors = response.context["inline_admin_formsets"][0].formset.errors
    assert errors[1]["when"] == ["Ruritania is “withdrawn” (2010) and cannot become “withdrawn” (2011)."]
    assert member.steps.count() == 2


def test_a_step_that_another_rests_on_is_not_taken_from_under_it(office, colleague):
    member = MemberFactory(name="Ruritania", joined="2008")
    mine = without_seeing(form_on(office.get(address(member))))
    member.withdraw(on=PartialDate(2010), by=colleague)

    response = office.post(address(member), mine | {"steps-0-DELETE": "on"})

    formset = response.context["inline_admin_formsets"][0].formset
    assert formset.non_form_errors() == ["Ruritania cannot begin as “withdrawn”: nothing is recorded before 2010."]
    assert member.steps.count() == 2


def test_a_row_that_was_taken_away_meanwhile_is_told(office):
    member = MemberFactory(joined="2008")
    mine = without_seeing(form_on(office.get(address(member))))
    member.steps.all().delete()

    response = office.post(address(member), mine)

    words = response.context["inline_admin_formsets"][0].formset.non_form_errors()
    assert words == ["Somebody has taken a row of this list away meanwhile: open the record again."]


@pytest.mark.parametrize(
    "seen", ["", "x", "1.2", ".".join(["9" * 30] * 4), ".".join(["9" * 18] * 4), "9" * 5000, "1.2.3.4.5.6.7.8"]
)
def test_a_hand_written_token_is_no_fault(seen, office):
    member = MemberFactory()

    assert office.post(address(member), form_on(office.get(address(member))) | {"seen": seen}).status_code in {200, 302}


def test_who_may_not_change_the_record_saves_nothing(client):
    member = MemberFactory(name="Ruritania")
    client.force_login(UserFactory())

    client.post(address(member), {"name": "Renamed", "seen": "0.0.0.0"})

    assert Member.objects.get().name == "Ruritania"
