import factory
from factory.django import DjangoModelFactory

from alliance.dates import PartialDate
from funds.models import Contribution, Contributor, Fund, OperationalRate, Pledge
from tests.factories import MemberFactory


class FundFactory(DjangoModelFactory):
    class Meta:
        model = Fund
        django_get_or_create = ["key"]

    key = "trust-fund"
    name = "Trust Fund"

    class Params:
        autonomous = factory.Trait(key="autonomous", name="Autonomous fund", is_autonomous=True)


class ContributorFactory(DjangoModelFactory):
    """A State that is a member, unless a `partner`, a `name` or `unnamed` is given."""

    class Meta:
        model = Contributor

    key = factory.Sequence(lambda n: f"contributor-{n}")
    member = factory.Maybe("is_somebody_else", None, factory.SubFactory(MemberFactory, state=True, joined="2006"))

    class Params:
        is_somebody_else = factory.LazyAttribute(lambda row: bool(row.partner or row.name or row.is_anonymous))
        unnamed = factory.Trait(is_anonymous=True, confidential_name="Fictional Benefactor")

    partner = None
    name = ""
    is_anonymous = False
    named_as = factory.LazyAttribute(lambda row: "other" if row.name else "")


class DatedFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    contributor = factory.SubFactory(ContributorFactory)
    fund = factory.SubFactory(FundFactory)

    @classmethod
    def _build(cls, model_class, *args, **given):
        return cls.made(model_class, **given)

    @classmethod
    def _create(cls, model_class, *args, **given):
        row = cls.made(model_class, **given)
        row.save()
        return row

    @staticmethod
    def made(model, *, when=None, **given):
        row = model(**given)
        dates = {Pledge: "pledged", Contribution: "dated"}[model]
        setattr(row, dates, PartialDate.parse(when) if when else None)
        return row


class PledgeFactory(DatedFactory):
    class Meta:
        model = Pledge

    key = factory.Sequence(lambda n: f"pledge-{n}")
    when = "2014-08"


class ContributionFactory(DatedFactory):
    """100 dollars, entered and not posted; `reported` makes it history, `when` says when."""

    class Meta:
        model = Contribution

    key = factory.Sequence(lambda n: f"contribution-{n}")
    when = "2010-05-05"
    amount = 100
    currency = "USD"

    class Params:
        reported = factory.Trait(posting="reported", dated_as="reported")
        unconfirmed = factory.Trait(posting="unconfirmed_purpose", dated_as="reported", fund=None)
        in_kind = factory.Trait(posting="in_kind", description="Something in kind", amount=None, currency="")


class RateFactory(DjangoModelFactory):
    class Meta:
        model = OperationalRate

    currency = "EUR"
    rate = "0.8"
    in_force_from = "2010-05-01"
