import pytest
from django.contrib import admin
from django.urls import reverse

from alliance.admin.sidebar import PARTS
from mailroom.models import Letter, Message
from mailroom.outbox import Recipient, post
from tests.factories import UserFactory
from tests.factories.mail import LetterFactory, MessageFactory


@pytest.fixture
def of_account(db):
    return MessageFactory(letter=LetterFactory(is_of_account=True, subject="Your password was changed"))


def test_mail_about_an_account_is_for_whoever_sees_the_accounts(client, of_account):
    other = MessageFactory()
    for role, sees in {"finance": False, "communications": False, "programme": False, "management": True}.items():
        colleague = UserFactory(is_staff=True, role=role)
        assert set(Message.objects.visible_to(colleague)) == ({other, of_account} if sees else {other})
        assert (of_account.letter in Letter.objects.visible_to(colleague)) is sees
        client.force_login(colleague)
        page = client.get(reverse("admin:mailroom_message_change", args=[of_account.pk]))
        assert (page.status_code == 200) is sees
        assert ("Your password was changed" in client.get(reverse("admin:mailroom_letter_changelist")).text) is sees


def test_mails_of_accounts_say_that_they_are(db, letter):
    post(letter("account", "S", "T"), [Recipient("a@example.org")], is_of_account=True)
    post(letter("other", "S", "T"), [Recipient("a@example.org")])
    assert {one.kind: one.is_of_account for one in Letter.objects.all()} == {"account": True, "other": False}


def test_every_list_of_the_mailroom_stands_in_the_sidebar():
    shown = {item.to for items in PARTS.values() for item in items}
    models = {model._meta.label_lower for model in admin.site._registry if model._meta.app_label == "mailroom"}
    assert models == {"mailroom.message", "mailroom.letter", "mailroom.suppression", "mailroom.reminder"}
    assert models <= shown
