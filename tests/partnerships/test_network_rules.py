"""What must be true of networks, of who belongs to them, and of an organization's part in a regional strategy."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alliance.dates import PartialDate
from partnerships.models import Network, NetworkMember, StrategyPartner
from tests.factories import UserFactory
from tests.factories.agreements import PartnerFactory
from tests.factories.plans import RegionalStrategyFactory
from tests.factories.programmes import NetworkFactory, NetworkMemberFactory, StrategyPartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return UserFactory()


@pytest.fixture
def officer():
    return UserFactory(staff=True)


def test_one_network_is_found_under_each_of_its_names():
    network = NetworkFactory(name="International Network of foundations")
    network.aliases.create(name="North-South network of private foundations and philanthropists")
    network.aliases.create(name="Network of philanthropic foundations and private funders")
    for words in ("international network", "north-south", "private funders"):
        assert list(Network.objects.called(words)) == [network]


def test_it_is_not_meant_to_have_at_most_fewer_than_at_least():
    network = NetworkFactory.build(target_min=15, target_max=10)
    with pytest.raises(ValidationError, match="at most fewer than at least") as refusal:
        network.full_clean()
    assert "target_max" in refusal.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        network.save()


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(10, 15, "10 to 15"), (12, 12, "12"), (8, None, "at least 8"), (None, 9, "at most 9"), (None, None, "")],
)
def test_its_target_is_told_as_far_as_known(least, most, words):
    assert Network(target_min=least, target_max=most).target == words


def test_it_did_not_start_tomorrow():
    with pytest.raises(ValidationError, match="has not come yet"):
        NetworkFactory.build(started=PartialDate(2999)).full_clean()


def test_a_member_is_a_partner_or_somebody_by_name():
    network = NetworkFactory()
    both = NetworkMember(network=network, partner=PartnerFactory(), name="Somebody")
    neither = NetworkMember(network=network)
    for row, field in ((both, "name"), (neither, "partner")):
        row.joined = PartialDate(2009)
        with pytest.raises(ValidationError) as refusal:
            row.full_clean()
        assert field in refusal.value.message_dict
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_nobody_belongs_to_a_network_twice_at_a_time():
    seat = NetworkMemberFactory()
    again = NetworkMember(network=seat.network, partner=seat.partner)
    again.joined = PartialDate(2010)
    with pytest.raises(ValidationError, match="belongs to this network from January 2009 until today"):
        again.full_clean()
    seat.left = PartialDate(2009, 6)
    seat.save()
    again.full_clean()


def test_a_partner_may_belong_to_several_networks(visitor, officer):
    partner, today = PartnerFactory(), date(2010, 1, 1)
    networks = {NetworkMemberFactory(partner=partner).network for _ in range(2)}
    NetworkMemberFactory(partner=partner, left=PartialDate(2009, 6))
    hidden = NetworkMemberFactory(partner=partner, is_public=False).network
    assert set(Network.objects.of_partner(partner, today, visitor)) == networks
    assert set(Network.objects.of_partner(partner, today, officer)) == {*networks, hidden}


def test_networks_without_members_and_off_their_target_are_told():
    today = date(2010, 1, 1)
    empty, small = NetworkFactory(target_min=2), NetworkFactory(target_min=2, target_max=3)
    NetworkMemberFactory(network=small)
    fitting = NetworkFactory(target_min=1, target_max=1)
    NetworkMemberFactory(network=fitting, called="Somebody")
    assert list(Network.objects.without_members(today)) == [empty]
    assert list(Network.objects.off_target(today)) == [small]


def test_nobody_but_staff_sees_a_hidden_network_or_a_hidden_member(visitor, officer):
    hidden = NetworkFactory(is_public=False)
    shown = NetworkFactory()
    rows = [
        NetworkMemberFactory(network=hidden),
        NetworkMemberFactory(network=shown, partner=PartnerFactory(is_public=False)),
        NetworkMemberFactory(network=shown, called="Somebody", is_public=False),
    ]
    told = NetworkMemberFactory(network=shown)
    assert list(Network.objects.visible_to(visitor)) == [shown]
    assert list(NetworkMember.objects.visible_to(visitor)) == [told]
    assert set(NetworkMember.objects.visible_to(officer)) == {*rows, told}
    on = date(2010, 1, 1)
    assert Network.objects.counting_members(on, visitor).get(pk=shown.pk).known_members == 1
    assert Network.objects.counting_members(on, officer).get(pk=shown.pk).known_members == 3


def test_a_hidden_member_does_not_move_its_network_for_who_reads_it():
    network = NetworkFactory()
    before = network.updated_at
    NetworkMemberFactory(network=network, is_public=False)
    NetworkMemberFactory(network=network, partner=PartnerFactory(is_public=False))
    assert Network.objects.get(pk=network.pk).updated_at == before
    NetworkMemberFactory(network=network)
    assert Network.objects.get(pk=network.pk).updated_at > before


def test_an_organization_takes_part_in_a_strategy_once_and_hidden_only_for_staff(visitor, officer):
    strategy = RegionalStrategyFactory(adopted="2009-12-14")
    part = StrategyPartnerFactory(strategy=strategy)
    hidden = StrategyPartnerFactory(strategy=strategy, partner=PartnerFactory(is_public=False))
    with pytest.raises(ValidationError, match="takes part in this strategy already"):
        StrategyPartner(strategy=strategy, partner=part.partner, role="supporting").full_clean()
    assert list(strategy.partners.visible_to(visitor)) == [part]
    assert set(strategy.partners.visible_to(officer)) == {part, hidden}
