import re
from datetime import timedelta
from secrets import token_urlsafe
from time import monotonic
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mailroom import delivery
from mailroom.models import Claim, Message, Suppression
from mailroom.outbox import Recipient, post
from mailroom.subscriptions import SIGNER, behind
from tests.factories.mail import LetterFactory, MessageFactory

pytestmark = pytest.mark.django_db
State, Reason = Message.State, Suppression.Reason
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def message():
    return MessageFactory(subscription=True, sent=True, address="Reader@example.org")


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def address(message, name="unsubscribe"):
    return reverse(name, args=[SIGNER.sign(message.number.hex)])


def press(browser, message, act="unsubscribe"):
    """The button of the page, with what the page gave along."""
    page = browser.get(address(message))
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    return browser.post(address(message, act), {"csrfmiddlewaretoken": token}, headers={"origin": "http://testserver"})


def one_click(message):
    return Client(enforce_csrf_checks=True).post(address(message), ONE_CLICK)


def rows():
    return list(Suppression.objects.order_by("pk").values())


# to look changes nothing


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_nothing_but_a_post_unsubscribes(client, message, method):
    answer = getattr(client, method)(address(message))

    assert answer.status_code == (200 if method in {"get", "head"} else 405)
    assert rows() == []


def test_the_page_says_what_and_for_whom_and_hides_most_of_the_address(client, message):
    words = client.get(address(message)).content.decode()

    assert "Newsletter" in words
    assert "R…@example.org" in words
    assert "Reader@" not in words


def test_the_page_is_kept_by_nobody_found_by_nobody_and_told_to_nobody(client, message):
    page = client.get(address(message))

    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert (
        page["Referrer-Policy"] == "same-origin"
    )  # with "no-referrer" a browser names no origin, and no form is taken


# the button


def test_the_button_unsubscribes_and_the_page_says_so(browser, message):
    answer = press(browser, message)

    [suppression] = Suppression.objects.all()
    assert answer.url == address(message)
    assert (suppression.address, suppression.stream, suppression.reason, suppression.message) == (
        "reader@example.org",
        "newsletter",
        Reason.UNSUBSCRIBED,
        message,
    )
    assert "You are unsubscribed" in browser.get(address(message)).content.decode()


def test_a_form_from_elsewhere_unsubscribes_nobody(browser, message):
    browser.get(address(message))

    for body in ({}, {"List-Unsubscribe": "One-Click", "more": "x"}, {"List-Unsubscribe": "Two-Clicks"}):
        assert browser.post(address(message), body).status_code == 403
    assert browser.post(address(message, "unsubscribe_undo")).status_code == 403
    assert rows() == []


def test_a_second_press_changes_nothing_and_moves_no_date(browser, message):
    press(browser, message)
    before = rows()

    token = browser.cookies["csrftoken"].value
    browser.post(address(message), {"csrfmiddlewaretoken": token})
    one_click(message)

    assert rows() == before


def test_a_person_undoes_their_own_and_may_unsubscribe_anew(browser, message):
    press(browser, message)

    press(browser, message, "unsubscribe_undo")
    assert not Suppression.objects.standing().exists()
    assert "This mail comes to you again" in browser.get(address(message)).content.decode()

    press(browser, message)
    assert Suppression.objects.standing().count() == 1
    assert Suppression.objects.count() == 2


def test_undoing_twice_lifts_once(browser, message):
    press(browser, message)
    press(browser, message, "unsubscribe_undo")
    before = rows()

    Suppression.objects.undo(message)

    assert rows() == before


def test_who_complained_reads_so_and_may_take_it_back(browser, message):
    Suppression.objects.note(message, Reason.COMPLAINED)

    assert "marked as unwanted" in browser.get(address(message)).content.decode()
    press(browser, message, "unsubscribe_undo")

    assert not Suppression.objects.standing().exists()


def test_undoing_leaves_what_is_not_the_person_s_own(message):
    other = MessageFactory(subscription=True, address="other@example.org")
    digest = MessageFactory(letter=LetterFactory(stream="digest"), is_subscription=True, address=message.address)
    Suppression.objects.note(message, Reason.BOUNCED)
    Suppression.objects.note(other, Reason.UNSUBSCRIBED)
    Suppression.objects.note(digest, Reason.UNSUBSCRIBED)

    Suppression.objects.undo(message)

    assert Suppression.objects.standing().count() == 3


