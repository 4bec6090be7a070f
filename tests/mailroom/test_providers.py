import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import threading

import pytest
from django.conf import settings as portal
from django.test import Client
from django.urls import include, path

from alliance import urls
from mailroom import delivery, providers
from mailroom.models import Message, Suppression
from tests.factories.mail import LetterFactory, MessageFactory
from tests.mailroom.provider import Provider

pytestmark = pytest.mark.django_db
State, Reason = Message.State, Suppression.Reason
SECRET = "portal:of the tests"
SIGNING_KEY = "a signing key"


# what a provider answers when mail is handed over


@pytest.fixture
def provider(settings, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    provider = Provider()
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token", "POSTMARK_API_URL": provider.url, "REQUESTS_TIMEOUT": 0.5}
    yield provider
    provider.shutdown()
    provider.server_close()


def sent(provider, *answer):
    """What becomes of a message, and of another that comes after it."""
    letter = LetterFactory(stream="newsletter")
    first, second = (
        MessageFactory(letter=letter, is_subscription=True, address=f"{name}@example.org")
        for name in ("first", "second")
    )
    if answer:
        provider.answers[first.address] = answer
    delivery.run()
    for message in (first, second):
        message.refresh_from_db()
    return first, second


def test_a_message_is_handed_over_with_its_number_and_the_way_out(provider):
    first, _second = sent(provider)

    _path, token, body = provider.asked[0]
    headers = {header["Name"]: header["Value"] for header in body["Headers"]}
    assert first.state == State.SENT
    assert (token, body["To"], body["Metadata"]) == ("token", "first@example.org", {"message": first.number.hex})
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Message-ID"] == first.message_id


@pytest.mark.parametrize("status", [408, 500, 503])
def test_a_provider_s_own_fault_is_tried_again(provider, status):
    first, second = sent(provider, status, {"ErrorCode": 100, "Message": "Maintenance"})

    assert (first.state, first.attempts) == (State.PENDING, 1)
    assert first.cause.startswith(f"AnymailRequestsAPIError {status} ")
    assert "Maintenance" not in first.cause, "a provider may quote what it was given, and a key with it"
    assert second.state == State.SENT


@pytest.mark.parametrize("status", [401, 403, 429])
def test_what_is_no_message_s_fault_lets_all_wait(provider, status):
    first, second = sent(provider, status, {"ErrorCode": 10, "Message": "Not now"})

    assert first.state == second.state == State.PENDING
    assert "The provider takes no mail" in first.cause
    assert len(provider.asked) == 1


def test_a_provider_that_is_not_there_lets_all_wait(provider, settings):
    provider.shutdown()
    provider.server_close()

    first, second = sent(provider)

    assert first.state == second.state == State.PENDING
    assert "The provider takes no mail" in first.cause


def test_a_provider_whose_name_is_not_known_lets_all_wait(provider, settings):
    settings.ANYMAIL = settings.ANYMAIL | {"POSTMARK_API_URL": "http://nowhere.invalid/"}

    first, _second = sent(provider)

    assert first.state == State.PENDING


@pytest.mark.parametrize("status", [400, 413, 422])
def test_what_is_refused_has_failed_in_words_and_says_nothing_of_the_address(provider, status):
    first, second = sent(provider, status, {"ErrorCode": 402, "Message": "Invalid JSON"})

    assert first.state == State.FAILED
    assert first.cause.startswith(f"AnymailRequestsAPIError {status} ")
    assert second.state == State.SENT
    assert not Suppression.objects.exists()


def test_an_address_that_is_none_is_suppressed(provider):
    words = "Error parsing 'To': Illegal email domain in address 'first@example.org'."
    first, _second = sent(provider, 422, {"ErrorCode": 300, "Message": words})

    assert first.state == State.FAILED
    assert Suppression.objects.standing().get().reason == Reason.BOUNCED


def test_whom_the_provider_suppresses_itself_is_failed_and_not_judged(provider):
    words = (
        "You tried to send to a recipient that has been marked as inactive.\nFound inactive addresses: "
        "first@example.org. Inactive recipients are ones that have generated a hard bounce or a spam complaint."
    )
    first, _second = sent(provider, 422, {"ErrorCode": 406, "Message": words})

    assert first.state == State.FAILED
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("answer", [("silent", ""), ("gone", ""), (504, "{}"), (200, "no JSON"), (200, "{}")])
def test_where_it_may_have_been_taken_it_is_in_doubt_and_not_sent_twice(provider, answer):
    first, second = sent(provider, *answer)
    delivery.run()

    assert first.state == State.IN_DOUBT
    assert first.cause
    assert second.state == State.SENT
    assert [body["To"] for _path, _token, body in provider.asked].count("first@example.org") == 1


# what a provider tells later


@pytest.fixture
def events(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY}
    settings.ROOT_URLCONF = tuple(
        [path("mail/events/", include((providers.doors(name), name))) for name in ("postmark", "mailgun", "sendgrid")]
        + urls.urlpatterns
    )


@pytest.fixture
def message():
    return MessageFactory(subscription=True, sent=True, address="Reader@example.org")


def tell(name, event, secret=SECRET):
    headers = {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()} if secret else {}
    body = json.dumps(event)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return client.post(f"/mail/events/{name}/tracking/", body, content_type="application/json", headers=headers)


def postmark(message, **changes):
    return {
        "RecordType": "Bounce",
        "ID": 42,
        "Type": "HardBounce",
        "TypeCode": 1,
        "Name": "Hard bounce",
        "MessageID": "00000000-0000-0000-0000-000000000000",
        "ServerID": 23,
        "MessageStream": "outbound",
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
        "Email": message.address.lower(),
        "From": "portal@example.org",
        "BouncedAt": "2025-05-12T09:00:00Z",
        "Metadata": {"message": message.number.hex},
    } | changes


def mailgun(message, **changes):
    token, timestamp = "f" * 50, "1747040400"
    signature = hmac.new(SIGNING_KEY.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
    status = {"code": 550, "message": "5.1.1 No such user", "description": "", "attempt-no": 1}
    about = {
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "id": "G9Bn5sl1TC6nu79C8C0bwg",
        "timestamp": 1747040400.5,
        "recipient": message.address,
        "delivery-status": status,
        "message": {"headers": {"message-id": message.message_id, "to": message.address}},
        "user-variables": {"message": message.number.hex},
    } | changes
    return {"signature": {"token": token, "timestamp": timestamp, "signature": signature}, "event-data": about}


def sendgrid(message, **changes):
    about = {
        "email": message.address,
        "timestamp": 1747040400,
        "event": "bounce",
        "type": "bounce",
        "status": "5.1.1",
        "reason": "550 5.1.1 The email account that you tried to reach does not exist.",
        "sg_event_id": "ZyjAM5rnQmuI1KFInHQ3Nw",
        "sg_message_id": "x.y",
        "smtp-id": message.message_id,
        "message": message.number.hex,
    } | changes
    return [about]


TOLD = {"postmark": postmark, "mailgun": mailgun, "sendgrid": sendgrid}
every_provider = pytest.mark.parametrize("name", TOLD)
quietly = pytest.mark.filterwarnings("ignore:django-anymail has dropped official support")


@quietly
@every_provider
def test_a_hard_bounce_fails_the_message_and_stops_the_address(events, message, name):
    assert tell(name, TOLD[name](message)).status_code == 200

    suppression = Suppression.objects.standing().get()
    message.refresh_from_db()
    assert (suppression.address, suppression.stream, suppression.reason) == ("reader@example.org", "", Reason.BOUNCED)
    assert message.state == State.FAILED
    assert "5.1.1" in message.cause


@quietly
@every_provider
@pytest.mark.parametrize("secret", ["", "portal:wrong", "portal:", ":"])
def test_without_the_secret_nobody_is_believed(events, message, name, secret):
    assert tell(name, TOLD[name](message), secret).status_code == 400

    message.refresh_from_db()
    assert message.state == State.SENT
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_the_door_is_for_telling_alone(events, client, method):
    assert getattr(client, method)("/mail/events/postmark/tracking/").status_code == 405


@quietly
@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("postmark", {"RecordType": "SpamComplaint", "Type": "SpamComplaint"}),
        ("mailgun", {"event": "complained", "severity": "", "reason": ""}),
        ("sendgrid", {"event": "spamreport"}),
    ],
)
def test_a_complaint_stops_every_subscription(events, message, name, changes):
    assert tell(name, TOLD[name](message, **changes)).status_code == 200

    assert Suppression.objects.standing().get().reason == Reason.COMPLAINED


