import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from mailroom.models import Letter, Message


class LetterFactory(DjangoModelFactory):
    class Meta:
        model = Letter

    kind = "example/mail/note"
    language = "en-gb"
    subject = "A note"
    text = "Good day.\n"


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    letter = factory.SubFactory(LetterFactory)
    address = factory.Sequence(lambda n: f"reader-{n}@example.org")

    class Params:
        subscription = factory.Trait(is_subscription=True, letter__stream="newsletter")
        sent = factory.Trait(state=Message.State.SENT, settled_at=factory.LazyFunction(timezone.now))
