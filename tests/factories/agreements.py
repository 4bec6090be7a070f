import factory
from factory.django import DjangoModelFactory

from alliance.dates import PartialDate
from partnerships.models import Agreement, Partner, Party


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    key = factory.Sequence(lambda n: f"partner-{n}")
    name = factory.Sequence(lambda n: f"Partner {n:04}")
    kind = Partner.Kind.NGO
    is_public = True


class AgreementFactory(DjangoModelFactory):
    """A memorandum of the Alliance and `partner`; `signed="2009-04"` signs it, `taken` takes a decision."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"agreement-{n}")
    kind = Agreement.Kind.MEMORANDUM

    class Params:
        decision = factory.Trait(kind=Agreement.Kind.DECISION)
        letter = factory.Trait(kind=Agreement.Kind.LETTER_OF_INTENT)

    @factory.post_generation
    def partner(self, create, partner, **named):
        """A made one, unless given; `partner=False` for no party at all."""
        if not create or partner is False:
            return
        if not self.is_decision:
            Party.objects.create(agreement=self, is_alliance=True)
        Party.objects.create(agreement=self, partner=partner or PartnerFactory(**named), order=1)
        self.refresh_from_db()

    @factory.post_generation
    def approached(self, create, when, **kwargs):
        if when:
            self.approach(on=PartialDate.parse(when), by=None)

    @factory.post_generation
    def negotiating(self, create, when, **kwargs):
        if when:
            self.negotiate(on=PartialDate.parse(when), by=None)

    @factory.post_generation
    def signed(self, create, when, **kwargs):
        if when:
            self.sign(on=PartialDate.parse(when), by=None)

    @factory.post_generation
    def taken(self, create, when, **kwargs):
        if when:
            self.take(on=PartialDate.parse(when), by=None)
