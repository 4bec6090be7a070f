import pytest

from people.models import Person, User
from tests.factories import OfficeFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def test_staff_make_an_account_without_a_password(office):
    person = PersonFactory()

    office.post("/admin/people/user/add/", {"email": "new@example.org", "person": person.pk})

    made = User.objects.get(email="new@example.org")
    assert (made.person, made.is_staff, made.has_usable_password()) == (person, False, False)


def test_the_same_e_mail_in_capitals_is_told_at_its_field(office):
    UserFactory(email="ana@example.org")

    response = office.post("/admin/people/user/add/", {"email": "ANA@example.org"})

    assert response.status_code == 200
    assert "There is an account with this e-mail already." in response.content.decode()


def test_accounts_are_neither_imported_nor_exported(office):
    assert office.get("/admin/people/user/import/").status_code == 403
    assert office.get("/admin/people/user/export/").status_code == 403


def test_staff_record_a_person_with_its_languages_and_private_contact(office):
    form = {
        "key": "ana",
        "name": "Ana Example",
        "languages": ["fr", "ar"],
        "private_contact-TOTAL_FORMS": 1,
        "private_contact-INITIAL_FORMS": 0,
        "private_contact-0-email": "home@example.org",
    }

    office.post("/admin/people/person/add/", form)

    person = Person.objects.get(key="ana")
    assert sorted(person.languages) == ["ar", "fr"]
    assert person.private_contact.email == "home@example.org"


def test_a_second_holder_of_an_office_is_told_at_its_row(office):
    post, people = OfficeFactory(), PersonFactory.create_batch(2)
    form = {"key": post.key, "name": post.name, "appointments-TOTAL_FORMS": 2, "appointments-INITIAL_FORMS": 0}
    for number, person in enumerate(people):
        form |= {f"appointments-{number}-person": person.pk, f"appointments-{number}-held_since": f"200{number}"}

    response = office.post(f"/admin/people/office/{post.pk}/change/", form)

    assert response.status_code == 200
    assert not post.appointments.exists()


def test_persons_are_for_staff_alone(client):
    client.force_login(UserFactory())

    assert client.get("/admin/people/person/", follow=True).status_code == 403
