import pytest
from django.test import RequestFactory
from django.urls import reverse

from alliance.admin.sidebar import navigation
from tests.factories import UserFactory


def led_to(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return {item["link"] for part in navigation(request) for item in part["items"]}


@pytest.mark.django_db
def test_the_sidebar_leads_nobody_to_a_register_that_refuses(client):
    officer = UserFactory(is_staff=True, role="finance")
    client.force_login(officer)

    assert {client.get(link).status_code for link in led_to(officer)} == {200}
    assert led_to(UserFactory(staff=True)) - led_to(officer) >= {
        reverse("admin:people_user_changelist"),
        reverse("admin:auth_group_changelist"),
        reverse("admin:people_auditentry_changelist"),
    }


@pytest.mark.django_db
def test_a_part_of_which_an_officer_sees_nothing_is_left_out():
    request = RequestFactory().get("/admin/")
    request.user = UserFactory(is_staff=True, role="finance")

    assert all(part["items"] for part in navigation(request))
    assert "Doors" not in [str(part["title"]) for part in navigation(request)]


@pytest.mark.django_db
def test_an_application_still_shows_its_registers(client):
    client.force_login(UserFactory(staff=True))

    assert "/admin/members/member/" in client.get("/admin/members/").text
