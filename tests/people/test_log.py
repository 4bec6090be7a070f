from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEntry, Invitation, User
from tests.factories import TOTP_SECRET, MemberFactory, UserFactory
from tests.people.test_second_factor import code
from tests.people.test_sign_in import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
LOG = "/admin/people/auditentry/"


@pytest.fixture
def account():
    user = UserFactory(email="ana@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def written(*kinds):
    """The entries of these kinds, oldest first: who, about whom, in words."""
    entries = AuditEntry.objects.filter(kind__in=kinds).order_by("pk")
    return [(entry.who, entry.about, entry.words) for entry in entries]


def test_coming_in_and_going_out_are_written_down(client, account):
    sign_in(client)
    client.post(reverse("account_logout"))

    kinds = AuditEntry.objects.order_by("pk").values_list("kind", "who", "by")
    assert list(kinds)[-2:] == [
        ("signed_in", "ana@example.org", account.pk),
        ("signed_out", "ana@example.org", account.pk),
    ]


def test_who_is_refused_is_written_down_and_never_what_was_typed(client, account):
    sign_in(client, password="wrong and secret")
    sign_in(client, email="my.secret@example.org")

    assert written("refused") == [("", "ana@example.org", "wrong password"), ("", "", "unknown account")]
    assert not [value for entry in AuditEntry.objects.values() for value in entry.values() if "secret" in str(value)]


def test_a_wrong_code_and_a_closed_account_are_refusals_too(client, account):
    Authenticator.objects.create(user=account, type="totp", data={"secret": TOTP_SECRET})
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    User.objects.update(access_until=date(2020, 1, 1))
    sign_in(Client())

    words = [words for _, about, words in written("refused") if about == "ana@example.org"]
    assert words == ["wrong code", "account closed"]


def test_a_changed_password_is_written_down(client, account):
    sign_in(client)
    form = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}

    client.post(reverse("account_change_password"), form)

    assert written("password") == [("ana@example.org", "ana@example.org", "")]


@pytest.mark.django_db(transaction=True)
def test_second_factors_are_written_down(client, account, secretary):
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    User.objects.get(pk=account.pk).lose_second_factor(by=secretary)

    ana = ("ana@example.org", "ana@example.org")
    assert sorted(written("second_factor")) == sorted(
        [
            (*ana, "TOTP Authenticator: set up"),
            (*ana, "Recovery codes: set up"),
            (secretary.email, "ana@example.org", "taken away"),
        ]
    )


def test_invitations_are_written_down(account, secretary):
    account.set_unusable_password()
    account.save()
    Invitation.send(account, by=secretary)
    Invitation.revoke(account, by=secretary)
    Invitation.send(account, by=secretary).accept(PASSWORD)

    by_the_office = (secretary.email, "ana@example.org")
    assert written("invitation") == [
        (*by_the_office, "sent"),
        (*by_the_office, "revoked"),
        (*by_the_office, "sent"),
        ("ana@example.org", "ana@example.org", "accepted, and a password set"),
    ]


def test_given_and_taken_rights_are_written_down_with_who_gave_them(client, secretary):
    client.force_login(secretary)
    user = UserFactory(email="ana@example.org")
    form = {"email": user.email, "is_active": "on", "invitations-TOTAL_FORMS": 0, "invitations-INITIAL_FORMS": 0}
    address = f"/admin/people/user/{user.pk}/change/"
    finance = Group.objects.get(name="finance")

    client.post(address, form | {"is_staff": "on", "groups": [finance.pk], "access_until": "2999-01-01"})
    client.post(address, form)

    told = [words for who, about, words in written("rights") if (who, about) == (secretary.email, user.email)]
    assert told == [
        "access until: None → 2999-01-01; secretariat staff: False → True",
        "given: finance",
        "access until: 2999-01-01 → None; secretariat staff: True → False",
        "taken: finance",
    ]


