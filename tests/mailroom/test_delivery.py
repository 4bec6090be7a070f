"""What a worker does with the queue, against a real mail server."""

import threading
from collections import Counter
from datetime import timedelta
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mailroom import delivery, keys
from mailroom.models import Claim, Letter, Message, Suppression
from mailroom.outbox import Recipient, post
from mailroom.writing import File
from tests.factories import UserFactory

State = Message.State


@pytest.fixture
def notice(letter):
    return letter("notice", "For {{ field.name }}", "Dear {{ field.name }},\n\n.begins with a dot\n")


def queue(kind, *addresses, **more):
    post(kind, [Recipient(address, fields={"name": address.partition("@")[0]}) for address in addresses], **more)


def states():
    return Counter(Message.objects.values_list("state", flat=True))


def at(address):
    return Message.objects.get(address__startswith=address)


@pytest.mark.parametrize("options", [(), ("--plain",), ("--greedy",)])
def test_each_gets_its_own_and_no_refusal_or_lost_connection_touches_another(db, notice, mail_server, options):
    sink = mail_server(*options)
    faults = ["refuse", "later", "leave", "policy", "break", "lose", "swallow"]
    queue(notice, *(f"{name}-x@example.org" for fault in faults for name in ("ok1", fault, fault, "ok2")))
    delivery.run()
    told = {fault: {m.state for m in Message.objects.filter(address__startswith=f"{fault}-")} for fault in faults}
    assert told == {
        "refuse": {State.FAILED},
        "policy": {State.FAILED},
        "later": {State.PENDING},
        "leave": {State.PENDING},
        "break": {State.PENDING},
        "lose": {State.IN_DOUBT},
        "swallow": {State.IN_DOUBT},
    }
    assert [
        (m.address, m.state, m.cause) for m in Message.objects.filter(address__startswith="ok") if m.state != State.SENT
    ] == []
    assert len(sink.numbers) == len(set(sink.numbers)) == 14 + 2, "and what was kept before the line broke"
    assert all(mail["To"].split("-")[0] in mail["Subject"] for mail in sink.mails)
    assert {mail.get_body(("plain",)).get_content().splitlines()[2] for mail in sink.mails} == {".begins with a dot"}


def test_what_failed_says_why_and_who_is_not_there_is_suppressed(db, notice, mail_server):
    mail_server()
    queue(notice, "refuse-a@example.org", "policy-a@example.org", "later-a@example.org", "lose-a@example.org")
    delivery.run()
    assert at("refuse").cause == "550 5.1.1 No such user"
    assert at("policy").cause == "550 5.7.1 We do not like you"
    assert at("later").cause == "451 4.7.1 Try again later"
    assert "not yet answered" in at("lose").cause
    assert [row.address for row in Suppression.objects.standing()] == ["refuse-a@example.org"]


def test_a_window_costs_one_round_trip_for_a_message_where_the_server_pipelines(db, notice, mail_server):
    mail_server()
    queue(notice, *(f"reader{number}@example.org" for number in range(20)))
    sent = []
    with mock.patch(
        "mailroom.smtp.Dialogue.write",
        autospec=True,
        side_effect=lambda line, words: sent.append(words) or line.smtp.sock.sendall(words),
    ):
        delivery.run()
    assert states() == {State.SENT: 20}
    assert len(sent) == 21, "the first envelope, then each message together with the next one's envelope"


def test_a_temporary_failure_waits_longer_each_time_within_bounds_and_is_given_up_in_the_end(
    db, notice, mail_server, settings
):
    mail_server()
    queue(notice, "later-a@example.org")
    waits = []
    for _try in range(9):
        Message.objects.update(next_try_at=timezone.now())
        delivery.run()
        waits.append((at("later").next_try_at - timezone.now()).total_seconds())
    assert all(0.7 * 60 * 2**n < wait < 1.3 * 60 * 2**n for n, wait in enumerate(waits[:5]))
    assert all(0.7 * 3600 < wait < 1.3 * 3600 for wait in waits[6:])
    assert at("later").attempts == 9
    Message.objects.update(next_try_at=timezone.now(), queued_at=timezone.now() - timedelta(hours=73))
    delivery.run()
    message = at("later")
    assert (message.state, message.cause) == (State.FAILED, "Given up after 72 hours: 451 4.7.1 Try again later")


