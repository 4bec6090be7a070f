"""National plans, regional strategies and proposals."""

import factory
from factory.django import DjangoModelFactory

from alliance.dates import PartialDate
from members.models import NationalPlan, Proposal, RegionalStrategy, StrategyParticipant
from tests.factories import CountryFactory, DocumentFactory, MemberFactory


class NationalPlanFactory(DjangoModelFactory):
    """With `announced="2009-04"` or `adopted="2009"` the step of that name."""

    class Meta:
        model = NationalPlan
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"plan-{n}")
    member = factory.SubFactory(MemberFactory, joined="2008")

    @factory.post_generation
    def adopted(self, create, when, **kwargs):
        if when:
            self.adopt(on=PartialDate.parse(when), by=None)

    @factory.post_generation
    def announced(self, create, when, **kwargs):
        if when:
            self.announce(on=PartialDate.parse(when), by=None)


class RegionalStrategyFactory(DjangoModelFactory):
    class Meta:
        model = RegionalStrategy
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"strategy-{n}")
    name = factory.Sequence(lambda n: f"Region {n:04}")

    @factory.post_generation
    def adopted(self, create, when, **kwargs):
        if when:
            self.adopt(on=PartialDate.parse(when), by=None)


class StrategyParticipantFactory(DjangoModelFactory):
    class Meta:
        model = StrategyParticipant

    strategy = factory.SubFactory(RegionalStrategyFactory, adopted="2009")
    country = factory.SubFactory(CountryFactory)
    name = factory.LazyAttribute(lambda part: part.country.name)
    role = StrategyParticipant.Role.ADOPTING


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = Proposal

    key = factory.Sequence(lambda n: f"proposal-{n}")
    document = factory.SubFactory(DocumentFactory)
    line_from = 10
    line_to = 12
    subject = factory.Sequence(lambda n: f"Proposal {n:04}")
    tool = Proposal.Tool.REPORT
