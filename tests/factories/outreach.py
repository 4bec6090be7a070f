"""Issues of the newsletter, who reads it, and what focal points would like it to tell."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from outreach.models import Block, Consent, Edition, NewsItem, Newsletter, Subscriber
from tests.factories import MemberFactory, UserFactory


class NewsletterFactory(DjangoModelFactory):
    """A draft in English; `told` blocks stand in it, such as `told=2`."""

    class Meta:
        model = Newsletter
        skip_postgeneration_save = True

    month = factory.Sequence(lambda n: date(1900 + n // 12, n % 12 + 1, 1))
    since = factory.SelfAttribute("month")

    @factory.post_generation
    def told(self, create, blocks, **words):
        edition = EditionFactory(newsletter=self)
        for _block in range(blocks or 0):
            BlockFactory(edition=edition, **words)


class EditionFactory(DjangoModelFactory):
    class Meta:
        model = Edition

    newsletter = factory.SubFactory(NewsletterFactory)
    language = "en"
    subject = factory.LazyAttribute(lambda edition: f"News of {edition.newsletter.key}")


class BlockFactory(DjangoModelFactory):
    class Meta:
        model = Block

    edition = factory.SubFactory(EditionFactory)
    position = factory.LazyAttribute(lambda block: block.edition.blocks.count() + 1)
    topic = "plans"
    heading = factory.Sequence(lambda n: f"Heading {n}")
    text = "Ruritania announced **its plan**, see [the page](https://example.org/plan)."


class SubscriberFactory(DjangoModelFactory):
    """Confirmed; with `asked=True` not yet."""

    class Meta:
        model = Subscriber

    address = factory.Sequence(lambda n: f"subscriber-{n}@example.org")
    confirmed_at = factory.LazyFunction(timezone.now)

    class Params:
        asked = factory.Trait(confirmed_at=None)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = Consent

    subscriber = factory.SubFactory(SubscriberFactory)
    what = "asked"
    wording = "I should like to read it."


class NewsItemFactory(DjangoModelFactory):
    class Meta:
        model = NewsItem

    member = factory.SubFactory(MemberFactory, joined="2008")
    title = factory.Sequence(lambda n: f"News {n}")
    text = "A school was opened."
    made_by = factory.SubFactory(UserFactory)


def approved(newsletter):
    """Submitted by one person and approved by another."""
    newsletter.submit(by=UserFactory(staff=True))
    newsletter.approve(by=UserFactory(staff=True), seen=newsletter.version)
    return newsletter


def scheduled(newsletter):
    """Its window is open now."""
    now = timezone.now()
    window = {"opens_at": now - timedelta(minutes=1), "closes_at": now + timedelta(hours=2)}
    approved(newsletter).schedule(**window, by=None, seen=newsletter.version)
    return newsletter


def sent_out(newsletter):
    """Its messages wait in the mailroom."""
    scheduled(newsletter).enqueue()
    return newsletter


def translated(edition, language):
    """Each of its blocks written in the other language."""
    other = edition.translate(language, by=None)
    for block in other.blocks.all():
        block.rewrite(by=None, text=f"({language}) {block.text}")
    return other
