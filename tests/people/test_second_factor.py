import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib import admin
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from alliance.dates import PartialDate
from people.models import User
from tests.factories import TOTP_SECRET, MemberFactory, UserFactory
from tests.people.test_sign_in import PASSWORD, sign_in
from tests.postbox import addresses

pytestmark = pytest.mark.django_db


def code(secret):
    [_, counter, _] = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def elsewhere():
    """Another browser."""
    return Client()


@pytest.fixture
def officer():
    """Of the staff, without a second factor."""
    user = UserFactory(email="ana@example.org", staff=True, second_factor=False)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def careful(officer):
    """The same with one."""
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": TOTP_SECRET})
    return officer


@pytest.mark.parametrize("page", ["", "members/member/", "members/member/add/", "people/user/", "password_change/"])
def test_without_a_second_factor_the_password_opens_no_register(client, officer, page):
    sign_in(client)

    response = client.get(f"/admin/{page}")

    assert (response.status_code, response["Location"]) == (302, reverse("second_factor"))
    told = client.get(response["Location"]).content.decode()
    assert "second factor" in told
    assert reverse("mfa_activate_totp") in told


def test_the_door_of_the_registers_asks_by_itself(rf, officer, careful):
    request = rf.get("/admin/")
    request.user = User.objects.get(pk=careful.pk)
    assert admin.site.has_permission(request)

    Authenticator.objects.all().delete()
    request.user = User.objects.get(pk=officer.pk)
    assert not admin.site.has_permission(request)


@pytest.mark.parametrize("address", ["/members/hushed/", "/members/", "/portal/", "/", "/figures/"])
def test_without_a_second_factor_no_page_shows_what_staff_see(client, officer, address):
    MemberFactory(key="hushed", name="Hushed").approach(on=PartialDate(2008), by=officer)
    sign_in(client)

    response = client.get(address, follow=True)

    assert response.request["PATH_INFO"] == reverse("second_factor")
    assert "Hushed" not in response.content.decode()


def test_the_api_refuses_in_words_until_there_is_one(client, officer):
    sign_in(client)

    response = client.get("/api/v1/members/")

    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
    assert "needs a second factor" in response.json()["detail"]


def test_focal_points_may_do_without(client):
    client.force_login(UserFactory())

    assert client.get("/portal/").status_code == 200
    assert client.get("/members/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(officer):
    RecoveryCodes.activate(officer)

    assert User.objects.get(pk=officer.pk).lacks_second_factor


def test_an_app_is_set_up_without_javascript_and_leads_to_where_one_wanted_to_be(client, officer):
    sign_in(client, next="/admin/members/member/?q=spain")
    client.get("/admin/members/member/?q=spain")

    page = client.get(reverse("mfa_activate_totp"), follow=True)
    if "reauthenticate" in page.request["PATH_INFO"]:
        address = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
        page = client.post(address, {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True)
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml' in page.content.decode()
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert wrong.context["form"].errors["code"]

    codes = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)

    assert codes.request["PATH_INFO"] == reverse("mfa_view_recovery_codes")
    assert len(re.findall(r"<li><code>\d{8}</code>", codes.content.decode())) == 10
    assert client.get(reverse("go_on"))["Location"] == "/admin/members/member/?q=spain"
    assert client.get("/admin/members/member/?q=spain").status_code == 200


def test_signing_in_asks_for_the_code_and_then_goes_to_where_one_wanted_to_be(client, careful):
    response = sign_in(client, next="/admin/members/member/")
    assert response["Location"] == reverse("mfa_authenticate")
    assert client.get("/admin/", follow=True).request["PATH_INFO"] == reverse("mfa_authenticate")

    refused = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert refused.context["form"].errors["code"] == ["Incorrect code."]

    inside = client.post(reverse("mfa_authenticate"), {"code": code(TOTP_SECRET)})
    assert inside["Location"] == "/admin/members/member/"
    assert client.get("/admin/members/member/").status_code == 200


def test_a_code_is_taken_once(client, careful):
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(TOTP_SECRET)})
    client.logout()
    cache.delete(f"allauth.mfa.totp.used?user={careful.pk}&code={code(TOTP_SECRET)}")  # as after half a minute
    sign_in(client)

    again = client.post(reverse("mfa_authenticate"), {"code": code(TOTP_SECRET)})

    assert again.status_code == 200
    assert again.context["form"].errors["code"]


