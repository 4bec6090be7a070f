"""Rows for tests, with named traits; every person is plainly fictional."""

from datetime import date
from string import ascii_lowercase, digits

import factory
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory

from alliance.dates import PartialDate
from documents.models import Document, StatedFigure
from members.models import Correction, Country, FocalPoint, Member, Nomination
from people.models import Office, Person, User

TOTP_SECRET = "OFTHETESTSOFTHETESTSOFTHETESTSAB"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    key = factory.Sequence(lambda n: f"person-{n}")
    name = factory.Sequence(lambda n: f"Fictional Person {n}")

    class Params:
        demonstration = factory.Trait(is_demonstration=True)


class UserFactory(DjangoModelFactory):
    """An account, with `role` in a role; staff have a second factor, but for `second_factor=False`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    person = factory.SubFactory(PersonFactory)

    class Params:
        staff = factory.Trait(is_staff=True, is_superuser=True)

    @factory.post_generation
    def second_factor(self, create, wanted, **kwargs):
        if create and self.is_staff and wanted is not False:
            TOTP.activate(self, TOTP_SECRET)

    @factory.post_generation
    def role(self, create, name, **kwargs):
        if name:
            self.groups.add(Group.objects.get(name=name))


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    key = factory.Sequence(lambda n: f"document-{n}")
    title = factory.Sequence(lambda n: f"Document {n}")
    kind = Document.Kind.REPORT
    visibility = Document.Visibility.PUBLIC


class StatedFigureFactory(DjangoModelFactory):
    class Meta:
        model = StatedFigure

    key = factory.Sequence(lambda n: f"figure-{n}")
    measure = "group_of_friends_members"
    value = 100
    unit = "member"
    document = factory.SubFactory(DocumentFactory)
    statement = "Members"
    derivation = StatedFigure.Derivation.STATED
    computed_by = StatedFigure.ComputedBy.REGISTER
    scope = StatedFigure.Scope.REPORT


LETTERS = ascii_lowercase + digits


class CountryFactory(DjangoModelFactory):
    """A thousand of them have codes of their own; then they come again."""

    class Meta:
        model = Country

    iso3 = factory.Sequence(lambda n: f"{chr(65 + n // 676 % 26)}{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}")
    iso2 = factory.Sequence(lambda n: f"{LETTERS[n // 36 % 36]}{LETTERS[n % 36]}")
    m49 = factory.Sequence(lambda n: f"{n % 1000:03}")
    name = factory.Sequence(lambda n: f"Country {n:03}")
    region = Country.Region.EUROPE
    subregion = "Southern Europe"


class MemberFactory(DjangoModelFactory):
    """An organization, since organizations need no codes; `state` makes it a State."""

    class Meta:
        model = Member
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"member-{n}")
    name = factory.Sequence(lambda n: f"Member {n:04}")
    kind = Member.Kind.ORGANIZATION

    class Params:
        state = factory.Trait(kind=Member.Kind.COUNTRY, country=factory.SubFactory(CountryFactory))

    @factory.post_generation
    def joined(self, create, when, **kwargs):
        if when:
            self.join(on=PartialDate.parse(when), by=None)


class FocalPointFactory(DjangoModelFactory):
    class Meta:
        model = FocalPoint

    member = factory.SubFactory(MemberFactory, joined="2008")
    person = factory.SubFactory(PersonFactory)
    since = date(2008, 10, 1)


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    key = factory.Sequence(lambda n: f"office-{n}")
    name = factory.Sequence(lambda n: f"Office {n}")


class NominationFactory(DjangoModelFactory):
    class Meta:
        model = Nomination

    member = factory.SubFactory(MemberFactory, joined="2008")
    made_by = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Fictional Alternate {n}")
    email = factory.Sequence(lambda n: f"alternate-{n}@example.org")


class CorrectionFactory(DjangoModelFactory):
    class Meta:
        model = Correction

    member = factory.SubFactory(MemberFactory, joined="2008")
    made_by = factory.SubFactory(UserFactory)
    what = Correction.What.ELSE
    proposed = "The year is 2009."