def test_a_save_that_changes_no_right_is_not_written_down(account):
    before = AuditEntry.objects.count()

    account.save()

    assert AuditEntry.objects.count() == before


def test_an_export_is_written_down(client, secretary):
    MemberFactory()
    client.force_login(secretary)

    client.post("/admin/members/member/export/", {"format": 0, "resource": 0, "memberresource_key": "on"})

    assert written("exported") == [(secretary.email, "", "as a table: members")]


def test_a_table_of_the_api_is_written_down_for_whom_the_portal_knows(client, account):
    MemberFactory(joined="2008")
    client.get("/api/v1/members/", {"format": "csv"})
    client.force_login(account)
    client.get("/api/v1/members/")

    response = client.get("/api/v1/members/", {"format": "xlsx"})

    assert written("exported") == [(account.email, "", "from the API: members")]
    assert AuditEntry.objects.get(kind="exported").request_id == response["X-Request-ID"]


def test_an_entry_is_never_changed_nor_taken_away(account):
    entry = AuditEntry.objects.note(AuditEntry.Kind.REVEALED, by=account, about=account, words="telephone")

    for act in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(words="nothing"),
        lambda: AuditEntry.objects.bulk_update([entry], ["words"]),
    ):
        with pytest.raises(ValidationError, match="added to, never changed"), transaction.atomic():
            act()
    assert AuditEntry.objects.get(pk=entry.pk).words == "telephone"
    assert entry.reference == f"people.user {account.pk}"


def test_an_entry_outlives_the_account_it_tells_of(account):
    entry = AuditEntry.objects.note(AuditEntry.Kind.EXPORTED, by=account)

    account.delete()

    entry.refresh_from_db()
    assert (entry.by, entry.who) == (None, "ana@example.org")


@pytest.mark.parametrize("role", ["auditor", "management", "superuser"])
def test_who_watches_reads_searches_and_takes_the_log_along(client, role, account):
    entry = AuditEntry.objects.note(AuditEntry.Kind.DOWNLOADED, by=account, words="a letter")
    until = timezone.localdate() + timedelta(days=1)
    watcher = (
        UserFactory(staff=True) if role == "superuser" else UserFactory(is_staff=True, role=role, access_until=until)
    )
    client.force_login(watcher)

    found = client.get(LOG, {"q": "ana@", "kind__exact": "downloaded", "at__year": str(entry.at.year)})
    assert [row.words for row in found.context["cl"].result_list] == ["a letter"]
    assert client.get(f"{LOG}{entry.pk}/change/").status_code == 200
    columns = {f"auditentryresource_{name}": "on" for name in ("kind", "who", "words")}
    table = client.post(f"{LOG}export/", {"format": 0, "resource": 0, **columns}).content.decode()
    assert "downloaded,ana@example.org,a letter" in table

    for page in ("add/", f"{entry.pk}/delete/"):
        assert client.post(f"{LOG}{page}", {"post": "yes"}).status_code == 403
    assert client.post(f"{LOG}{entry.pk}/change/", {"words": "x"}).status_code == 403
    client.post(LOG, {"action": "delete_selected", "_selected_action": entry.pk, "post": "yes"})
    assert AuditEntry.objects.get(pk=entry.pk).words == "a letter"


@pytest.mark.parametrize("role", ["programme", "finance", "communications", None])
def test_nobody_else_reads_the_log(client, role):
    client.force_login(UserFactory(is_staff=True, role=role))

    assert client.get(LOG).status_code == 403
    assert client.post(f"{LOG}export/", {}).status_code == 403
    assert LOG not in client.get("/admin/").content.decode()


def test_the_log_asks_no_more_for_many_entries(client, secretary):
    client.force_login(secretary)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(LOG)
        return len(asked)

    queries()
    few = queries()
    for _ in range(40):
        AuditEntry.objects.note(AuditEntry.Kind.EXPORTED, by=UserFactory())

    assert queries() == few
