"""What the portal holds of a reader is theirs: told whole, erased whole, and never mailed again."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from alliance.happenings import Topic
from mailroom.models import Message, Suppression
from outreach.mail import PREFERRING
from outreach.models import Consent, Subscriber
from outreach.models.subscriber import in_order
from outreach.tasks import clear_unconfirmed
from tests.factories.mail import MessageFactory
from tests.factories.outreach import NewsletterFactory, SubscriberFactory, sent_out

pytestmark = pytest.mark.django_db
Reason = Suppression.Reason
ADDRESS, NAME = "ana@example.org", "Ana Unmistakable"


@pytest.fixture
def reader():
    """Asked, confirmed, chose, was sent an issue, left and came back."""
    reader = Subscriber.ask(address=ADDRESS, name=NAME, wording="I should like it.", source="form of the portal")
    reader.confirm()
    reader.prefer(topics=["plans"])
    sent_out(NewsletterFactory(told=1))
    reader.leave()
    reader.come_back()
    return reader


def choosing(reader, name):
    return reverse(name, args=[PREFERRING.sign(reader.number.hex)])


def kept(words):
    """The tables of the portal in which these words stand."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        texts = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.values_list(*texts) if texts else ():
            if words in json.dumps(row, default=str):
                found.add(model.__name__)
    return found


def test_a_reader_takes_away_all_that_is_held_of_them(client, reader):
    answer = client.get(choosing(reader, "subscription_data"))

    held = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="newsletter-subscription.json"'
    assert (held["address"], held["name"], held["topics"]) == (ADDRESS, NAME, [str(Topic.PLANS.label)])
    assert [consent["what"] for consent in held["consents"]] == [
        str(Consent.What(what).label) for what in ("asked", "confirmed", "changed", "left", "returned")
    ]
    assert held["consents"][0]["wording"] == "I should like it."
    assert [(stop["reason"], bool(stop["lifted"])) for stop in held["stops"]] == [("unsubscribed", True)]
    assert [mail["subject"] for mail in held["mails"]] == [
        "Please confirm your subscription",
        str(Message.objects.latest("pk").letter),
    ]
    assert held["asked"]
    assert held["confirmed"]


def test_what_is_held_of_another_is_not_in_it(client, reader):
    SubscriberFactory(address="bruno@example.org")
    MessageFactory(address="bruno@example.org", subscription=True)

    assert b"bruno" not in client.get(choosing(reader, "subscription_data")).content


def test_to_erase_is_asked_once_and_leaves_the_address_alone(client, reader, secretary):
    notice = MessageFactory(address=ADDRESS, name="Her office")
    LogEntry.objects.log_actions(secretary.pk, [reader], 2, change_message="[]", single_object=True)
    assert kept(NAME) >= {"Subscriber", "HistoricalSubscriber", "Message"}
    assert "Nothing is erased yet" in client.get(choosing(reader, "subscription_erase")).content.decode()

    answer = client.post(choosing(reader, "subscription_erase"))

    assert "It is erased" in answer.content.decode()
    assert kept(NAME) == set()
    Message.objects.filter(pk=notice.pk).delete()
    Message.history.filter(id=notice.pk).delete()
    assert kept(ADDRESS) == {"Suppression", "HistoricalSuppression"}
    assert client.get(choosing(reader, "subscription")).status_code == 410
    assert Suppression.objects.standing().get().reason == Reason.UNSUBSCRIBED


def test_the_mails_of_a_reader_are_found_by_an_index():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # of a few rows it would rather read all
        asked = Subscriber(address=ADDRESS).messages.explain()

    assert "message_of_an_address" in asked


def test_what_waits_for_an_erased_reader_is_not_sent_and_notices_of_office_are(reader, delivered):
    MessageFactory(address=ADDRESS)
    reader.erase()

    assert [mail.to for mail in delivered()] == [[ADDRESS]]
    assert Message.objects.filter(address="", state=Message.State.STOPPED).count() == 2


def test_an_erased_reader_gets_no_second_copy_of_an_issue_and_no_later_one(reader):
    reader.erase()
    SubscriberFactory(address=ADDRESS)

    sent_out(NewsletterFactory(told=1))

    assert not Message.objects.filter(address=ADDRESS).exists()


def test_who_was_erased_may_ask_again_by_themselves(reader):
    reader.erase()

    again = Subscriber.ask(address=ADDRESS, wording="Yes.", source="form of the portal")
    again.confirm()

    assert [row.address for row in Subscriber.objects.reading()] == [ADDRESS]


def test_the_office_erases_on_request_and_the_list_of_stops_tells_who_and_why(reader, secretary):
    reader.erase(by=secretary, note="By letter")

    last = Suppression.history.filter(address=ADDRESS).latest("history_id")
    assert (last.history_user, last.history_change_reason) == (secretary, "Erased on request. By letter")
    assert not Subscriber.history.exists()


def test_what_nobody_confirmed_in_a_week_is_forgotten_with_its_history(reader):
    stranger = Subscriber.ask(address="typo@example.org", name="Mistyped Person", wording="Yes.", source="form")
    clear_unconfirmed()
    assert Subscriber.objects.count() == 2

    week = timezone.now() - Subscriber.KEPT_UNCONFIRMED - timedelta(minutes=1)
    Subscriber.objects.filter(pk=stranger.pk).update(asked_at=week)
    clear_unconfirmed()

    assert kept("typo@example.org") == kept("Mistyped Person") == set()
    assert kept(NAME) >= {"Subscriber"}
    assert not Suppression.objects.standing().exists()


# the rules of the register


def test_choices_are_kept_in_one_order_and_all_of_them_as_none():
    assert in_order(["next", "members"]) == ["members", "next"]
    assert in_order(["plans", "plans"]) == ["plans"]
    assert in_order([*reversed(Topic.values)]) == []


@pytest.mark.parametrize("reason", Reason.values)
def test_to_confirm_takes_back_whatever_stopped_the_address(reader, reason):
    Suppression.objects.create(address=ADDRESS, reason=reason)
    assert not Subscriber.objects.reading().exists()

    reader.confirm()

    assert Subscriber.objects.reading().get() == reader
    assert reader.consents.latest("pk").what == "confirmed"


@pytest.mark.parametrize("reason", Reason.values)
def test_a_stopped_reader_gets_nothing_more(reader, reason):
    Suppression.objects.create(address=ADDRESS, reason=reason)
    SubscriberFactory(address="bruno@example.org")

    sent_out(NewsletterFactory(told=1))

    later = Message.objects.filter(letter__stream="newsletter").order_by("-pk")
    assert [message.address for message in later] == ["bruno@example.org", ADDRESS]  # hers is the earlier issue


def test_whoever_asks_ten_times_for_one_address_makes_one_row_and_one_mail():
    for _turn in range(10):
        Subscriber.ask(address="new@example.org", wording="Yes.", source="form")

    assert Subscriber.objects.filter(address="new@example.org").count() == 1
    assert Message.objects.filter(address="new@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_who_ask_for_one_address_at_the_same_moment_make_one_row_and_one_mail(at_once):
    done = at_once(lambda number: Subscriber.ask(address="new@example.org", wording="Yes.", source="form"))

    assert done["done"] == 20
    assert Subscriber.objects.count() == Message.objects.count() == Consent.objects.count() == 1