def test_where_no_server_listens_all_waits_and_nothing_is_in_doubt(db, notice, mail_server):
    sink = mail_server()
    sink.server.terminate()
    sink.server.wait()
    queue(notice, *(f"reader{number}@example.org" for number in range(300)))
    delivery.run()
    assert states() == {State.PENDING: 300}
    tried = Message.objects.exclude(cause="")
    assert 0 < tried.count() <= 50, "one window is enough to learn that nobody is there"
    assert "cannot be reached" in tried.first().cause
    assert not Claim.objects.filter(ended_at=None).exists()


def test_a_message_is_not_sent_if_the_act_it_tells_of_is_rolled_back(transactional_db, notice, mail_server, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    sink = mail_server()

    @transaction.atomic
    def act_that_is_refused():
        queue(notice, "a@example.org")
        raise ValidationError("refused")

    with pytest.raises(ValidationError):
        act_that_is_refused()
    delivery.sweep()
    assert sink.numbers == []
    assert not Message.objects.exists()
    queue(notice, "b@example.org")
    assert len(sink.numbers) == 1, "the committed one is sent at once"


def test_the_same_notice_is_not_queued_twice(db, notice):
    for _twice in range(2):
        post(notice, [Recipient("a@example.org", fields={"name": "Ana"}, key="plan 7 returned")])
        post(notice, [Recipient("a@example.org", fields={"name": "Ana"})])
    assert Message.objects.filter(key="plan 7 returned").count() == 1
    assert Message.objects.filter(key="").count() == 2


def test_a_bad_row_fails_in_words_and_the_rest_goes_out(db, letter, mail_server, settings):
    sink = mail_server()
    kind = letter("mixed", "For {{ field.name }}", "{{ field.name }} {{ link.page }} {{ day.on }}")
    good = {"name": "Ana", "page": "https://example.org/", "on": "2026-05-09"}
    rows = {
        "no-address": good,
        "a@b\r\nBcc: c@example.org": good,
        "missing@example.org": {"name": "Ana", "page": good["page"]},
        "breaks@example.org": good | {"name": "Ana\r\nBcc: everybody@example.org"},
        "script@example.org": good | {"page": "javascript:alert(1)"},
        "noday@example.org": good | {"on": "yesterday"},
        "good@example.org": good,
    }
    post(kind, [Recipient(address, fields=fields) for address, fields in rows.items()])
    post(kind, [Recipient("named@example.org", name="Ana\nBcc: x@example.org", fields=good)])
    delivery.run()
    assert states() == {State.FAILED: 7, State.SENT: 1}
    assert "is no e-mail address" in at("no-address").cause
    assert at("missing").cause == "The field “on” is missing."
    assert at("breaks").cause.startswith("The field “name” has a line break")
    assert at("script").cause == "The field “page” is no address of the web."
    assert at("noday").cause == "The field “on” is no day."
    assert at("named").cause.startswith("The field “name” has a line break")
    assert [mail["To"] for mail in sink.mails] == ["good@example.org"]


def test_a_letter_that_cannot_be_written_goes_to_nobody_and_says_why(db, letter, mail_server, settings):
    sink = mail_server()
    settings.MAIL_ATTACHMENT_LIMIT_MB = 1
    post(letter("one", "S", "Dear {{ who }}"), [Recipient("one@example.org")])
    post(letter("two", "S", "{{ field.name|upper }}"), [Recipient("two@example.org", fields={"name": "x"})])
    post(letter("three", "S", "{% broken %}"), [Recipient("three@example.org")])
    post("no-such-template", [Recipient("four@example.org")])
    post(
        letter("five", "S", "T"),
        [Recipient("five@example.org")],
        files=[File("big.pdf", "application/pdf", b"x" * 2**21)],
    )
    post(letter("six", "S", "T", mjml="<mjml><mj-body>"), [Recipient("six@example.org")])
    post(letter("seven", "S", "{{ key.door }}"), [Recipient("seven@example.org")])
    post(letter("good", "S", "T"), [Recipient("good@example.org")])
    delivery.run()
    assert at("one").cause == "The text names “who”, which it was not given."
    assert "changed by a filter" in at("two").cause
    assert "TemplateSyntaxError" in at("three").cause
    assert "TemplateDoesNotExist" in at("four").cause
    assert at("five").cause == "The attachment “big.pdf” is larger than 1 MB."
    assert at("six").state == State.FAILED
    assert at("seven").cause == "The key “door” is missing."
    assert len(sink.mails) == 1


def test_a_key_is_made_at_sending_and_stands_nowhere_before(db, letter, mail_server):
    sink = mail_server()
    opened = {1: "https://example.org/secret-1", 2: None}

    def door(number):
        if opened[number] is None:
            raise keys.Void("The door was closed meanwhile.")
        return opened[number]

    with mock.patch.dict(keys.MAKERS, {"door": door}):
        kind = letter("door", "S", "Come in:\n\n{% load letters %}{% action key.door 'Open' %}\n")
        post(kind, [Recipient(f"door{number}@example.org", keys={"door": ("door", number)}) for number in (1, 2)])
        stored = str(list(Message.objects.values()) + list(Letter.objects.values()))
        assert "secret" not in stored
        delivery.run()
    [mail] = sink.mails
    assert "https://example.org/secret-1" in mail.get_body(("plain",)).get_content()
    assert 'href="https://example.org/secret-1"' in mail.get_body(("html",)).get_content()
    assert (at("door2").state, at("door2").cause) == (State.FAILED, "The door was closed meanwhile.")
    assert "secret" not in str(list(Message.objects.values()) + list(Letter.objects.values()))


def test_what_makes_a_key_may_fail_and_the_rest_of_the_window_goes_out(db, letter, mail_server):
    sink = mail_server()

    def door(number):
        return "https://example.org/door" if number else 1 / number

    with mock.patch.dict(keys.MAKERS, {"door": door}):
        kind = letter("door", "S", "{{ key.door }}")
        post(kind, [Recipient(f"door{number}@example.org", keys={"door": ("door", number)}) for number in (1, 0, 2)])
        post(kind, [Recipient("nobody@example.org", keys={"door": ("no such maker", 1)})])
        delivery.run()
    assert states() == {State.SENT: 2, State.FAILED: 2}
    assert at("door0").cause == "ZeroDivisionError"
    assert len(sink.numbers) == 2


def test_a_notice_of_office_goes_before_the_newsletter_that_was_queued_earlier(db, notice, mail_server):
    sink = mail_server()
    queue(notice, "reader@example.org", stream="newsletter")
    queue(notice, "minister@example.org")
    delivery.run()
    assert [mail["To"] for mail in sink.mails] == ["minister@example.org", "reader@example.org"]


def test_what_a_dead_worker_was_sending_is_in_doubt_and_the_rest_is_sent_by_others(db, notice, mail_server, settings):
    settings.MAIL_WINDOW = 2
    sink = mail_server()
    queue(notice, *(f"reader{number}@example.org" for number in range(5)))
    claim = Claim.begin()
    assert len(Message.objects.take(claim)) == 2
    delivery.sweep()
    assert states() == {State.SENDING: 2, State.PENDING: 3}, "as long as the worker may live"
    Claim.objects.update(expires_at=timezone.now())
    delivery.sweep()
    delivery.run()
    assert states() == {State.IN_DOUBT: 2, State.SENT: 3}
    assert claim.worker in Message.objects.in_doubt().first().cause
    assert len(sink.numbers) == 3


def test_a_worker_that_was_taken_for_dead_settles_what_it_sent_all_the_same(db, notice, mail_server):
    mail_server()
    queue(notice, "reader@example.org", "lose-a@example.org", "refuse-a@example.org")
    with delivery.chosen() as backend:
        worker = delivery.Turn(Claim.begin(), backend)
        window = worker.next_window()
        worker.unsettled = worker.send(window)
        Claim.objects.update(expires_at=timezone.now())
        delivery.sweep()
        assert states() == {State.IN_DOUBT: 3}
        worker.end()
    assert {m.address.partition("@")[0]: m.state for m in Message.objects.all()} == {
        "reader": State.SENT,
        "lose-a": State.IN_DOUBT,
        "refuse-a": State.FAILED,
    }


def test_what_staff_would_send_again_is_not_if_the_worker_that_sent_it_comes_back(db, notice, mail_server):
    sink = mail_server()
    queue(notice, "reader@example.org")
    with delivery.chosen() as backend:
        worker = delivery.Turn(Claim.begin(), backend)
        worker.unsettled = worker.send(worker.next_window())
        Claim.objects.update(expires_at=timezone.now())
        delivery.sweep()
        at("reader").send_again(by=UserFactory(staff=True))
        worker.end()
    delivery.run()
    assert states() == {State.SENT: 1}
    assert len(sink.numbers) == 1


@pytest.mark.parametrize("commits_before_it_goes_away", [False, True])
def test_where_the_database_goes_away_at_the_commit_nothing_is_settled_wrongly_or_forgotten(
    transactional_db, notice, mail_server, settings, commits_before_it_goes_away
):
    settings.MAIL_WINDOW = 2
    sink = mail_server()
    with mock.patch("mailroom.outbox.wake"):
        queue(notice, *(f"reader{number}@example.org" for number in range(4)), "lose-a@example.org", "r@example.org")
    times, take = [], delivery.Turn.take

    def unsure(worker):
        times.append(worker)
        with transaction.atomic():
            window = take(worker)
            if len(times) % 2 and not commits_before_it_goes_away:
                raise OperationalError("terminating connection")
        if len(times) % 2:
            raise OperationalError("terminating connection")
        return window

    with mock.patch.object(delivery.Turn, "take", unsure), mock.patch("mailroom.delivery.sleep"):
        delivery.run()
    assert states() == {State.SENT: 5, State.IN_DOUBT: 1}
    assert "not yet answered" in at("lose").cause
    assert len(sink.numbers) == len(set(sink.numbers)) == 5


def test_two_workers_at_once_never_take_the_same(transactional_db, notice, mail_server, settings):
    settings.MAIL_WINDOW = 5
    sink = mail_server()
    with mock.patch("mailroom.outbox.wake"):
        queue(notice, *(f"reader{number}@example.org" for number in range(200)))

    def work():
        with mock.patch("mailroom.delivery.wake"):
            delivery.run()
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert states() == {State.SENT: 200}
    assert len(sink.numbers) == len(set(sink.numbers)) == 200


def test_staff_decide_what_is_in_doubt_and_what_is_sent_is_not_decided_again(db, notice, mail_server):
    sink = mail_server()
    officer = UserFactory(staff=True)
    queue(notice, "swallow-a@example.org", "lose-b@example.org", "lose-c@example.org")
    delivery.run()
    at("swallow").settle_as_sent(by=officer)
    at("lose-c").settle_as_failed(by=officer)
    Message.objects.filter(address="lose-b@example.org").update(address="b@example.org")
    again = at("b@")
    again.send_again(by=officer)
    delivery.run()
    assert {m.address: m.state for m in Message.objects.all()} == {
        "swallow-a@example.org": State.SENT,
        "lose-c@example.org": State.FAILED,
        "b@example.org": State.SENT,
    }
    assert sink.numbers[-1] == again.message_id, "under the Message-ID that it always had"
    assert at("swallow").history.first().history_user == officer
    for verb in (Message.send_again, Message.settle_as_sent, Message.settle_as_failed):
        with pytest.raises(ValidationError, match="nothing to decide"):
            verb(at("swallow"), by=officer)


def test_a_window_of_few_or_of_many_costs_the_same_number_of_statements(db, notice, mail_server):
    mail_server()
    counts = []
    for size in (2, 50):
        queue(notice, *(f"reader{number}@example.org" for number in range(size)))
        with CaptureQueriesContext(connection) as statements:
            delivery.run()
        counts.append(len(statements))
    assert counts[0] == counts[1]


def fell_silent():
    """The worker's time is over and the sweep has seen it."""
    Claim.objects.update(expires_at=timezone.now())
    delivery.sweep()


def test_a_worker_that_was_taken_for_dead_and_is_killed_later_leaves_its_next_window_in_doubt(
    db, notice, mail_server, settings
):
    settings.MAIL_WINDOW = 2
    mail_server()
    queue(notice, *(f"reader{number}@example.org" for number in range(4)))
    with delivery.chosen() as backend:
        worker = delivery.Turn(Claim.begin(), backend)
        worker.unsettled = worker.send(worker.next_window())
        fell_silent()
        assert len(worker.next_window()) == 2
    assert states() == {State.SENT: 2, State.SENDING: 2}
    fell_silent()
    assert states() == {State.SENT: 2, State.IN_DOUBT: 2}


def test_a_worker_that_was_taken_for_dead_within_a_window_leaves_the_rest_to_others(db, notice, mail_server, settings):
    settings.MAIL_CLAIM_SECONDS = 0
    sink = mail_server()
    queue(notice, *(f"reader{number}@example.org" for number in range(3)))
    with delivery.chosen() as backend:
        worker = delivery.Turn(Claim.begin(), backend)
        window = worker.next_window()
        deliver = backend.deliver

        def slow(mail, following):
            outcome = deliver(mail, following)
            fell_silent()
            return outcome

        with mock.patch.object(backend, "deliver", slow):
            worker.unsettled = worker.send(window)
        worker.end()
    assert states() == {State.SENT: 1, State.PENDING: 2}
    Message.objects.update(next_try_at=timezone.now())
    settings.MAIL_CLAIM_SECONDS = 60
    delivery.run()
    assert states() == {State.SENT: 3}
    assert len(sink.numbers) == len(set(sink.numbers)) == 3


def test_what_is_in_doubt_was_attempted_once(db, notice, mail_server):
    mail_server()
    queue(notice, "lose-a@example.org", "b@example.org", "later-c@example.org")
    delivery.run()
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def test_a_key_that_is_not_wanted_any_more_leaves_nothing_to_decide(db, letter, mail_server):
    def door(number):
        raise keys.Void("Confirmed meanwhile.")

    with mock.patch.dict(keys.MAKERS, {"door": door}):
        post(letter("door", "S", "{{ key.door }}"), [Recipient("a@example.org", keys={"door": ("door", 1)})])
        delivery.run()
    assert at("a@").state == State.FAILED
    assert not Message.objects.undecided().exists()


@pytest.mark.parametrize("address", ["\ud800@example.org", "a\x00@example.org", "x" * 400])
def test_no_address_rolls_back_the_act_that_posts_to_it(db, notice, address):
    queue(notice, address, "good@example.org")
    assert states() == {State.FAILED: 1, State.PENDING: 1}


def test_an_act_does_not_fail_because_the_queue_is_away(transactional_db, notice):
    with mock.patch("mailroom.tasks.send_waiting.delay", side_effect=PermissionError("var/queue")):
        queue(notice, "a@example.org")
    assert states() == {State.PENDING: 1}