UNSUBSCRIBES = [
    (
        "postmark",
        {"RecordType": "SubscriptionChange", "SuppressSending": True, "SuppressionReason": "ManualSuppression"},
    ),
    ("mailgun", {"event": "unsubscribed", "severity": "", "reason": ""}),
    ("sendgrid", {"event": "unsubscribe"}),
]


@quietly
@pytest.mark.parametrize(("name", "changes"), UNSUBSCRIBES)
def test_an_unsubscribe_at_the_provider_s_is_one_of_ours(events, message, name, changes):
    assert tell(name, TOLD[name](message, **changes)).status_code == 200

    suppression = Suppression.objects.standing().get()
    assert (suppression.stream, suppression.reason) == ("newsletter", Reason.UNSUBSCRIBED)


@quietly
@pytest.mark.parametrize(("name", "changes"), UNSUBSCRIBES)
def test_nobody_unsubscribes_from_a_notice_of_office(events, name, changes):
    notice = MessageFactory(sent=True)

    assert tell(name, TOLD[name](notice, **changes)).status_code == 200
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"Type": "SoftBounce", "Details": "smtp;552 5.2.2 Mailbox full"},
        {"Type": "Blocked", "Details": "smtp;550 5.7.1 Blocked"},
        {"Type": "HardBounce", "Details": "smtp;550 5.7.1 Rejected by policy"},
    ],
)
def test_another_bounce_fails_the_message_alone(events, message, changes):
    tell("postmark", postmark(message, **changes))

    message.refresh_from_db()
    assert message.state == State.FAILED
    assert not Suppression.objects.exists()


