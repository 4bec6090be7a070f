"""Who gives: one body each, whatever agency pays, and nobody named who wishes not to be (DOMAIN 1.7)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alliance.dates import PartialDate
from funds.models import Contributor, PayingAgency
from tests.factories import MemberFactory
from tests.factories.agreements import PartnerFactory
from tests.factories.funds import ContributionFactory, ContributorFactory, PledgeFactory

pytestmark = pytest.mark.django_db
EVERYONE = AnonymousUser()
ONLY_ONE = "A contributor is a member, a partner, somebody named or somebody unnamed: say which, and only one."


def refused(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("member", "partner"), "partner"),
        (("member", "name"), "name"),
        (("partner", "name"), "name"),
        (("member", "is_anonymous"), "is_anonymous"),
        (("name", "is_anonymous"), "is_anonymous"),
        ((), "__all__"),
    ],
)
def test_a_contributor_is_exactly_one(given, field):
    made = {"member": MemberFactory, "partner": PartnerFactory, "name": lambda: "Fictional", "is_anonymous": bool}
    told = {name: True if name == "is_anonymous" else made[name]() for name in given}
    if "name" in told:
        told["named_as"] = "person"

    assert refused(Contributor(key="contributor", **told))[field] == [ONLY_ONE]

    with pytest.raises(IntegrityError), transaction.atomic():
        Contributor.objects.create(key="contributor", **told)


@pytest.mark.parametrize(
    ("told", "kind", "name"),
    [
        ({"member": {"state": True, "name": "Ruritania"}}, "state", "Ruritania"),
        ({"member": {"name": "League"}}, "organization", "League"),
        ({"partner": {"kind": "un_entity", "name": "Programme"}}, "organization", "Programme"),
        ({"partner": {"kind": "foundation", "name": "Foundation"}}, "other", "Foundation"),
        ({"name": "Ana Example", "named_as": "person"}, "person", "Ana Example"),
        ({"name": "Arcadia", "named_as": "state"}, "state", "Arcadia"),
        ({"unnamed": True}, "anonymous", ""),
    ],
)
def test_its_kind_and_its_name_follow_from_who_it_is(told, kind, name):
    made = {"member": MemberFactory, "partner": PartnerFactory}
    told = {field: made[field](**value) if field in made else value for field, value in told.items()}

    contributor = ContributorFactory(**told)
    column = Contributor.objects.told().get()

    contributor.full_clean()
    assert (contributor.kind, column.told_kind) == (kind, kind)
    assert column.told_name == name
    assert contributor.shown_name == (name or "A contributor who wishes to stay unnamed")


def test_a_member_and_a_partner_contribute_once_each():
    of_member, of_partner = ContributorFactory(), ContributorFactory(partner=PartnerFactory())

    again = Contributor(key="again", member=of_member.member)
    assert "This member is a contributor already" in refused(again)["__all__"][0]
    assert "partner" in str(refused(Contributor(key="again", partner=of_partner.partner)))


def test_a_partner_that_is_a_member_contributes_as_the_member():
    partner = PartnerFactory(member=MemberFactory())

    assert refused(Contributor(key="x", partner=partner)) == {"partner": ["This partner is a member: name the member."]}


def test_of_somebody_named_it_is_said_what_it_is():
    words = ["Of somebody named, and of nobody else, say what it is."]

    assert refused(Contributor(key="x", name="Ana Example")) == {"named_as": words}
    assert refused(Contributor(key="x", is_anonymous=True, named_as="person"))["named_as"] == words


def test_only_the_unnamed_have_a_confidential_name():
    row = Contributor(key="x", name="Ana", named_as="person", confidential_name="Bea")

    assert "confidential_name" in refused(row)


def test_who_wishes_to_stay_unnamed_is_shown_to_staff_only(secretary):
    unnamed = ContributorFactory(unnamed=True)
    gift = ContributionFactory(contributor=unnamed, reported=True)
    pledge = PledgeFactory(contributor=unnamed)

    for row in (unnamed, gift, pledge):
        assert not type(row).objects.visible_to(EVERYONE).exists()
        assert list(type(row).objects.visible_to(secretary)) == [row]
    assert "Fictional Benefactor" in str(unnamed)
    assert "Fictional Benefactor" not in unnamed.shown_name


def test_a_body_that_is_no_public_record_is_no_public_contributor(secretary):
    approached = MemberFactory(state=True)
    approached.approach(on=PartialDate(2020), by=None)
    hidden = [ContributorFactory(member=approached), ContributorFactory(partner=PartnerFactory(is_public=False))]

    assert not Contributor.objects.visible_to(EVERYONE).exists()
    assert list(Contributor.objects.visible_to(secretary)) == hidden


def test_what_its_agencies_pay_is_the_contributors_own():
    contributor = ContributorFactory()
    agency = PayingAgency.objects.create(record=contributor, name="Ministry of Examples")
    ContributionFactory(contributor=contributor, paid_by=agency, reported=True)
    ContributionFactory(contributor=contributor, reported=True)
    foreign = ContributionFactory.build(contributor=ContributorFactory(), paid_by=agency, fund=None)

    assert contributor.contributions.count() == 2
    assert list(Contributor.objects.called("ministry of ex")) == [contributor]
    assert refused(foreign) == {"paid_by": ["This is an agency of another contributor."]}


def test_a_contributor_is_found_by_the_other_names_of_its_member():
    contributor = ContributorFactory(member=MemberFactory(name="Türkiye", state=True, joined="2006"))
    contributor.member.aliases.create(name="Turkey")

    assert list(Contributor.objects.called("turkey")) == list(Contributor.objects.called("TURKIYE")) == [contributor]
