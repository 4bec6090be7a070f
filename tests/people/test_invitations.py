import re
from datetime import timedelta

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.models import Invitation, Person, User
from tests.factories import FocalPointFactory, PersonFactory, UserFactory
from tests.postbox import addresses, path_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long and fictional phrase"
ACCOUNTS, PERSONS, FOCAL_POINTS = "/admin/people/user/", "/admin/people/person/", "/admin/members/focalpoint/"


@pytest.fixture
def newcomer():
    user = UserFactory(email="ana@example.org", person__name="Ana Example")
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def link(newcomer, secretary, delivered):
    Invitation.send(newcomer, by=secretary)
    return path_in(delivered()[0])


def set_password(client, link):
    return client.post(link, {"password1": PASSWORD, "password2": PASSWORD})


def test_the_mail_of_an_invitation_reads_well_and_goes_to_the_person_alone(link, delivered, newcomer):
    [mail] = delivered()

    assert mail.to == ["Ana Example <ana@example.org>"]
    assert mail.subject == "Your account on the portal of the Alliance"
    assert "has made an account for Ana Example" in mail.body
    assert f"until {(timezone.localdate() + timedelta(days=14)).strftime('%-d %B %Y')}" in mail.body
    assert not re.search(r"[{}&<]|\n\n\n", mail.body)


def test_the_link_sets_a_password_once_and_lets_in(client, link, newcomer):
    assert "Welcome, Ana Example" in client.get(link).content.decode()

    response = set_password(client, link)

    assert (response.status_code, response["Location"]) == (302, "/portal/")
    assert client.get("/portal/").status_code == 200
    assert User.objects.get(pk=newcomer.pk).check_password(PASSWORD)
    assert newcomer.invitations.get().words.startswith("accepted on")
    client.logout()
    again = client.post(link, {"password1": "another long phrase", "password2": "another long phrase"})
    assert (again.status_code, "no longer works" in again.content.decode()) == (410, True)
    assert User.objects.get(pk=newcomer.pk).check_password(PASSWORD)


def test_looking_at_the_link_does_not_use_it_up(client, link):
    for _ in range(3):
        assert client.get(link).status_code == 200

    assert set_password(client, link).status_code == 302


def test_the_link_leads_to_where_it_was_to_lead(client, newcomer, secretary, delivered):
    Invitation.send(newcomer, by=secretary, leads_to="/members/spain/")

    assert set_password(client, path_in(delivered()[0]))["Location"] == "/members/spain/"


def test_staff_are_led_to_the_registers_by_way_of_a_second_factor(client, secretary, delivered):
    officer = UserFactory(staff=True, second_factor=False)
    officer.set_unusable_password()
    officer.save()
    Invitation.send(officer, by=secretary)

    assert set_password(client, path_in(delivered()[0]))["Location"] == "/admin/"
    assert client.get("/admin/")["Location"] == reverse("second_factor")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize(
    ("password1", "password2", "field"),
    [("short", "short", "password1"), (PASSWORD, "another", "password2"), ("", "", "password1")],
)
def test_a_poor_password_is_told_at_its_field_and_the_link_stays(client, link, password1, password2, field):
    response = client.post(link, {"password1": password1, "password2": password2})

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert client.get(link).status_code == 200


def test_an_expired_link_opens_nothing(client, link, newcomer):
    newcomer.invitations.update(expires_at=timezone.now())

    assert set_password(client, link).status_code == 410
    assert not User.objects.get(pk=newcomer.pk).has_usable_password()
    assert newcomer.invitations.get().words.startswith("expired on")


def test_a_revoked_link_is_dead_at_once(client, link, newcomer, secretary):
    Invitation.revoke(newcomer, by=secretary)

    assert client.get(link).status_code == 410
    assert set_password(client, link).status_code == 410
    assert newcomer.invitations.get().words.startswith("revoked on")
    with pytest.raises(ValidationError, match="has no invitation to revoke"):
        Invitation.revoke(newcomer, by=secretary)


def test_a_revoked_invitation_leaves_no_way_in_by_a_forgotten_password(client, link, newcomer, secretary, delivered):
    Invitation.revoke(newcomer, by=secretary)
    already = len(delivered())

    client.post("/accounts/password/reset/", {"email": newcomer.email})

    assert delivered()[already:] == []


def test_whose_last_day_has_passed_accepts_nothing(client, link, newcomer):
    User.objects.filter(pk=newcomer.pk).update(access_until=timezone.localdate() - timedelta(days=1))

    assert client.get(link).status_code == 410
    assert set_password(client, link).status_code == 410


def test_inviting_again_leaves_only_the_newest_link(client, link, newcomer, secretary, delivered):
    Invitation.send(newcomer, by=secretary)

    assert client.get(link).status_code == 410
    assert set_password(client, path_in(delivered()[1])).status_code == 302


@pytest.mark.parametrize("change", [{"email": "other@example.org"}, {"is_active": False}])
def test_a_link_dies_with_the_address_or_the_account_it_was_for(client, link, newcomer, change):
    User.objects.filter(pk=newcomer.pk).update(**change)

    assert set_password(client, link).status_code == 410


@pytest.mark.parametrize("key", ["", "x", "1", "MQ:abc:def", signing.dumps(1), signing.dumps(1, salt="another")])
def test_a_made_up_link_opens_nothing(client, link, key):
    assert client.get(f"/accounts/invitation/{key}/").status_code in {404, 410}


