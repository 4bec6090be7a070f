"""What is for members or for staff does not exist for anybody else, at whatever door they knock."""

from datetime import date

import pytest
from django.utils import timezone

from alliance.dates import PartialDate
from documents.models import Document, StatedFigure
from tests.documents.conftest import ROLES, SEES
from tests.factories import DocumentFactory, FocalPointFactory, MemberFactory, StatedFigureFactory, UserFactory

every_role = pytest.mark.parametrize("role", ROLES)
pytestmark = pytest.mark.django_db


@pytest.fixture
def documents():
    return {name: DocumentFactory(key=name, title=f"Paper for {name}", visibility=name) for name in SEES}


@pytest.fixture
def figures(documents):
    return {name: StatedFigureFactory(key=f"figure-{name}", document=document) for name, document in documents.items()}


def seen_by(role):
    return {name for name, roles in SEES.items() if role in roles}


def test_what_is_added_is_for_staff_until_somebody_opens_it():
    assert Document.objects.create(key="letter", title="Letter", kind="letter").visibility == "staff"


@pytest.mark.usefixtures("documents")
@every_role
def test_a_page_and_its_list_show_what_the_role_may_see(as_role, role):
    client = as_role(role)

    page = client.get("/documents/").content.decode()

    assert {name for name in SEES if f"Paper for {name}" in page} == seen_by(role)
    assert {name for name in SEES if client.get(f"/documents/{name}/").status_code == 200} == seen_by(role)
    assert {client.get(f"/documents/{name}/").status_code for name in SEES.keys() - seen_by(role)} <= {404}


@pytest.mark.usefixtures("figures")
@every_role
def test_the_api_shows_what_the_role_may_see_and_no_figure_of_another_document(as_role, role):
    client = as_role(role)

    rows = client.get("/api/v1/documents/").json()["results"]
    stated = client.get("/api/v1/stated-figures/").json()["results"]

    assert {row["key"] for row in rows} == seen_by(role)
    assert {name for name in SEES if client.get(f"/api/v1/documents/{name}/").status_code == 200} == seen_by(role)
    assert {row["document"] for row in stated} == seen_by(role)
    assert {row["visibility"] for row in rows} == seen_by(role)


@pytest.mark.usefixtures("figures")
@every_role
def test_a_filter_does_not_tell_a_hidden_document_from_one_that_is_not_there(as_role, role):
    client = as_role(role)
    none = client.get("/api/v1/stated-figures/", {"document": "atlantis"})

    for name in SEES:
        found = client.get("/api/v1/stated-figures/", {"document": name})
        if name in seen_by(role):
            assert [row["document"] for row in found.json()["results"]] == [name]
        else:
            assert (found.status_code, found.content) == (none.status_code, none.content)


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_tables_leave_out_what_is_hidden(client, secretary, format):
    public = client.get("/api/v1/documents/", {"format": format}).content
    client.force_login(secretary)
    office = client.get("/api/v1/documents/", {"format": format}).content

    assert public != office
    if format == "csv":
        assert (b"Paper for staff" in public, b"Paper for staff" in office) == (False, True)


@every_role
def test_beside_the_steps_of_a_member_stand_the_documents_that_the_role_may_see(as_role, documents, role):
    member = MemberFactory(key="ruritania")
    member.join(on=PartialDate(2009), by=None, documents=documents.values())
    client = as_role(role)

    page = client.get("/members/ruritania/").content.decode()
    step = client.get("/api/v1/members/ruritania/").json()["steps"][0]

    assert {name for name in SEES if f"Paper for {name}" in page} == seen_by(role)
    assert set(step["documents"]) == seen_by(role)


def test_a_designation_letter_is_for_staff(as_role):
    letter = DocumentFactory(key="designation", visibility="staff")
    client = as_role("focal point")
    FocalPointFactory(letter=letter)

    assert client.get("/documents/designation/").status_code == 404


def test_the_end_of_the_appointment_closes_the_door_that_moment(client):
    DocumentFactory(key="circular", visibility="members")
    user, today = UserFactory(), timezone.localdate()
    appointment = FocalPointFactory(person=user.person)
    client.force_login(user)
    before = client.get("/documents/circular/").status_code

    appointment.end(on=today, by=None)

    assert (before, client.get("/documents/circular/").status_code) == (200, 404)


def test_an_account_acts_for_a_member_by_a_current_appointment_alone():
    user = UserFactory()
    FocalPointFactory(person=user.person, since=date(2010, 1, 1), until=date(2011, 1, 1))

    days = date(2009, 12, 31), date(2010, 1, 1), date(2010, 12, 31), date(2011, 1, 1)

    assert [user.acts_for_a_member(day) for day in days] == [False, True, True, False]
    assert not UserFactory(person=None).acts_for_a_member(date(2010, 1, 1))


def test_staff_choose_who_may_see_and_filter_by_it(client, secretary, documents):
    client.force_login(secretary)

    found = client.get("/admin/documents/document/", {"visibility__exact": "members"}).content.decode()

    assert {name for name in SEES if f"Paper for {name}" in found} == {"members"}


@pytest.mark.usefixtures("real_registers")
def test_the_real_registers_are_for_everyone():
    assert set(Document.objects.values_list("visibility", flat=True)) == {"public"}
    assert StatedFigure.objects.count() == 176
