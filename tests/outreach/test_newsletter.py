"""An issue goes from one person to a second, into a window, out of the mailroom, and never late."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from mailroom.models import Message
from outreach import tasks
from outreach.mailing import composed
from outreach.models import Newsletter
from tests.factories import UserFactory
from tests.factories.outreach import BlockFactory, NewsletterFactory, SubscriberFactory, approved, scheduled, sent_out
from tests.postbox import addresses

pytestmark = pytest.mark.django_db
Status = Newsletter.Status


@pytest.fixture
def newsletter():
    return NewsletterFactory(told=2)


@pytest.fixture
def secretary():
    return UserFactory(staff=True)


def window(opens=-1, closes=60):
    now = timezone.now()
    return {"opens_at": now + timedelta(minutes=opens), "closes_at": now + timedelta(minutes=closes)}


def test_nobody_approves_what_they_submitted_themselves(newsletter, secretary):
    newsletter.submit(by=secretary)

    with pytest.raises(ValidationError, match="a second person approves it"):
        newsletter.approve(by=secretary, seen=newsletter.version)

    assert Newsletter.objects.get().status == Status.SUBMITTED


def test_what_is_not_approved_is_not_scheduled(newsletter, secretary):
    newsletter.submit(by=secretary)

    with pytest.raises(ValidationError, match="is waits for approval and cannot become scheduled"):
        newsletter.schedule(by=secretary, seen=newsletter.version, **window())


def test_what_nobody_has_seen_is_neither_approved_nor_scheduled(newsletter, secretary):
    other = UserFactory(staff=True)
    newsletter.submit(by=secretary)
    seen = newsletter.version
    newsletter.take_back(by=secretary)
    newsletter.main.blocks.last().drop(by=secretary)
    newsletter.submit(by=secretary)

    with pytest.raises(ValidationError, match="was changed after you opened it"):
        newsletter.approve(by=other, seen=seen)
    newsletter.approve(by=other, seen=newsletter.version)
    with pytest.raises(ValidationError, match="was changed after you opened it"):
        newsletter.schedule(by=other, seen=seen, **window())

    assert Newsletter.objects.get().status == Status.APPROVED


def test_every_word_of_an_issue_is_in_its_version(newsletter, secretary):
    first, second = newsletter.main.blocks.all()
    changes = [
        lambda: first.rewrite(by=secretary, text="Other."),
        lambda: newsletter.main.rewrite(by=secretary, subject="Another subject"),
        lambda: second.move(-1, by=secretary),
        lambda: newsletter.main.translate("fr", by=secretary),
        lambda: newsletter.editions.get(language="fr").blocks.first().rewrite(by=secretary, heading="Titre"),
        lambda: newsletter.address_to(to_focal_points=True, to_subscribers=False, by=secretary),
        lambda: second.drop(by=secretary),
    ]
    versions = [newsletter.version]
    for change in changes:
        change()
        versions.append(newsletter.version)

    assert len({*versions}) == len(changes) + 1
    BlockFactory(edition=NewsletterFactory().main)
    assert newsletter.version == versions[-1], "of another issue"


def test_what_was_read_stays_as_it_was_read(newsletter, secretary):
    newsletter.submit(by=secretary)
    block = newsletter.main.blocks.first()

    with pytest.raises(ValidationError, match="take it back to a draft"):
        block.rewrite(by=secretary, text="Something else.")
    with pytest.raises(ValidationError, match="take it back to a draft"):
        newsletter.main.add(by=secretary, heading="More", text="Of it.")

    block.refresh_from_db()
    assert block.text != "Something else."


def test_what_is_taken_back_is_approved_anew(newsletter, secretary):
    approved(newsletter)
    newsletter.take_back(by=secretary, note="a name is wrong")

    newsletter.submit(by=secretary)

    assert newsletter.approved_by is None
    with pytest.raises(ValidationError, match="a second person"):
        newsletter.approve(by=secretary, seen=newsletter.version)


@pytest.mark.parametrize(
    ("times", "refusal"),
    [
        (window(-60, -30), "over already"),
        (window(60, 30), "closes before it opens"),
        (window(0, 5), "a quarter of an hour"),
    ],
)
def test_a_window_that_cannot_be_kept_is_refused(newsletter, times, refusal):
    approved(newsletter)

    with pytest.raises(ValidationError, match=refusal):
        newsletter.schedule(by=None, seen=newsletter.version, **times)


def test_it_goes_out_when_its_window_opens(newsletter):
    SubscriberFactory()
    approved(newsletter).schedule(by=None, seen=newsletter.version, **window(10, 60))

    tasks.send_newsletters()
    assert not Message.objects.exists(), "not before"
    Newsletter.objects.update(opens_at=timezone.now())
    tasks.send_newsletters()

    newsletter.refresh_from_db()
    assert newsletter.status == Status.SENDING
    assert Message.objects.count() == 1


def test_a_window_that_was_missed_asks_again_instead_of_sending_late(newsletter, settings, delivered):
    settings.SECRETARIAT_EMAIL = "office@example.org"
    SubscriberFactory()
    scheduled(newsletter)
    Newsletter.objects.update(opens_at=timezone.now() - timedelta(hours=2), closes_at=timezone.now())

    tasks.send_newsletters()
    tasks.send_newsletters()

    newsletter.refresh_from_db()
    assert newsletter.status == Status.MISSED
    assert addresses(delivered()) == ["office@example.org"]
    assert "it is not sent late" in delivered()[0].body
    newsletter.schedule(by=None, seen=newsletter.version, **window())
    tasks.send_newsletters()
    assert Newsletter.objects.get().status == Status.SENDING


def test_it_is_sent_once_nothing_waits(newsletter, delivered):
    SubscriberFactory()
    sent_out(newsletter)

    tasks.send_newsletters()
    assert Newsletter.objects.get().status == Status.SENDING
    delivered()
    tasks.send_newsletters()

    assert Newsletter.objects.get().status == Status.SENT


def test_it_is_in_the_archive_once_it_goes_out_and_not_when_it_is_stopped(newsletter):
    assert not Newsletter.objects.published()

    sent_out(newsletter)
    assert [*Newsletter.objects.published()] == [newsletter]

    newsletter.stop(by=None, note="wrong names")
    assert not Newsletter.objects.published()


def test_two_workers_send_it_once(newsletter):
    SubscriberFactory()
    scheduled(newsletter)
    other = Newsletter.objects.get()

    newsletter.enqueue()
    with pytest.raises(ValidationError, match="is being sent already"):
        other.enqueue()

    assert Message.objects.count() == 1


def test_blocks_are_put_into_another_order(newsletter, secretary):
    first, second = newsletter.main.blocks.all()

    second.move(-1, by=secretary)
    assert [*newsletter.main.blocks.all()] == [second, first]

    second.move(+7, by=secretary)
    assert [*newsletter.main.blocks.all()] == [first, second]
    assert [*newsletter.main.blocks.values_list("position", flat=True)] == [1, 2]


def test_a_block_of_ones_own_stands_with_its_topic(newsletter, secretary):
    BlockFactory(edition=newsletter.main, topic="next")

    newsletter.main.add(by=secretary, topic="members", heading="First", text="Words.")
    newsletter.main.add(by=secretary, topic="news", heading="Later", text="Words.")

    assert [block.topic for block in newsletter.main.blocks.all()] == ["members", "plans", "plans", "news", "next"]


def test_it_is_written_in_another_language_once(newsletter, secretary):
    french = newsletter.main.translate("fr", by=secretary)

    assert [block.heading for block in french.blocks.all()] == [b.heading for b in newsletter.main.blocks.all()]
    with pytest.raises(ValidationError, match="written in this language already"):
        newsletter.main.translate("fr", by=secretary)
    with pytest.raises(ValidationError, match="not a valid choice"):
        newsletter.main.translate("xx", by=secretary)


def test_an_issue_is_of_two_persons_also_in_the_database(newsletter, secretary):
    newsletter.submitted_by = newsletter.approved_by = secretary

    with pytest.raises(ValidationError, match="A second person approves it"):
        newsletter.full_clean()


def test_a_worker_that_waited_keeps_to_the_window_that_stands_by_now(newsletter):
    stale = scheduled(newsletter)
    Newsletter.objects.get().schedule(by=None, seen=stale.version, **window(600, 900))

    with pytest.raises(ValidationError, match="It is not its time"):
        stale.enqueue()
    with pytest.raises(ValidationError, match="another window"):
        stale.miss()

    assert Newsletter.objects.get().status == Status.SCHEDULED


@pytest.mark.parametrize(
    "words", ["&#xE000;key:unsubscribe&#xE001;", "https://example.org/&#xE000;key:preferences&#xE001;"]
)
def test_an_entity_brings_in_no_mark_of_the_mailroom(newsletter, secretary, words):
    newsletter.main.blocks.first().rewrite(by=secretary, text=words)

    newsletter.submit(by=secretary)

    assert "&#xE000;" in newsletter.main.blocks.first().plain
    assert not composed(newsletter.main).marks


def test_an_address_within_the_portal_leads_there_from_a_mail(newsletter, secretary, settings):
    block = newsletter.main.blocks.first()

    block.rewrite(by=secretary, text="See [the plans](/plans/) and [another](//example.org/).")

    assert f'href="{settings.SITE_URL}/plans/"' in block.html
    assert f"{settings.SITE_URL}/plans/" in composed(newsletter.main).text
    assert f"{settings.SITE_URL}//example.org" not in block.html


def test_an_edition_that_nobody_has_translated_is_not_submitted(newsletter, secretary):
    first, second = newsletter.main.translate("fr", by=secretary).blocks.all()
    first.rewrite(by=secretary, text="La Ruritanie a annoncé son plan.")

    with pytest.raises(ValidationError, match=f"still has the words of the main one: {second.heading}"):
        newsletter.submit(by=secretary)

    second.rewrite(by=secretary, text="Voir la page.")
    newsletter.submit(by=secretary)
