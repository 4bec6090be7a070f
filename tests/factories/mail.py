from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from mailroom.marks import CLOSE, OPEN
from mailroom.models import Letter, Message, Suppression


def mark(kind, name):
    return f"{OPEN}{kind}:{name}{CLOSE}"


class LetterFactory(DjangoModelFactory):
    """A notice of office; with `stream` a subscription. `personal` asks each message for a name and a key."""

    class Meta:
        model = Letter

    kind = "example/mail/notice"
    language = "en-gb"
    subject = "A notice"
    text = "What is to be told.\n"
    html = "<p>What is to be told.</p>"

    class Params:
        personal = factory.Trait(
            subject=f"For {mark('field', 'name')}",
            text=f"Dear {mark('field', 'name')},\n\nconfirm:\n{mark('key', 'confirm')}\n",
            html=f'<p>Dear {mark("field", "name")}</p><a href="{mark("key", "confirm")}">{mark("key", "confirm")}</a>',
        )
        faulty = factory.Trait(subject="", text="", html="", fault="The text names “x”, which it was not given.")


class MessageFactory(DjangoModelFactory):
    """It waits; by its traits it failed or is in doubt, for as long as staff are to decide."""

    class Meta:
        model = Message

    letter = factory.SubFactory(LetterFactory)
    address = factory.Sequence(lambda n: f"reader-{n}@example.org")
    is_subscription = factory.LazyAttribute(lambda message: bool(message.letter.stream))

    class Params:
        settled = factory.Trait(attempts=1, settled_at=factory.LazyFunction(timezone.now))
        sent = factory.Trait(settled=True, state=Message.State.SENT)
        failed = factory.Trait(settled=True, state=Message.State.FAILED, cause="550 5.1.1 No such mailbox")
        in_doubt = factory.Trait(settled=True, state=Message.State.IN_DOUBT, cause="The worker one fell silent.")
        refused = factory.Trait(failed=True, attempts=0, cause="“nowhere” is no e-mail address.", address="nowhere")
        subscription = factory.Trait(letter__stream="newsletter")
        stuck = factory.Trait(queued_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1)))


class SuppressionFactory(DjangoModelFactory):
    class Meta:
        model = Suppression

    address = factory.Sequence(lambda n: f"reader-{n}@example.org")
    reason = Suppression.Reason.BOUNCED
