from pathlib import Path

import pytest

from mailroom import bounces
from mailroom.delivery import Turn
from mailroom.models import Claim, Message, Suppression
from mailroom.outcomes import Outcome
from tests.factories.mail import MessageFactory

pytestmark = pytest.mark.django_db
State, Reason = Message.State, Suppression.Reason
REPORTS = Path(__file__).parent / "reports"
SERVERS = ["postfix", "exim", "exchange", "gmail"]


@pytest.fixture
def message():
    return MessageFactory(subscription=True, sent=True, address="Reader@example.org")


def report(name, message, *changes, **more):
    """As that server writes it, of this message, with some of it changed."""
    about = {"address": message.address, "message_id": message.message_id} | more
    text = (REPORTS / f"{name}.eml").read_text()
    for field, value in about.items():
        text = text.replace(f"{{{field}}}", value)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def state(message):
    message.refresh_from_db()
    return message.state


# what could not be delivered (RFC 3464)


@pytest.mark.parametrize("server", SERVERS)
def test_a_report_that_nobody_is_there_fails_the_message_and_stops_the_address(server, message):
    assert bounces.taken(report(server, message)) == ["nobody there"]

    suppression = Suppression.objects.standing().get()
    assert (suppression.address, suppression.stream, suppression.reason) == ("reader@example.org", "", Reason.BOUNCED)
    assert state(message) == State.FAILED
    assert message.cause.startswith("It came back: 550 ")
    assert suppression.words in message.cause
    assert message.history.latest().state == State.FAILED


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n"])
def test_lines_may_end_as_they_like(message, line_end):
    assert bounces.taken(report("postfix", message).replace(b"\n", line_end)) == ["nobody there"]


def test_what_was_in_doubt_is_decided_by_its_report(message):
    Message.objects.filter(pk=message.pk).update(state=State.IN_DOUBT)

    bounces.taken(report("postfix", message))

    assert state(message) == State.FAILED


@pytest.mark.parametrize("stays", [State.PENDING, State.FAILED, State.SUPPRESSED])
def test_what_is_not_handed_over_stays_as_it_is(message, stays):
    Message.objects.filter(pk=message.pk).update(state=stays, cause="as before")

    bounces.taken(report("postfix", message))

    assert state(message) == stays
    assert message.cause == "as before"


def test_a_report_that_comes_while_the_window_is_still_open_is_not_overwritten(message):
    claim = Claim.begin()
    Message.objects.filter(pk=message.pk).update(state=State.SENDING, claim=claim)

    bounces.taken(report("postfix", message))
    worker = Turn(claim, None)
    worker.unsettled = [Outcome(message, State.SENT)]
    worker.end()

    assert state(message) == State.FAILED


def test_a_delay_is_no_failure(message):
    delayed = report("postfix", message, ("Action: failed", "Action: delayed"), ("Status: 5.1.1", "Status: 4.4.1"))

    assert bounces.taken(delayed) == ["no report"]
    assert state(message) == State.SENT
    assert not Suppression.objects.exists()


def test_what_a_server_gave_up_after_days_has_failed_and_says_nothing_of_the_address(message):
    given_up = report("postfix", message, ("Status: 5.1.1", "Status: 4.1.1"))

    assert bounces.taken(given_up) == ["undelivered"]
    assert state(message) == State.FAILED
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "5.3.4"])
def test_a_full_mailbox_or_a_policy_fails_the_message_alone(message, status):
    assert bounces.taken(report("gmail", message, ("5.1.1", status))) == ["undelivered"]

    assert state(message) == State.FAILED
    assert not Suppression.objects.exists()


def test_the_report_s_own_status_counts_where_the_server_gave_none(message):
    silent = report("exchange", message, ("550 5.1.10 RESOLVER", "550 RESOLVER"))

    assert bounces.taken(silent) == ["nobody there"]
    assert message.suppressions.get().words.startswith("550 5.1.10 RESOLVER")


def test_an_address_that_is_forwarded_is_known_by_the_original_recipient(message):
    forwarded = ("Final-Recipient: rfc822; Reader@example.org", "Final-Recipient: rfc822; else@example.com")

    assert bounces.taken(report("postfix", message, forwarded)) == ["nobody there"]


