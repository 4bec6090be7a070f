import factory
from factory.django import DjangoModelFactory

from alliance.dates import PartialDate
from partnerships.models import Consultation, Network, NetworkMember, Programme, ProgrammePartner, StrategyPartner
from tests.factories.agreements import PartnerFactory


class NetworkFactory(DjangoModelFactory):
    class Meta:
        model = Network

    key = factory.Sequence(lambda n: f"network-{n}")
    name = factory.Sequence(lambda n: f"Network {n:04}")
    kind = Network.Kind.ACADEMIC
    status = Network.Status.ACTIVE
    is_public = True


class NetworkMemberFactory(DjangoModelFactory):
    """A partner of a network; `called="..."` makes it somebody by name."""

    class Meta:
        model = NetworkMember

    class Params:
        called = None

    network = factory.SubFactory(NetworkFactory)
    partner = factory.Maybe("called", None, factory.SubFactory(PartnerFactory))
    name = factory.LazyAttribute(lambda row: row.called or "")
    joined = PartialDate(2009, 1)
    is_public = True


class ProgrammeFactory(DjangoModelFactory):
    """`announced="2008-01"` and the like take the steps."""

    class Meta:
        model = Programme
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Programme {n:04}")
    kind = Programme.Kind.PROGRAMME
    relation = Programme.Relation.LEADS

    class Params:
        autonomous = factory.Trait(kind=Programme.Kind.FUND, relation=Programme.Relation.AUTONOMOUS)

    @factory.post_generation
    def announced(self, create, when, **kwargs):
        if when:
            self.announce(on=PartialDate.parse(when), by=None)

    @factory.post_generation
    def launched(self, create, when, **kwargs):
        if when:
            self.launch(on=PartialDate.parse(when), by=None)


class ProgrammePartnerFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammePartner

    programme = factory.SubFactory(ProgrammeFactory, launched="2009-04")
    partner = factory.SubFactory(PartnerFactory)


class ConsultationFactory(DjangoModelFactory):
    class Meta:
        model = Consultation

    programme = factory.SubFactory(ProgrammeFactory, launched="2009-04")
    held = PartialDate(2008, 11)
    with_whom = factory.Sequence(lambda n: f"Fictional Council {n}")


class StrategyPartnerFactory(DjangoModelFactory):
    class Meta:
        model = StrategyPartner

    partner = factory.SubFactory(PartnerFactory)
    role = "attending"