def test_the_office_lifts_a_bounce_and_never_an_unsubscribe(secretary, message):
    for reason in Reason.values:
        Suppression.objects.note(message, reason)
    unsubscribed, bounced, complained = (Suppression.objects.get(reason=reason) for reason in Reason.values)

    bounced.lift(by=secretary)
    for suppression in (unsubscribed, complained):
        with pytest.raises(ValidationError, match="Only the person behind"):
            suppression.lift(by=secretary)

    assert set(Suppression.objects.standing()) == {unsubscribed, complained}


# the mail program's own button (RFC 8058)


@pytest.mark.parametrize("shape", ["multipart", "form"])
def test_one_click_needs_no_cookie_and_answers_in_few_words(message, shape):
    body = {"data": ONE_CLICK}
    if shape == "form":
        body = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}

    answer = Client(enforce_csrf_checks=True).post(address(message), **body)

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert len(answer.content.split()) < 10
    assert not answer.cookies
    assert Suppression.objects.standing().get().reason == Reason.UNSUBSCRIBED


def test_the_address_is_the_one_that_the_mail_gives(settings):
    post_to("reader@example.org")
    delivery.run()

    [sent] = mail.outbox
    link = sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Client(enforce_csrf_checks=True).post(link, ONE_CLICK).status_code == 200
    assert Suppression.objects.standing().get().address == "reader@example.org"


def test_a_scanner_that_follows_the_link_again_takes_no_undoing_back(browser, message):
    one_click(message)
    press(browser, message, "unsubscribe_undo")
    before = rows()

    answer = one_click(message)

    assert answer.status_code == 200
    assert rows() == before
    press(browser, message)
    assert Suppression.objects.standing().count() == 1


def test_one_click_of_a_later_mail_counts_after_an_undoing(browser, message):
    one_click(message)
    press(browser, message, "unsubscribe_undo")

    one_click(MessageFactory(letter=message.letter, is_subscription=True, sent=True, address=message.address))

    assert Suppression.objects.standing().count() == 1


# forged links


def forged(message):
    number = message.number.hex
    good = SIGNER.sign(number)
    yield number
    yield f"{number}:"
    yield f":{good.partition(':')[2]}"
    yield Signer(salt="another").sign(number)
    yield Signer(key="another key", salt=SIGNER.salt).sign(number)
    yield SIGNER.sign("0" * 32)
    yield SIGNER.sign("no number")
    yield SIGNER.sign(str(message.pk))
    for place in range(len(good)):
        yield good[:place]
        for letter in ("A", "z", "0", "-"):
            yield good[:place] + letter + good[place + 1 :]


def test_ten_thousand_forged_or_replayed_links_change_nothing(browser, message):
    one_click(message)
    Suppression.objects.undo(message)
    before = rows()
    good = SIGNER.sign(message.number.hex)

    for token in {token for token in forged(message) if token and token != good}:
        assert browser.post(f"/mail/unsubscribe/{token}/", ONE_CLICK).status_code == 404, token
    for turn in range(10_000):
        number = message.number.hex if turn % 2 else uuid4().hex
        assert behind(f"{number}:{token_urlsafe(32)}") is None
    for _replay in range(100):
        assert one_click(message).status_code == 200

    assert rows() == before


def test_a_forged_link_is_told_in_words_and_reveals_nothing(client, message):
    cut = client.get(address(message)[:-9] + "/")
    unknown = client.get(f"/mail/unsubscribe/{SIGNER.sign('0' * 32)}/")

    assert cut.status_code == unknown.status_code == 404
    assert "This link is not complete" in cut.content.decode()
    strip = re.compile("give this number: [0-9a-f]+")
    assert strip.sub("", cut.content.decode()) == strip.sub("", unknown.content.decode())


def test_a_notice_of_office_has_no_link(client):
    notice = MessageFactory(sent=True)

    assert client.get(address(notice)).status_code == 404
    assert one_click(notice).status_code == 404
    assert rows() == []


# what waits already


