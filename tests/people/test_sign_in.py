import pytest
from allauth.usersessions.models import UserSession
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from mailroom import delivery
from mailroom.models import Letter, Message
from people.models import User
from people.tasks import clear_expired_sessions
from tests.factories import UserFactory
from tests.postbox import addresses, path_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long and fictional phrase"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def account():
    user = UserFactory(email="Ana@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, email="ana@example.org", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_people_sign_in_by_e_mail_whatever_its_case(client, account):
    response = sign_in(client, email="ANA@EXAMPLE.ORG")

    assert (response.status_code, response["Location"]) == (302, "/portal/")
    assert client.get("/portal/").status_code == 200


def test_after_signing_in_one_is_where_one_wanted_to_be(client, account):
    response = sign_in(client, next="/members/")

    assert response["Location"] == "/members/"


def test_a_link_to_elsewhere_is_not_followed(client, account):
    assert sign_in(client, next="https://evil.example.com/")["Location"] == "/portal/"


@pytest.mark.parametrize(("email", "password"), [("ana@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_a_refusal_does_not_tell_whether_the_account_exists(client, account, email, password):
    response = sign_in(client, email=email, password=password)

    assert response.status_code == 200
    errors = response.context["form"].non_field_errors()
    assert errors == ["The email address and/or password you specified are not correct."]


def test_a_closed_account_cannot_sign_in(client, account):
    User.objects.update(is_active=False)

    sign_in(client)

    assert client.get("/portal/").status_code == 302


def test_nobody_signs_up(client):
    page = client.get(reverse("account_signup"))

    client.post(reverse("account_signup"), {"email": "x@example.org", "password1": PASSWORD, "password2": PASSWORD})

    assert 'name="password1"' not in page.content.decode()
    assert not User.objects.exists()


def test_signing_out_wants_a_click_and_ends_the_session(client, account):
    sign_in(client)

    client.get(reverse("account_logout"))
    assert client.get("/portal/").status_code == 200

    client.post(reverse("account_logout"))
    assert client.get("/portal/").status_code == 302


def test_a_forgotten_password_is_answered_alike_for_everybody_and_mailed_to_accounts_alone(client, account, delivered):
    closed = UserFactory(email="closed@example.org", is_active=False)
    known, unknown, shut = (
        client.post(reverse("account_reset_password"), {"email": email}, follow=True).content
        for email in ("ANA@example.org", "nobody@example.org", closed.email)
    )

    assert known == unknown == shut
    assert addresses(delivered()) == ["ana@example.org"]


def test_links_to_set_a_password_are_asked_for_five_times_an_hour(client, account, delivered):
    answers = [client.post(reverse("account_reset_password"), {"email": account.email}) for _ in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert len(delivered()) == 5


def test_no_stranger_keeps_somebody_out_of_their_account(client, account):
    stranger = Client(REMOTE_ADDR="203.0.113.7")
    for _ in range(5):
        sign_in(stranger, password="wrong")

    kept_out = sign_in(stranger).context["form"].non_field_errors()
    assert kept_out == ["Too many failed login attempts. Try again later."]
    assert sign_in(client).status_code == 302


def test_a_stranger_does_not_try_many_accounts_from_one_place(account):
    stranger = Client(REMOTE_ADDR="203.0.113.7")
    for number in range(10):
        sign_in(stranger, email=f"person-{number}@example.org", password="wrong")

    assert "Too many" in sign_in(stranger).context["form"].non_field_errors()[0]


def test_a_changed_password_is_told_to_its_owner(client, account, delivered):
    sign_in(client)

    form = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}
    assert client.post(reverse("account_change_password"), form).status_code == 302

    [mail] = delivered()
    assert (addresses([mail]), mail.subject) == (["ana@example.org"], "Your password was changed")
    assert "If it was not, set a new password at once and tell the secretariat." in mail.body


def test_a_notice_that_cannot_be_queued_undoes_nothing(client, account, monkeypatch, caplog):
    def out_of_order(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(Letter, "save", out_of_order)
    sign_in(client)

    form = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}
    assert client.post(reverse("account_change_password"), form).status_code == 302

    assert User.objects.get(pk=account.pk).check_password("another long phrase")
    assert "A notice about an account could not be queued." in caplog.messages


def test_a_notice_waits_for_a_mail_server_that_is_away(client, account, settings):
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = EMAIL_BACKEND, "127.0.0.1", 1
    sign_in(client)

    form = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    delivery.run()

    assert User.objects.get(pk=account.pk).check_password("another long phrase")
    waiting = Message.objects.get()
    assert (waiting.state, waiting.attempts) == ("pending", 1)
    assert "The mail server cannot be reached" in waiting.cause


def test_the_link_of_the_mail_begins_with_the_portal_s_own_address(client, account, delivered, settings):
    settings.ALLOWED_HOSTS = ["localhost"]

    client.post(reverse("account_reset_password"), {"email": "ana@example.org"}, headers={"host": "localhost"})

    [mail] = delivered()
    assert f"{settings.SITE_URL}/accounts/password/reset/key/" in mail.body
    assert "localhost" not in mail.body


def test_nobody_changes_the_address_by_which_they_sign_in(client, account):
    sign_in(client)

    response = client.post("/accounts/email/", {"email": "attacker@example.org", "action_add": ""})

    assert response.status_code == 404
    assert not account.emailaddress_set.filter(email="attacker@example.org").exists()


def test_what_somebody_signed_in_is_shown_is_kept_by_no_cache(client, account):
    assert "no-store" not in client.get("/members/").headers.get("Cache-Control", "")

    sign_in(client)

    for address in ("/portal/", "/members/", "/api/v1/members/"):
        assert "no-store" in client.get(address)["Cache-Control"], address


def test_an_account_without_a_password_waits_for_its_invitation(client, delivered):
    User.objects.create_user("new@example.org")

    client.post(reverse("account_reset_password"), {"email": "new@example.org"})

    assert delivered() == []


def test_a_forgotten_password_is_set_anew_by_the_link_of_the_mail(client, delivered):
    user = User.objects.create_user("new@example.org", "forgotten long ago")
    client.post(reverse("account_reset_password"), {"email": "new@example.org"})
    link = path_in(delivered()[0], "/accounts/password/reset/key/")

    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert client.get(link, follow=True).context.get("token_fail")


def test_one_e_mail_is_one_account_whatever_its_case(account):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ANA@example.org")


def test_passwords_and_logins_leave_no_trace_in_the_history(client, account):
    before = account.history.count()
    sign_in(client)
    assert account.history.count() == before

    fields = {field.name for field in User.history.model._meta.get_fields()}

    assert not fields & {"password", "last_login"}


def test_expired_sessions_are_cleared(client, account, django_user_model):
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    sign_in(client)
    Session.objects.update(expire_date=timezone.now() - timezone.timedelta(days=1))

    assert UserSession.objects.exists()

    clear_expired_sessions()

    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


def test_an_account_shows_its_owner_how_it_stands(client, account):
    assert client.get("/accounts/").status_code == 302
    sign_in(client)

    page = client.get("/accounts/").content.decode()

    assert "You sign in as ana@example.org" in page
    assert reverse("usersessions_list") in page
    assert "none yet" in page


def test_an_account_that_gets_another_address_is_signed_out_and_both_addresses_are_told(client, account, delivered):
    sign_in(client)
    client.get("/portal/")
    earlier = account.email

    account.email = "new.address@example.org"
    account.save()

    assert addresses(delivered()) == [earlier, "new.address@example.org"]
    assert f"from {earlier} to new.address@example.org" in delivered()[0].body
    assert client.get("/portal/").status_code == 302
