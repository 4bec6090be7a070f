import logging
import re
from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.core.context import request_context
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from mailroom.models import Letter, Message
from people.models import Invitation, Person, User
from people.tasks import send_password_link
from tests.factories import UserFactory
from tests.postbox import addresses, path_in

pytestmark = pytest.mark.django_db
PASSWORD = "a long and fictional phrase"


@pytest.fixture
def newcomer():
    user = UserFactory(email="ana@example.org", person__name="Ana Example")
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def account():
    user = UserFactory(email="bruno@example.org", person__name="Bruno Example")
    user.set_password(PASSWORD)
    user.save()
    return user


def cause_of_failure():
    message = Message.objects.get()
    assert message.state == "failed"
    return message.cause


# what happened between the act and the mail


def test_a_mail_of_an_act_that_is_rolled_back_is_not_sent(newcomer, secretary, delivered):
    with transaction.atomic():
        Invitation.send(newcomer, by=secretary)
        transaction.set_rollback(True)

    assert not Message.objects.exists()
    assert delivered() == []


def test_an_address_whose_change_is_rolled_back_is_told_of_nothing(account, delivered):
    with transaction.atomic():
        account.email = "other@example.org"
        account.save()
        transaction.set_rollback(True)

    assert delivered() == []


@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [
        (lambda sent: Invitation.revoke(sent.account, by=None), "opens nothing any more: revoked on"),
        (lambda sent: sent.accept(PASSWORD), "opens nothing any more: accepted on"),
        (lambda sent: Invitation.objects.update(expires_at=timezone.now()), "opens nothing any more: expired on"),
        (lambda sent: User.objects.filter(pk=sent.account_id).update(is_active=False), "The account is closed."),
        (lambda sent: User.objects.filter(pk=sent.account_id).update(email="x@example.org"), "has another address"),
        (lambda sent: Invitation.objects.all().delete(), "is not there any more"),
    ],
)
def test_an_invitation_that_opens_nothing_any_more_is_not_mailed_and_says_why(
    newcomer, secretary, delivered, meanwhile, words
):
    meanwhile(Invitation.send(newcomer, by=secretary))

    assert delivered() == []
    assert words in cause_of_failure()


def test_inviting_again_before_the_first_mail_went_out_mails_one_link_that_works(
    client, newcomer, secretary, delivered
):
    Invitation.send(newcomer, by=secretary)
    Invitation.send(newcomer, by=secretary)

    [mail] = delivered()
    assert client.get(path_in(mail, "/accounts/invitation/")).status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"is_active": False}, "The account is closed, or waits for its invitation."),
        ({"access_until": timezone.localdate() - timedelta(days=1)}, "The account is closed"),
        ({"password": "!"}, "waits for its invitation."),
        ({"email": "other@example.org"}, "The account is gone, or has another address."),
    ],
)
def test_a_link_to_set_a_password_is_not_mailed_to_whom_it_is_no_longer_for(account, delivered, change, words):
    send_password_link(account.email)
    User.objects.filter(pk=account.pk).update(**change)

    assert delivered() == []
    assert words in cause_of_failure()


# keys


def test_no_key_is_found_in_the_database_the_logs_or_the_registers(
    client, newcomer, account, secretary, delivered, caplog
):
    caplog.set_level(logging.DEBUG)
    Invitation.send(newcomer, by=secretary)
    send_password_link(account.email)
    paths = [path_in(mail, "/accounts/") for mail in delivered()]
    keys = [re.split(r"[:/]", path.strip("/"))[-1] for path in paths]
    keys[1] = keys[1].split("-", 1)[1]
    assert [len(key) > 20 for key in keys] == [True, True]

    client.force_login(secretary)
    seen = caplog.text + everything_stored() + " ".join(pages_of_the_registers(client, newcomer, account))
    assert "ana@example.org" in seen
    assert [key for key in keys if key in seen] == []


def everything_stored():
    models = apps.get_models(include_auto_created=True)
    rows = [row for model in models for row in model._base_manager.values_list()]
    assert {Message, Message.history.model, Letter} <= set(models)
    return repr(rows)