def test_a_notice_of_office_that_comes_back_fails_and_stops_subscriptions_alone():
    notice = MessageFactory(sent=True, address="reader@example.org")

    bounces.taken(report("postfix", notice))

    assert state(notice) == State.FAILED
    assert Suppression.objects.standing().get().address == "reader@example.org"


def test_a_report_that_comes_twice_counts_once(message, secretary):
    bounces.taken(report("postfix", message))
    Suppression.objects.get().lift(by=secretary)

    bounces.taken(report("postfix", message))

    assert not Suppression.objects.standing().exists()
    assert message.history.filter(state=State.FAILED).count() == 1


# what is not believed


@pytest.mark.parametrize("server", [*SERVERS, "complaint"])
def test_a_report_of_a_message_that_is_not_ours_is_left(server, message):
    forged = report(server, message, message_id="<00000000000000000000000000000000@example.org>")

    assert bounces.taken(forged) == ["not ours"]
    assert state(message) == State.SENT
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("server", [*SERVERS, "complaint"])
def test_a_reader_who_reports_of_somebody_else_is_left(server, message):
    victim = MessageFactory(subscription=True, sent=True, address="victim@example.org")

    assert bounces.taken(report(server, message, address=victim.address)) == ["not ours"]
    assert bounces.taken(report(server, victim, address=message.address)) == ["not ours"]
    assert state(message) == state(victim) == State.SENT
    assert not Suppression.objects.exists()


def test_the_number_counts_where_the_returned_message_has_it_and_nowhere_else(message):
    elsewhere = report("gmail", message, ("\nMessage-ID: " + message.message_id, "\nX-Was: nothing"))

    assert bounces.taken(elsewhere) == ["not ours"]


def test_an_automatic_reply_is_ignored(message):
    assert bounces.taken(report("away", message)) == ["no report"]
    assert state(message) == State.SENT
    assert not Suppression.objects.exists()


# complaints (RFC 5965)


def test_a_complaint_stops_every_subscription_of_the_address(message):
    assert bounces.taken(report("complaint", message)) == ["complaint"]

    suppression = Suppression.objects.standing().get()
    assert (suppression.address, suppression.stream) == ("reader@example.org", "")
    assert (suppression.reason, suppression.words) == (Reason.COMPLAINED, "abuse")
    assert state(message) == State.SENT


def test_a_complaint_without_its_recipient_is_of_whom_the_message_was_for(message):
    silent = report("complaint", message, ("Original-Rcpt-To: <Reader@example.org>\n", ""))

    assert bounces.taken(silent) == ["complaint"]


@pytest.mark.parametrize("kind", ["not-spam", "virus", "auth-failure"])
def test_feedback_of_another_kind_is_no_complaint(message, kind):
    other = report("complaint", message, ("Feedback-Type: abuse", f"Feedback-Type: {kind}"))

    assert bounces.taken(other) == ["no report"]
    assert not Suppression.objects.exists()


# broken ones

IN_PARTS = b"Content-Type: multipart/report; boundary=x\n\n--x\n"
BROKEN = [
    b"",
    b"\xff\xfe\x00",
    b"Content-Type: multipart/report\n\n",
    IN_PARTS + b"Content-Type: message/delivery-status\n\nAction: failed\n--x--",
    IN_PARTS + b"Content-Type: message/delivery-status\n\n\n\nAction: failed\nStatus: \xff\nFinal-Recipient: ;;;\n"
    b"Diagnostic-Code: =?utf-8?q?" + b"x" * 5000 + b"\n--x--",
    IN_PARTS + b"Content-Type: message/rfc822\n\n--x\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n"
    b"Original-Rcpt-To: <<>,(\n--x--",
    IN_PARTS + b"Content-Type: text/rfc822-headers; charset=nothing\nContent-Transfer-Encoding: base64\n\n!!!!\n--x--",
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_mail_changes_nothing(content):
    assert set(bounces.taken(content)) <= {"no report", "not ours", "unreadable"}
    assert not Suppression.objects.exists()


def test_a_report_cut_anywhere_holds_up_nothing(message):
    whole = report("gmail", message)

    told = {word for place in range(0, len(whole), 7) for word in bounces.taken(whole[:place])}

    assert told == {"no report", "not ours", "nobody there"}


def test_a_report_that_breaks_its_reader_is_counted(monkeypatch, message):
    monkeypatch.setattr(bounces, "reports", lambda mail: [][0])

    assert bounces.taken(report("postfix", message)) == ["unreadable"]
