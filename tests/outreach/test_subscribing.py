"""The reader's door: nothing comes before the owner of an address has pressed a button, and all stops by another."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.happenings import Topic
from mailroom import keys
from mailroom.models import Message, Suppression
from mailroom.subscriptions import unsubscribe_link
from outreach.mail import CONFIRMING, PREFERRING, preferences_link
from outreach.models import Subscriber
from outreach.models.subscriber import CONSENT
from tests.factories.outreach import NewsletterFactory, SubscriberFactory, sent_out

pytestmark = pytest.mark.django_db
WISH = {"address": "ana@example.org", "name": "", "language": "fr", "topics": ["plans", "funds"], "consent": "on"}
Reason = Suppression.Reason


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def reader():
    return SubscriberFactory(address="ana@example.org", name="Ana Example", topics=["plans"])


def ask(client, **wish):
    return client.post(reverse("subscribe"), {**WISH, **wish}, follow=True)


def confirming(reader, name="subscription_confirm"):
    return reverse(name, args=[CONFIRMING.sign(reader.number.hex)])


def choosing(reader, name="subscription"):
    return reverse(name, args=[PREFERRING.sign(reader.number.hex)])


def press(browser, page, act=None, **answers):
    """The button of a page, with what the page gave along."""
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(page).content.decode())[1]
    origin = {"origin": "http://testserver"}
    return browser.post(act or page, {"csrfmiddlewaretoken": token, **answers}, headers=origin, follow=True)


def words(answer):
    return " ".join(answer.content.decode().split())


def links(mail):
    return re.findall(r"https?://\S+", mail.body)


# to ask


def test_a_reader_asks_confirms_by_the_mail_and_reads(browser, delivered, settings):
    asked = press(browser, reverse("subscribe"), **WISH)
    assert "Look into your mailbox" in words(asked)

    [mail] = delivered()
    page = next(link for link in links(mail) if "confirm" in link).removeprefix(settings.SITE_URL)
    assert "Shall the newsletter come to you?" in words(browser.get(page))
    assert not Subscriber.objects.confirmed().exists()
    confirmed = press(browser, page)

    assert "You are subscribed" in words(confirmed)
    assert "National plans and regional strategies; Trust Fund" in words(confirmed)
    reader = Subscriber.objects.reading().get()
    assert (reader.address, reader.language, reader.topics) == ("ana@example.org", "fr", ["plans", "funds"])
    assert [(consent.what, consent.wording) for consent in reader.consents.all()] == [
        ("asked", str(CONSENT)),
        ("confirmed", ""),
    ]
    assert preferences_link(reader.number.hex).removeprefix(settings.SITE_URL) in words(confirmed)


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(client, reader):
    new = ask(client, address="new@example.org")
    known = ask(client)
    at_once_again = ask(client)

    assert new.redirect_chain == known.redirect_chain == at_once_again.redirect_chain
    nonce = re.compile('value="[^"]{64}"')
    assert len({nonce.sub("", words(answer)) for answer in (new, known, at_once_again)}) == 1


def test_who_reads_already_learns_so_by_the_mail_alone(client, reader, delivered, settings):
    ask(client, name="Somebody else", topics=["next"])

    [mail] = delivered()
    assert mail.subject == "You get the newsletter already"
    assert preferences_link(reader.number.hex) in links(mail)
    reader.refresh_from_db()
    assert (reader.name, reader.topics) == ("Ana Example", ["plans"])


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"address": "ana@"}, "is no e-mail address"),
        ({"address": ""}, "Write the address to which"),
        ({"address": "ana@example.org\nBcc: all@example.org"}, "is no e-mail address"),
        ({"address": "a" * 300 + "@example.org"}, "at most 254 characters"),
        ({"topics": []}, "Tick at least one topic"),
        ({"topics": ["plans", "secrets"]}, "secrets is not one of the available choices"),
        ({"language": "xx"}, "xx is not one of the available choices"),
        ({"consent": ""}, "Tick this as well"),
        ({"name": "Ana\u202eelpmaxE"}, "invisible character"),
        ({"name": "A" * 201}, "at most 200 characters"),
        ({"name": "Ana\0"}, "Null characters are not allowed"),
    ],
)
def test_what_does_not_hold_gets_words_at_its_field_and_nothing_is_kept(client, wish, said):
    answer = ask(client, **wish)

    [field] = wish
    assert any(said in error for error in answer.context["form"].errors[field])
    assert not Subscriber.objects.exists()
    assert not Message.objects.exists()


def test_a_mailbox_is_spared_a_second_mail_within_ten_minutes(client):
    for address in ("ana@example.org", " ANA@Example.org "):
        ask(client, address=address)
    assert Message.objects.count() == 1

    Subscriber.objects.get().consents.update(at=timezone.now() - Subscriber.PAUSE)
    ask(client)

    assert Message.objects.count() == 2


def test_a_mailbox_gets_five_such_mails_in_a_day_at_most(client):
    for hours in range(8):
        ask(client)
        consents = Subscriber.objects.get().consents
        consents.filter(at__gte=timezone.now() - Subscriber.PAUSE).update(
            at=timezone.now() - timedelta(hours=hours + 1)
        )

    assert Message.objects.count() == Subscriber.MOST_A_DAY


def test_one_visitor_asks_thirty_times_an_hour_and_not_more(client):
    answers = [ask(client, address=f"reader-{number}@example.org").status_code for number in range(31)]

    assert answers == [200] * 30 + [429]
    assert Subscriber.objects.count() == 30
    assert client.get(reverse("subscribe")).status_code == 200


def test_who_corrects_what_they_asked_for_gets_the_corrected_thing(client):
    ask(client)
    ask(client, language="es", topics=Topic.values)

    reader = Subscriber.objects.get()
    assert (reader.language, reader.topics) == ("es", [])


def test_words_of_a_stranger_stand_in_no_header_and_no_text_of_the_mail(client, delivered):
    ask(client, name="{{ key.confirm }} Buy at http://example.org/now {% debug %}")

    [mail] = delivered()
    html = mail.alternatives[0][0]
    assert mail.to == ["ana@example.org"]
    assert not [part for part in (mail.subject, mail.body, html) if "Buy at" in part or "{" in part.split("<body")[-1]]


# to confirm


def test_a_scanner_of_mail_that_opens_the_link_confirms_nothing(client):
    reader = SubscriberFactory(asked=True)

    for method in (client.get, client.head):
        assert method(confirming(reader)).status_code == 200

    assert not Subscriber.objects.confirmed().exists()


def test_a_press_without_the_page_s_own_token_confirms_nothing(browser):
    reader = SubscriberFactory(asked=True)

    assert browser.post(confirming(reader)).status_code == 403

    assert not Subscriber.objects.confirmed().exists()


def test_a_second_press_changes_nothing_and_says_so(client):
    reader = SubscriberFactory(asked=True)
    for _press in range(2):
        assert "You are subscribed" in words(client.post(confirming(reader), follow=True))

    assert [consent.what for consent in reader.consents.all()] == ["confirmed"]


def test_a_link_that_is_too_old_cut_or_of_nobody_is_told_with_a_way_on(client, reader, monkeypatch):
    good = confirming(reader)
    gone = SubscriberFactory(asked=True)
    of_nobody = confirming(gone)
    gone.delete()

    assert client.get(good).status_code == 200
    other = reverse("subscription_confirm", args=[PREFERRING.sign(reader.number.hex)])
    for link in (good[:-4] + "/", "/subscribe/confirm/x/", "/subscribe/confirm/%00%ff/", of_nobody, other):
        for answer in (client.get(link), client.post(link)):
            assert answer.status_code == 410
            assert reverse("subscribe") in words(answer)
    later = (timezone.now() + Subscriber.KEPT_UNCONFIRMED).timestamp() + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(good).status_code == 410


# to choose, to leave, to return


def test_a_reader_chooses_and_the_consent_tells_it(browser, reader):
    answer = press(browser, choosing(reader), name="Ana", language="ar", topics=["next", "members"])

    reader.refresh_from_db()
    assert "Your choices are saved" in words(answer)
    assert (reader.name, reader.language, reader.topics) == ("Ana", "ar", ["members", "next"])
    assert [(row.what, row.source) for row in reader.consents.all()] == [
        ("changed", "Members of the Alliance, What is due next")
    ]


def test_to_tick_none_is_refused_and_changes_nothing(client, reader):
    answer = client.post(choosing(reader), {"name": "Ana", "language": "en"})

    assert "Tick at least one topic" in words(answer)
    assert not reader.consents.exists()


def test_a_reader_leaves_at_once_and_undoes_it(browser, reader):
    for _press in range(2):
        left = press(browser, choosing(reader), choosing(reader, "subscription_leave"))
    assert "You unsubscribed on" in words(left)
    assert Suppression.objects.standing().get().address == "ana@example.org"

    returned = press(browser, choosing(reader), choosing(reader, "subscription_return"))
    assert "does not come to you" not in words(returned)
    assert not Suppression.objects.standing().exists()
    assert [row.what for row in reader.consents.all()] == ["left", "returned"]


@pytest.mark.parametrize("name", ["subscription_leave", "subscription_return", "subscription_erase"])
def test_to_open_a_link_neither_leaves_nor_erases(browser, reader, name):
    before = (Suppression.objects.count(), Subscriber.objects.count())

    assert browser.get(choosing(reader, name)).status_code in {200, 405}
    assert browser.post(choosing(reader, name)).status_code == 403

    assert (Suppression.objects.count(), Subscriber.objects.count()) == before


def test_the_mail_program_s_own_button_needs_no_cookie_and_shows_on_the_reader_s_page(client, reader):
    sent_out(NewsletterFactory(told=1))
    message = Message.objects.get(address=reader.address)
    link = unsubscribe_link(message)

    answer = Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert "You unsubscribed on" in words(client.get(choosing(reader)))
    assert "does not come to you" not in words(client.post(choosing(reader, "subscription_return"), follow=True))


def test_a_bounce_is_told_and_not_undone_by_a_press(client, reader):
    Suppression.objects.create(address=reader.address, reason=Reason.BOUNCED)

    page = words(client.get(choosing(reader)))
    assert "a mail came back" in page
    assert "Undo" not in page
    client.post(choosing(reader, "subscription_return"))

    assert Suppression.objects.standing().exists()


def test_the_link_of_an_issue_is_made_at_sending_and_leads_to_the_reader_s_own_page(client, reader, delivered):
    sent_out(NewsletterFactory(told=1))

    [mail] = delivered()
    assert preferences_link(reader.number.hex) in links(mail)
    assert "ana@example.org" in words(client.get(choosing(reader)))
    assert PREFERRING.sign(reader.number.hex) not in json.dumps(Message.objects.get().keys)


@pytest.mark.parametrize("name", ["subscription", "subscription_data", "subscription_erase"])
def test_the_reader_s_pages_are_kept_found_and_told_by_nobody(client, reader, name):
    page = client.get(choosing(reader, name))

    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "name", ["subscription", "subscription_leave", "subscription_return", "subscription_data", "subscription_erase"]
)
def test_another_reader_s_page_does_not_open_by_a_made_up_link(client, reader, name):
    unconfirmed = SubscriberFactory(asked=True)
    tokens = [reader.number.hex, CONFIRMING.sign(reader.number.hex), PREFERRING.sign("x"), "%00", "é"]

    for link in [*(reverse(name, args=[token]) for token in tokens), choosing(unconfirmed, name)]:
        answers = [client.post(link)] if name.endswith(("leave", "return")) else [client.get(link)]
        assert {answer.status_code for answer in answers} == {410}, link
    assert Subscriber.objects.count() == 2


def test_no_key_is_made_for_a_reader_who_is_gone(reader):
    number = reader.pk
    reader.erase()

    with pytest.raises(keys.Void):
        keys.made(["outreach.confirm", number])
