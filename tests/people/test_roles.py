from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from people.models import User
from people.roles import GRANTS
from tests.factories import MemberFactory, PersonFactory, UserFactory

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)
YESTERDAY = timezone.localdate() - timedelta(days=1)
ACCOUNTS = "/admin/people/user/"
NO_INVITATIONS = {"invitations-TOTAL_FORMS": 0, "invitations-INITIAL_FORMS": 0}


def officer(role, **more):
    return UserFactory(is_staff=True, role=role, **more)


@pytest.fixture
def auditor():
    return officer("auditor", access_until=TOMORROW)


def may(user, *permissions):
    fresh = User.objects.get(pk=user.pk)
    return [fresh.has_perm(permission) for permission in permissions]


@pytest.mark.parametrize(
    ("role", "changes_members", "sees_accounts", "changes_accounts"),
    [
        ("programme", True, False, False),
        ("finance", False, False, False),
        ("communications", False, False, False),
        ("management", True, True, True),
    ],
)
def test_a_role_may_do_what_its_work_needs_and_no_more(role, changes_members, sees_accounts, changes_accounts):
    user = officer(role)

    assert may(user, "members.view_member", "documents.view_document", "people.view_person") == [True] * 3
    assert may(user, "members.change_member", "members.delete_platform") == [changes_members] * 2
    assert may(user, "people.view_user", "people.change_user") == [sees_accounts, changes_accounts]
    assert may(user, "auth.change_group", "members.change_historicalmember") == [False, False]


def test_whoever_has_no_role_may_do_nothing_even_as_staff():
    assert may(UserFactory(is_staff=True), "members.view_member", "people.view_person") == [False, False]


def test_migrating_again_gives_each_role_what_the_table_says_and_no_more():
    finance = Group.objects.get(name="finance")
    before = set(finance.permissions.values_list("codename", flat=True))
    finance.permissions.add(Permission.objects.get(codename="delete_member"))
    finance.permissions.remove(Permission.objects.get(codename="view_member"))

    call_command("migrate", stdout=StringIO())

    assert set(finance.permissions.values_list("codename", flat=True)) == before
    assert set(Group.objects.values_list("name", flat=True)) == set(GRANTS)


def test_an_auditor_sees_every_register_and_its_history(client, auditor):
    member = MemberFactory()
    client.force_login(auditor)

    for register in ("members/member", "documents/document", "people/person", "people/user", "auth/group"):
        assert client.get(f"/admin/{register}/").status_code == 200, register
    assert client.get(f"/admin/members/member/{member.pk}/change/").status_code == 200
    assert client.get(f"/admin/members/member/{member.pk}/history/").status_code == 200
    assert client.get("/admin/members/member/export/").status_code == 200


def test_an_auditor_changes_nothing_at_any_door_of_the_registers(client, auditor):
    member = MemberFactory(name="As it is", joined="2008")
    address, version = f"/admin/members/member/{member.pk}/", member.history.earliest().pk
    client.force_login(auditor)

    assert client.post("/admin/members/member/add/", {"name": "New"}).status_code == 403
    assert client.post(f"{address}change/", {"name": "Changed"}).status_code == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{address}history/{version}/", {"name": "Changed"}).status_code == 403
    assert client.get("/admin/members/member/import/").status_code == 403
    assert client.post("/admin/members/member/process_import/", {}).status_code == 403
    for action in ("record_withdrawal", "delete_selected"):
        client.post("/admin/members/member/", {"action": action, "_selected_action": member.pk, "post": "yes"})
    member.refresh_from_db()
    assert (member.name, member.status) == ("As it is", "member")


@pytest.mark.parametrize("mistake", ["another role", "permission", "superuser"])
def test_what_an_auditor_was_given_by_mistake_is_for_reading_alone(auditor, mistake):
    if mistake == "another role":
        User.groups.through.objects.create(user=auditor, group=Group.objects.get(name="management"))
    elif mistake == "permission":
        auditor.user_permissions.set(Permission.objects.all())
    else:
        User.objects.filter(pk=auditor.pk).update(is_superuser=True)

    assert may(auditor, "members.view_member", "people.view_user") == [True, True]
    assert may(auditor, "members.change_member", "people.add_user", "auth.delete_group") == [False] * 3


@pytest.mark.parametrize("from_the_group", [False, True])
def test_an_auditor_gets_no_other_role(auditor, from_the_group):
    management = Group.objects.get(name="management")

    with pytest.raises(ValidationError, match="has no other role beside it"), transaction.atomic():
        management.user_set.add(auditor) if from_the_group else auditor.groups.add(management)

    assert auditor.groups.get().name == "auditor"


