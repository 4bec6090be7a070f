"""One delivery to each address and issue, of what it has chosen, in its language, until it is stopped."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from mailroom import delivery
from mailroom.models import Letter, Message, Suppression
from outreach.mailing import send_test
from outreach.models import Subscriber
from tests.factories import FocalPointFactory, UserFactory
from tests.factories.mail import SuppressionFactory
from tests.factories.outreach import BlockFactory, NewsletterFactory, SubscriberFactory, scheduled, sent_out
from tests.postbox import addresses

pytestmark = pytest.mark.django_db
State = Message.State


@pytest.fixture
def newsletter():
    newsletter = NewsletterFactory()
    for topic in ("plans", "funds"):
        BlockFactory(edition=newsletter.main, topic=topic, heading=f"Of {topic}")
    return newsletter


def states():
    return dict(Message.objects.values_list("address", "state"))


def test_focal_points_get_it_as_a_notice_of_office_and_readers_as_a_subscription(newsletter, delivered):
    person = FocalPointFactory(person__office_email="focal@example.org").person
    SubscriberFactory(address="reader@example.org")

    sent_out(newsletter)

    mails = {mail.to[0].rpartition("<")[2].strip(">"): mail for mail in delivered()}
    assert set(mails) == {"focal@example.org", "reader@example.org"}
    assert "you are a focal point" in mails["focal@example.org"].body
    assert "List-Unsubscribe" not in mails["focal@example.org"].extra_headers
    assert mails["reader@example.org"].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert person.name in mails["focal@example.org"].to[0]


def test_whoever_is_both_gets_one(newsletter, delivered):
    FocalPointFactory(person__office_email="Both@example.org")
    SubscriberFactory(address="both@example.org")

    sent_out(newsletter)

    assert addresses(delivered()) == ["Both@example.org"]


def test_a_focal_point_of_a_hidden_member_or_of_the_demonstration_gets_nothing(newsletter):
    hidden = FocalPointFactory(person__office_email="hidden@example.org").member
    type(hidden).objects.filter(pk=hidden.pk).update(public_status="")
    FocalPointFactory(person__office_email="shown@example.org", person__is_demonstration=True)

    sent_out(newsletter)

    assert not Message.objects.exists()


def test_a_reader_gets_the_topics_that_were_chosen_and_no_letter_without_any(newsletter, delivered):
    SubscriberFactory(address="all@example.org")
    SubscriberFactory(address="funds@example.org", topics=["funds"])
    SubscriberFactory(address="forums@example.org", topics=["forums"])

    sent_out(newsletter)

    mails = {mail.to[0]: mail for mail in delivered()}
    assert set(mails) == {"all@example.org", "funds@example.org"}
    assert "Of plans" in mails["all@example.org"].body
    assert "Of plans" not in mails["funds@example.org"].body
    assert "Of funds" in mails["funds@example.org"].alternatives[0].content


def test_a_reader_gets_its_language_where_it_is_written_and_else_the_main_one(newsletter, delivered):
    arabic = newsletter.main.translate("ar", by=UserFactory(staff=True))
    for block in arabic.blocks.all():
        block.rewrite(by=None, heading="خطط وطنية", text="خطة وطنية")
    SubscriberFactory(address="ar@example.org", language="ar")
    SubscriberFactory(address="fr@example.org", language="fr")
    FocalPointFactory(person__office_email="office@example.org", person__languages=["ar", "en"])

    sent_out(newsletter)

    mails = {mail.to[0].rpartition("<")[2].strip(">"): mail for mail in delivered()}
    assert len(mails) == 3
    assert "خطط وطنية" in mails["ar@example.org"].body
    assert "خطط وطنية" in mails["office@example.org"].body
    assert "خطط وطنية" not in mails["fr@example.org"].body
    assert 'dir="rtl"' in mails["ar@example.org"].alternatives[0].content


@pytest.mark.parametrize("reason", Suppression.Reason.values)
def test_whoever_unsubscribed_bounced_or_complained_gets_nothing(newsletter, reason):
    SubscriberFactory(address="gone@example.org")
    SuppressionFactory(address="gone@example.org", reason=reason)

    sent_out(newsletter)

    assert states() == {}


def test_whoever_leaves_after_it_was_queued_gets_nothing_either(newsletter, delivered):
    SubscriberFactory(address="gone@example.org")
    sent_out(newsletter)
    SuppressionFactory(address="gone@example.org", reason="unsubscribed", stream="newsletter")

    assert not delivered()
    assert states() == {"gone@example.org": State.SUPPRESSED}


def test_who_has_not_confirmed_gets_nothing(newsletter):
    SubscriberFactory(asked=True)

    sent_out(newsletter)

    assert not Message.objects.exists()


def test_the_header_unsubscribes_by_a_bare_post_without_cookies(newsletter, delivered):
    SubscriberFactory(address="reader@example.org")
    sent_out(newsletter)
    header = delivered()[0].extra_headers["List-Unsubscribe"]
    path = re.fullmatch(r"<http://127.0.0.1:8000(/\S+)>", header)[1]

    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.cookies) == (200, {})
    assert Suppression.objects.standing().get().address == "reader@example.org"
    sent_out(NewsletterFactory(told=1))
    assert addresses(delivered()) == ["reader@example.org"], "the first issue and no other"


def test_a_test_goes_to_whoever_asks_and_counts_as_no_delivery(newsletter, delivered):
    SubscriberFactory(address="reader@example.org")
    tester = UserFactory(staff=True, email="tester@example.org")

    send_test(newsletter.main, by=tester)
    send_test(newsletter.main, by=tester)

    mails = delivered()
    assert addresses(mails) == ["tester@example.org"] * 2
    assert mails[0].subject == f"[Test] {newsletter.main.subject}"
    assert "nobody else has been sent it" in mails[0].body
    assert not newsletter.letters.exists()


def test_a_pause_holds_back_what_waits_and_resuming_leaves_out_nobody_and_nobody_gets_two(newsletter, delivered):
    SubscriberFactory.create_batch(7)
    sent_out(newsletter)

    newsletter.pause(by=None, note="a name is wrong")
    assert not delivered()
    assert {*states().values()} == {State.HELD}
    newsletter.resume(by=None)
    newsletter.pause(by=None)
    newsletter.resume(by=None)

    mails = delivered()
    delivery.run()
    assert len(mails) == len({*addresses(mails)}) == 7


def test_what_a_worker_puts_back_during_a_pause_waits_too(newsletter, delivered):
    """A mail server that said “later” gave the message back to the queue after everything else was held."""
    SubscriberFactory()
    sent_out(newsletter)
    newsletter.pause(by=None)
    Message.objects.update(state=State.PENDING, attempts=1)

    assert not delivered()
    assert {*states().values()} == {State.HELD}
    newsletter.resume(by=None)
    assert len(delivered()) == 1


def test_what_is_stopped_reaches_nobody_any_more_and_nobody_sends_it_again(newsletter, delivered):
    SubscriberFactory(address="early@example.org")
    sent_out(newsletter)
    delivered()
    late = Message.objects.create(letter=Letter.objects.get(), address="late@example.org", is_subscription=True)

    newsletter.stop(by=None, note="wrong")

    assert len(delivered()) == 1
    assert states() == {"early@example.org": State.SENT, "late@example.org": State.STOPPED}
    Message.objects.filter(pk=late.pk).update(state=State.FAILED)
    late.refresh_from_db()
    with pytest.raises(ValidationError, match="This letter is stopped"):
        late.send_again(by=None)


def test_a_pause_of_days_gives_each_message_its_whole_time(newsletter):
    SubscriberFactory()
    sent_out(newsletter)
    newsletter.pause(by=None)
    Message.objects.update(queued_at=timezone.now() - timedelta(days=9))

    newsletter.resume(by=None)

    assert timezone.now() - Message.objects.get().queued_at < timedelta(minutes=1)


def test_a_thousand_readers_are_queued_in_the_statements_of_ten(newsletter, django_assert_max_num_queries):
    SubscriberFactory.create_batch(10)
    scheduled(newsletter)
    SubscriberFactory._meta.model.objects.bulk_create(
        SubscriberFactory.build(address=f"more-{n}@example.org") for n in range(990)
    )

    with django_assert_max_num_queries(60):
        newsletter.enqueue()

    assert Message.objects.count() == 1000


def test_the_key_of_a_message_does_not_tell_its_address(newsletter):
    SubscriberFactory(address="reader@example.org")

    sent_out(newsletter)

    assert "reader" not in Message.objects.get().key


def test_one_mailbox_gets_one_however_its_domain_is_written(newsletter, delivered):
    FocalPointFactory(person__office_email="ada@bücher.example")
    SubscriberFactory(address="ada@xn--bcher-kva.example")

    sent_out(newsletter)

    assert len(delivered()) == 1


def test_the_link_of_an_issue_opens_nothing_once_its_reader_is_erased(client, newsletter, delivered):
    reader = SubscriberFactory(address="reader@example.org")
    sent_out(newsletter)
    path = re.search(r"http://127.0.0.1:8000(/mail/unsubscribe/\S+)", delivered()[0].body)[1]
    reader.erase()

    answer = client.post(path, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 404
    assert not Suppression.objects.filter(address="").exists()


def test_whoever_complained_is_not_even_asked(delivered):
    SuppressionFactory(address="gone@example.org", reason="complained")

    Subscriber.ask(address="gone@example.org", wording="I should like to read it.", source="form")

    assert not delivered()