def test_a_recovery_code_stands_in_once(client, careful):
    [recovery, *_] = RecoveryCodes.activate(careful).get_unused_codes()
    for expected in (302, 200):
        sign_in(client)
        assert client.post(reverse("mfa_authenticate"), {"code": recovery}).status_code == expected
        client.logout()


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_ends_what_is_open_elsewhere(client, elsewhere, officer):
    sign_in(elsewhere)
    sign_in(client)
    client.get(reverse("mfa_activate_totp"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/", follow=True).request["PATH_INFO"] == reverse("account_login")


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_that_is_set_up_or_removed_is_told_to_its_owner(client, careful, delivered):
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(TOTP_SECRET)})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.post(reverse("mfa_deactivate_totp"))
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code(secret)})

    assert addresses(delivered()) == ["ana@example.org"] * 2
    assert [mail.subject for mail in delivered()] == [
        "The app of your account was removed",
        "An app was set up for your account",
    ]


def test_where_the_setting_lifts_it_every_page_says_so(client, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    words = "no second factor"
    assert words not in client.get("/members/").content.decode()

    sign_in(client)

    for address in ("/members/", "/portal/", "/", "/admin/", "/admin/members/member/"):
        page = client.get(address)
        assert (page.status_code, words in page.content.decode().lower()) == (200, True), address


def test_one_s_own_sessions_are_listed_and_ended_and_nobody_else_s(client, careful, elsewhere):
    stranger = UserFactory(email="bruno@example.org")
    stranger.set_password(PASSWORD)
    stranger.save()
    sign_in(elsewhere, email="bruno@example.org")
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code(TOTP_SECRET)})

    page = client.get(reverse("usersessions_list"))
    assert [session.user for session in page.context["sessions"]] == [careful]
    client.post(reverse("usersessions_list"))

    assert elsewhere.get("/portal/").status_code == 200


NOT_A_CREDENTIAL = [
    "",
    "[]",
    '"x"',
    '{"response": 1}',
    "[" * 2000,
    '{"id":"x","rawId":"x","type":"public-key","response":'
    '{"userHandle":"MQ","clientDataJSON":"eyJ","authenticatorData":"AA","signature":"AA"}}',
]


@pytest.mark.parametrize("credential", NOT_A_CREDENTIAL, ids=range(len(NOT_A_CREDENTIAL)))
def test_what_is_no_answer_of_a_passkey_is_refused_in_words(client, elsewhere, careful, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    refused = client.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True)
    assert (refused.status_code, len(list(refused.context["messages"]))) == (200, 1)

    sign_in(elsewhere)
    assert elsewhere.post(reverse("mfa_authenticate"), {"credential": credential}).status_code == 200
    elsewhere.post(reverse("mfa_authenticate"), {"code": code(TOTP_SECRET)})
    elsewhere.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    refused = elsewhere.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential})
    assert (refused.status_code, refused.context["form"].is_valid()) == (200, False)
    assert not careful.authenticator_set.filter(type="webauthn").exists()


@pytest.mark.parametrize(("host", "offered"), [("127.0.0.1:8000", False), ("[::1]", False), ("localhost:8000", True)])
def test_a_passkey_is_offered_where_the_portal_is_called_by_a_name(client, officer, host, offered, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert ("use_passkey" in client.get("/accounts/login/", headers={"host": host}).content.decode()) == offered

    client.force_login(officer)
    page = client.get(reverse("second_factor"), headers={"host": host}).content.decode()
    assert (reverse("mfa_add_webauthn") in page) == offered