def pages_of_the_registers(client, *accounts):
    for account in accounts:
        yield client.get(f"/admin/people/user/{account.pk}/change/").content.decode()
    for model in (Message, Letter):
        if admin.site.is_registered(model):
            start = f"/admin/mailroom/{model._meta.model_name}/"
            rows = [f"{start}{pk}/change/" for pk in model.objects.values_list("pk", flat=True)]
            for address in (start, *rows, *(row.replace("change/", "history/") for row in rows)):
                yield client.get(address, follow=True).content.decode()


def test_the_key_of_each_mail_works_and_was_made_for_it(client, account, delivered):
    send_password_link(account.email)

    path = path_in(delivered()[0], "/accounts/password/reset/key/")
    token = path.strip("/").rpartition("/")[2].split("-", 1)[1]

    assert default_token_generator.check_token(User.objects.get(pk=account.pk), token)
    assert not default_token_generator.check_token(UserFactory(), token)
    assert client.get(path, follow=True).context["form"]


# names


def test_a_name_with_a_line_break_adds_no_header_and_fails_in_words(newcomer, secretary, delivered):
    Person.objects.filter(pk=newcomer.person_id).update(name="Ana\nBcc: victim@example.org")

    Invitation.send(User.objects.get(pk=newcomer.pk), by=secretary)

    assert delivered() == []
    assert cause_of_failure() == "The field “name” has a line break or a sign that no mail can carry."


def test_a_strange_name_reaches_its_owner_alone(newcomer, secretary, delivered):
    Person.objects.filter(pk=newcomer.person_id).update(name='Ana" <victim@example.org>, "Bruno')

    Invitation.send(User.objects.get(pk=newcomer.pk), by=secretary)

    [mail] = delivered()
    assert addresses([mail]) == ["ana@example.org"]
    assert mail.recipients() == mail.to
    assert len(mail.message().get_all("To")) == 1


def test_an_account_without_a_person_is_written_to_by_its_address(secretary, delivered):
    Invitation.send(UserFactory(email="desk@example.org", person=None, password="!"), by=secretary)

    [mail] = delivered()
    assert mail.to == ["desk@example.org"]
    assert "has made an account for desk@example.org" in mail.body


# mails of allauth


@pytest.fixture
def changed_password(client, account):
    def changed_password(**headers):
        client.post(reverse("account_login"), {"login": account.email, "password": PASSWORD})
        form = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}
        assert client.post(reverse("account_change_password"), form, headers=headers).status_code == 302

    return changed_password


def test_a_browser_that_calls_itself_strangely_keeps_no_notice_from_its_reader(changed_password, delivered):
    changed_password(**{"user-agent": "Browser\x85\x9f\t<b>1.0</b>\ue002x\ue003y\ue004"})

    [mail] = delivered()
    assert "- with the browser Browser" in mail.body
    assert "<b>1.0</b>" in mail.body
    assert "<b>" not in mail.alternatives[0].content


def test_a_browser_without_a_name_is_not_told(changed_password, delivered):
    changed_password(**{"user-agent": ""})

    assert "with the browser" not in delivered()[0].body


@pytest.mark.parametrize(
    ("template", "brought"),
    [
        (
            "account/email/email_confirmation",
            {"activate_url": "https://portal.example.org/secret-key/", "key": "secret-key"},
        ),
        ("account/email/password_reset_key", {"password_reset_url": "https://portal.example.org/secret-key/"}),
        ("account/email/login_code", {"code": "secret-key"}),
        ("account/email/unknown_account", {"signup_url": "https://portal.example.org/secret-key/"}),
    ],
)
def test_a_mail_of_allauth_that_may_hold_a_key_is_neither_queued_nor_logged(
    account, delivered, caplog, template, brought
):
    get_adapter().send_mail(template, account.email, {"user": account, **brought})

    assert delivered() == []
    assert not Letter.objects.exists()
    assert template in caplog.text
    assert "secret-key" not in caplog.text


def test_nor_does_a_key_come_in_with_a_notice(rf, account, delivered, caplog):
    with request_context(rf.get("/")):
        get_adapter().send_notification_mail("account/email/password_changed", account, {"code": "secret-key"})

    assert delivered() == []
    assert not Letter.objects.exists()
    assert "secret-key" not in caplog.text
