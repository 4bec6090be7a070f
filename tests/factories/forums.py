"""Forums and what belongs to them."""

import factory
from factory.django import DjangoModelFactory

from alliance.dates import PartialDate
from forums.models import Forum
from tests.factories import CountryFactory


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