def test_who_came_in_by_another_link_leaves_none_behind(client, link, newcomer, delivered):
    newcomer.set_password(PASSWORD)
    newcomer.save()
    client.post(reverse("account_reset_password"), {"email": newcomer.email})
    form = client.get(path_in(delivered()[1]), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    assert client.get(link).status_code == 410


def test_nothing_of_a_link_is_kept(link, newcomer):
    key = link.removeprefix("/accounts/invitation/").strip("/")

    kept = " ".join(str(value) for value in newcomer.invitations.values().get().values())

    assert key not in kept
    assert key.split(":")[2] not in kept


def test_who_has_a_password_or_a_closed_account_is_not_invited(secretary, delivered):
    at_home, closed = UserFactory(), UserFactory(is_active=False)
    at_home.set_password(PASSWORD)
    at_home.save()

    with pytest.raises(ValidationError, match="has a password already"):
        Invitation.send(at_home, by=secretary)
    with pytest.raises(ValidationError, match="is closed"):
        Invitation.send(closed, by=secretary)
    assert delivered() == []


def test_an_account_has_one_pending_invitation(link, newcomer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(account=newcomer, sent_to=newcomer.email, expires_at=timezone.now())


# the doors of the secretariat


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)

    def post(address, form):
        page = client.post(address, form, follow=True)
        return [str(message) for message in page.context["messages"]] if page.context else []

    return post


def acted(office, address, action, *rows):
    return office(address, {"action": action, "_selected_action": [row.pk for row in rows]})


def test_a_new_account_is_invited_at_once_or_later(office, delivered):
    office(f"{ACCOUNTS}add/", {"email": "now@example.org", "is_invited": "on"})
    office(f"{ACCOUNTS}add/", {"email": "later@example.org"})

    assert addresses(delivered()) == ["now@example.org"]
    acted(office, ACCOUNTS, "invite", User.objects.get(email="later@example.org"))
    assert addresses(delivered())[1:] == ["later@example.org"]


def test_the_list_of_accounts_says_how_each_invitation_stands(client, office, newcomer, secretary):
    acted(office, ACCOUNTS, "invite", newcomer)
    assert "invited on" in client.get(ACCOUNTS).content.decode()

    acted(office, ACCOUNTS, "revoke_invitation", newcomer)
    assert "revoked on" in client.get(ACCOUNTS).content.decode()
    assert "revoked on" not in client.get(f"{ACCOUNTS}?q={secretary.email}").content.decode()


def test_a_focal_point_is_invited_by_the_office_mail_and_gets_an_account(office, delivered):
    focal_point = FocalPointFactory(person__office_email="office@example.org")

    acted(office, FOCAL_POINTS, "invite", focal_point)

    made = User.objects.get(email="office@example.org")
    assert (made.person, made.is_staff, made.has_usable_password()) == (focal_point.person, False, False)
    assert addresses(delivered()) == ["office@example.org"]


def test_of_many_only_those_who_cannot_be_are_not_invited_and_why_is_told(office, delivered, newcomer):
    ended = FocalPointFactory(until=timezone.localdate() - timedelta(days=1))
    without = FocalPointFactory(person__name="Bruno Example")
    taken = FocalPointFactory(person__office_email=newcomer.email)
    invited = FocalPointFactory(person__office_email="office@example.org")

    told = " ".join(acted(office, FOCAL_POINTS, "invite", ended, without, taken, invited))

    assert "This appointment does not stand today." in told
    assert "Record the office mail of Bruno Example first." in told
    assert "There is an account with this e-mail already." in told
    assert addresses(delivered()) == ["office@example.org"]


def test_a_person_is_invited_from_the_list_of_persons(office, delivered):
    acted(office, PERSONS, "invite", PersonFactory(office_email="office@example.org"))

    assert addresses(delivered()) == ["office@example.org"]


@pytest.mark.parametrize("role", ["finance", "communications", "auditor"])
def test_who_only_reads_invites_nobody(client, role, delivered):
    until = timezone.localdate() if role == "auditor" else None
    client.force_login(UserFactory(is_staff=True, role=role, access_until=until))
    focal_point = FocalPointFactory(person__office_email="office@example.org")

    for address, row in ((FOCAL_POINTS, focal_point), (PERSONS, focal_point.person)):
        client.post(address, {"action": "invite", "_selected_action": row.pk})

    assert delivered() == []
    assert not User.objects.filter(email="office@example.org").exists()
    assert Person.objects.get(pk=focal_point.person_id)


def test_no_officer_sets_another_s_password(client, secretary, newcomer):
    client.force_login(secretary)

    form = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(f"{ACCOUNTS}{newcomer.pk}/password/", form).status_code == 403

    assert not User.objects.get(pk=newcomer.pk).has_usable_password()


def test_who_lost_the_second_factor_is_helped_but_not_one_above(client, secretary):
    manager = UserFactory(is_staff=True, role="management")
    officer = UserFactory(is_staff=True, role="finance")
    client.force_login(manager)

    form = {"action": "reset_second_factor", "_selected_action": [officer.pk, secretary.pk]}
    client.post(ACCOUNTS, form)

    assert User.objects.get(pk=officer.pk).lacks_second_factor
    assert not User.objects.get(pk=secretary.pk).lacks_second_factor