def test_where_no_server_is_quoted_the_provider_s_own_name_counts(events, message):
    tell("postmark", postmark(message, Details=""))

    assert Suppression.objects.standing().get().reason == Reason.BOUNCED


@pytest.mark.parametrize("changes", [{"Type": "Transient"}, {"RecordType": "Delivery"}, {"RecordType": "Open"}])
def test_a_delay_a_delivery_and_an_opening_change_nothing(events, message, changes):
    assert tell("postmark", postmark(message, **changes)).status_code == 200

    message.refresh_from_db()
    assert message.state == State.SENT
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"Metadata": {}},
        {"Metadata": {"message": "0" * 32}},
        {"Metadata": {"message": "no number"}},
        {"Email": "somebody-else@example.org"},
    ],
)
def test_an_event_without_the_number_or_of_another_recipient_changes_nothing(events, message, changes):
    assert tell("postmark", postmark(message, **changes)).status_code == 200

    message.refresh_from_db()
    assert message.state == State.SENT
    assert not Suppression.objects.exists()


# the settings


def test_without_a_provider_there_is_no_door(client, message):
    assert portal.MAIL_ESP == ""
    assert tell("postmark", postmark(message)).status_code == 404


@pytest.mark.parametrize("name", sorted(providers.NAMES))
def test_every_provider_has_one_door_for_what_became_of_a_mail(name):
    assert [str(door.pattern) for door in providers.doors(name)] == [f"{name}/tracking/"]


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("pigeon", {}, "write one of brevo"),
        ("amazon_ses", {}, "write one of brevo"),
        ("postmark", {"WEBHOOK_SECRET": SECRET}, "ANYMAIL says nothing of postmark"),
        ("postmark", {"POSTMARK_SERVER_TOKEN": "hidden"}, "ANYMAIL has no WEBHOOK_SECRET"),
        ("postmark", {"POSTMARK_SERVER_TOKEN": "hidden", "WEBHOOK_SECRET": "word"}, "ANYMAIL has no WEBHOOK_SECRET"),
        ("postmark", {"POSTMARK_SERVER_TOKEN": "hidden", "WEBHOOK_SECRET": "a:b"}, "ANYMAIL has no WEBHOOK_SECRET"),
    ],
)
def test_a_wrong_provider_is_refused_in_words(name, options, words):
    assert words in providers.refusal(name, options)
    assert "hidden" not in providers.refusal(name, options)


TELL = """
import django; django.setup()
from django.conf import settings; from django.urls import resolve
print(settings.EMAIL_BACKEND, settings.ANYMAIL["WEBHOOK_SECRET"], resolve("/mail/events/postmark/tracking/").view_name)
"""


def started(**environment):
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SECRET_KEY") if name in os.environ}
    environment = bare | {"DJANGO_SETTINGS_MODULE": "alliance.settings"} | environment
    command = [sys.executable, "-c", TELL]
    return subprocess.run(command, cwd=portal.BASE_DIR, env=environment, capture_output=True, text=True)


def test_the_portal_starts_with_a_provider_and_opens_its_door():
    told = started(MAIL_ESP="postmark", ANYMAIL="POSTMARK_SERVER_TOKEN=abc==,WEBHOOK_SECRET=portal:0123456789")

    assert told.stdout.split() == [
        "anymail.backends.postmark.EmailBackend",
        "portal:0123456789",
        "anymail:postmark_tracking_webhook",
    ]


def test_the_portal_does_not_start_with_what_it_cannot_use():
    assert "ANYMAIL has no WEBHOOK_SECRET" in started(MAIL_ESP="postmark", ANYMAIL="POSTMARK_SERVER_TOKEN=a").stderr
    assert "write imaps://" in started(BOUNCE_MAILBOX="imap://user:password@mail.example.org/INBOX").stderr