def test_nobody_becomes_an_auditor_without_a_last_day():
    with pytest.raises(ValidationError, match="the access of an auditor ends on a date"):
        officer("auditor")


def test_at_the_form_of_an_account_the_refusals_stand_at_their_fields(client, secretary):
    client.force_login(secretary)
    auditor, finance = Group.objects.get(name="auditor"), Group.objects.get(name="finance")
    form = {"email": "new@example.org", "is_staff": "on"}

    without_date = client.post(f"{ACCOUNTS}add/", form | {"groups": [auditor.pk]})
    with_two = client.post(f"{ACCOUNTS}add/", form | {"groups": [auditor.pk, finance.pk], "access_until": "2999-01-01"})

    assert list(without_date.context["adminform"].form.errors) == ["access_until"]
    assert list(with_two.context["adminform"].form.errors) == ["groups"]
    assert not User.objects.filter(email="new@example.org").exists()

    client.post(f"{ACCOUNTS}add/", form | {"groups": [auditor.pk], "access_until": "2999-01-01"})
    made = User.objects.get(email="new@example.org")
    assert (made.is_auditor, made.access_until) == (True, date(2999, 1, 1))


def test_an_auditor_is_made_of_an_officer_in_one_save(client, secretary):
    client.force_login(secretary)
    user = officer("finance")
    form = {"email": user.email, "is_active": "on", "is_staff": "on", "groups": [Group.objects.get(name="auditor").pk]}
    form |= NO_INVITATIONS

    assert client.post(f"{ACCOUNTS}{user.pk}/change/", form | {"access_until": "2999-01-01"}).status_code == 302

    assert User.objects.get(pk=user.pk).roles == {"auditor"}


def test_after_the_last_day_one_is_out_at_the_next_click(client, auditor):
    client.force_login(auditor)
    assert client.get("/admin/").status_code == 200

    User.objects.filter(pk=auditor.pk).update(access_until=timezone.localdate())
    assert client.get("/admin/").status_code == 200

    User.objects.filter(pk=auditor.pk).update(access_until=YESTERDAY)
    for address in ("/admin/", "/portal/"):
        assert "/accounts/login/" in client.get(address, follow=True).request["PATH_INFO"]


def test_after_the_last_day_the_right_password_opens_nothing(client, auditor):
    auditor.set_password("a long and fictional phrase")
    auditor.access_until = YESTERDAY
    auditor.save()

    form = {"login": auditor.email, "password": "a long and fictional phrase"}
    page = client.post("/accounts/login/", form, follow=True)

    assert "This account is closed" in page.content.decode()
    assert client.get("/portal/").status_code == 302


def test_an_auditor_whose_last_day_was_taken_away_is_out(client, auditor):
    client.force_login(auditor)
    User.objects.filter(pk=auditor.pk).update(access_until=None)

    assert client.get("/admin/").status_code == 302


def test_management_gives_roles_and_never_the_right_to_do_everything(client):
    client.force_login(officer("management"))
    user, person = UserFactory(), PersonFactory()
    form = {"email": user.email, "person": person.pk, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    form |= NO_INVITATIONS

    client.post(f"{ACCOUNTS}{user.pk}/change/", form | {"groups": [Group.objects.get(name="finance").pk]})

    user = User.objects.get(pk=user.pk)
    assert (user.is_staff, user.roles, user.is_superuser) == (True, {"finance"}, False)


def test_management_cannot_bring_back_a_version_that_could_do_everything(client, secretary):
    secretary.is_superuser = False
    secretary.save()
    client.force_login(officer("management"))
    version = secretary.history.earliest()
    form = {"email": secretary.email, "is_active": "on", "is_staff": "on"} | NO_INVITATIONS

    assert client.post(f"{ACCOUNTS}{secretary.pk}/history/{version.pk}/", form).status_code == 302

    assert not User.objects.get(pk=secretary.pk).is_superuser


def test_management_does_not_touch_an_account_that_may_do_everything(client, secretary):
    client.force_login(officer("management"))
    form = {"email": "taken.over@example.org", "is_active": "on"}

    for page in ("change/", "delete/", "password/", f"history/{secretary.history.latest().pk}/"):
        assert client.post(f"{ACCOUNTS}{secretary.pk}/{page}", form).status_code == 403, page
    assert User.objects.get(pk=secretary.pk).email == secretary.email


def test_roles_are_looked_at_and_not_changed_by_hand(client, secretary):
    client.force_login(secretary)
    finance = Group.objects.get(name="finance")

    assert client.get("/admin/auth/group/add/").status_code == 403
    assert client.post(f"/admin/auth/group/{finance.pk}/change/", {"name": "x"}).status_code == 403
    assert client.get(f"/admin/auth/group/{finance.pk}/change/").status_code == 200