def post_to(*addresses, stream="newsletter"):
    recipients = [Recipient(address=address) for address in addresses]
    words = {"subject": "mail/note.subject.txt", "text": "mail/note.txt"}
    post("mail/note", recipients, stream=stream, **words)


@pytest.fixture(autouse=True)
def words(tmp_path, settings):
    folder = tmp_path / "words" / "mail"
    folder.mkdir(parents=True)
    (folder / "note.subject.txt").write_text("A note")
    (folder / "note.txt").write_text("Good day.\n")
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder.parent]} for engine in settings.TEMPLATES]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def stop(message, reason):
    if reason == Reason.UNSUBSCRIBED:
        one_click(message)
    else:
        Suppression.objects.note(message, reason)


@pytest.mark.parametrize("reason", Reason.values)
def test_what_waits_for_that_address_is_not_sent_any_more(reason):
    post_to("Reader@example.org", "other@example.org")

    stop(Message.objects.get(address="Reader@example.org"), reason)
    delivery.run()

    assert [sent.to for sent in mail.outbox] == [["other@example.org"]]
    assert Message.objects.get(address="Reader@example.org").state == State.SUPPRESSED


@pytest.mark.parametrize("reason", Reason.values)
def test_an_unsubscribe_while_the_worker_is_at_work_still_counts(settings, reason):
    settings.MAIL_WINDOW = 1
    post_to("first@example.org", "second@example.org")
    second = Message.objects.get(address="second@example.org")

    class Backend(delivery.chosen().__class__):
        def send(self, mails):
            yield from super().send(mails)
            stop(second, reason)

    with Backend(delivery.chosen().backend) as backend:
        delivery.Turn(Claim.begin(), backend).work(until=monotonic() + 60)

    assert [sent.to for sent in mail.outbox] == [["first@example.org"]]
    second.refresh_from_db()
    assert second.state == State.SUPPRESSED


@pytest.mark.parametrize(("reason", "arrives"), [("unsubscribed", True), ("bounced", False), ("complained", False)])
def test_an_unsubscribe_is_of_one_subscription_and_a_bounce_or_complaint_of_all(message, reason, arrives):
    stop(message, reason)

    post_to(message.address, stream="digest")
    delivery.run()

    assert (len(mail.outbox) == 1) is arrives


@pytest.mark.parametrize("reason", Reason.values)
def test_notices_of_office_are_delivered_all_the_same(message, reason):
    stop(message, reason)

    post_to(message.address, stream="")
    delivery.run()

    assert len(mail.outbox) == 1


def test_after_an_undoing_it_is_sent_again(message):
    stop(message, Reason.UNSUBSCRIBED)
    Suppression.objects.undo(message)

    post_to(message.address)
    delivery.run()

    assert len(mail.outbox) == 1


# the register of suppressed addresses


def test_an_address_is_kept_in_lower_case(message):
    with pytest.raises(IntegrityError):
        Suppression.objects.create(address="Reader@example.org", reason=Reason.BOUNCED)


def test_an_address_as_long_as_a_message_may_have_can_be_suppressed():
    message = MessageFactory(address="x" * 60 + "@" + ".".join(["y" * 60] * 4) + ".org")

    Suppression.objects.note(message, Reason.BOUNCED)

    Suppression.objects.get().clean_fields(exclude={"lifted_at", "lifted_by"})


def test_a_bounce_after_the_office_sent_it_again_counts_anew(secretary, message):
    message.come_back("550 5.1.1 No such user", is_of_nobody=True)
    message.refresh_from_db()
    Suppression.objects.get().lift(by=secretary)
    message.come_back("550 5.1.1 No such user", is_of_nobody=True)
    assert not Suppression.objects.standing().exists()

    message.send_again(by=secretary)
    later = timezone.now() + timedelta(seconds=1)
    Message.objects.filter(pk=message.pk).update(state=State.SENT, settled_at=later)
    message.come_back("550 5.1.1 No such user", is_of_nobody=True)

    assert Suppression.objects.standing().count() == 1


def test_an_address_that_staff_suppress_is_kept_as_the_messages_have_it():
    suppression = Suppression(address="Reader@Bücher.example.org", reason=Reason.UNSUBSCRIBED)
    suppression.clean()
    assert suppression.address == "reader@xn--bcher-kva.example.org"
