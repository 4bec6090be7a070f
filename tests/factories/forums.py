"""Forums and what belongs to them."""

import factory
from factory.django import DjangoModelFactory

from alliance.dates import PartialDate
from forums.models import Event, Forum, Meeting, Recognition, Session
from tests.factories import CountryFactory, DocumentFactory


class ForumFactory(DjangoModelFactory):
    """Of two days in January 2008; `held="2008-01-16"` and `confirmed` record the step."""

    class Meta:
        model = Forum
        skip_postgeneration_save = True

    ordinal = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda forum: f"Forum {forum.ordinal:04}")
    city = "Madrid"
    country = factory.SubFactory(CountryFactory)
    starts = PartialDate(2008, 1, 15)
    ends = PartialDate(2008, 1, 16)
    time_zone = "Europe/Madrid"

    @factory.post_generation
    def planned(self, create, when, **kwargs):
        if when:
            self.plan(on=PartialDate.parse(when), by=None)

    @factory.post_generation
    def confirmed(self, create, when, **kwargs):
        if when:
            self.confirm(on=PartialDate.parse(when), by=None)

    @factory.post_generation
    def held(self, create, when, **kwargs):
        if when:
            self.hold(on=PartialDate.parse(when), by=None)


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    key = factory.Sequence(lambda n: f"session-{n}")
    forum = factory.SubFactory(ForumFactory, held="2008-01-16")
    kind = Session.Kind.SIDE_EVENT
    title = factory.Sequence(lambda n: f"Session {n:04}")


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    key = factory.Sequence(lambda n: f"meeting-{n}")
    body = Meeting.Body.GROUP_OF_FRIENDS
    starts = PartialDate(2008, 9, 24)
    is_public = True


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    key = factory.Sequence(lambda n: f"event-{n}")
    kind = Event.Kind.ADDRESS
    title = factory.Sequence(lambda n: f"Event {n:04}")
    occurred = PartialDate(2010, 6)
    is_public = True


class RecognitionFactory(DjangoModelFactory):
    class Meta:
        model = Recognition

    key = factory.Sequence(lambda n: f"recognition-{n}")
    kind = Recognition.Kind.RESOLUTION
    body = "General Assembly"
    document = factory.SubFactory(DocumentFactory)
