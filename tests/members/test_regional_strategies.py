"""Strategies of regions, and the countries that take part, members or not (DOMAIN 1.4)."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from alliance.dates import PartialDate
from members.models import RegionalStrategy, StrategyName, StrategyParticipant
from tests.factories import CountryFactory, MemberFactory
from tests.factories.plans import RegionalStrategyFactory, StrategyParticipantFactory

pytestmark = pytest.mark.django_db


def told(strategy, *steps):
    for step in steps:
        verb, when = step.split()
        getattr(strategy, verb)(on=PartialDate.parse(when), by=None)


def stood(strategy, *days):
    shown = [RegionalStrategy.objects.as_of(day, user=AnonymousUser()).filter(pk=strategy.pk).first() for day in days]
    return [found and found.status_then for found in shown]


def test_a_strategy_goes_from_proposal_to_renewal():
    strategy = RegionalStrategyFactory()

    told(strategy, "propose 2007", "prepare 2008", "announce 2009", "adopt 2010", "implement 2011", "renew 2013")

    years = [date(year, 6, 1) for year in (2007, 2008, 2009, 2010, 2011, 2013)]
    assert stood(strategy, *years) == [
        *("proposed", "in_preparation", "announced", "adopted", "under_implementation", "renewed")
    ]


def test_preparation_may_follow_the_announcement_and_the_days_say_so():
    """The Mediterranean: announced by May 2009, being prepared in June 2010, adopted in November."""
    strategy = RegionalStrategyFactory()

    told(strategy, "prepare ../2010-06-30", "announce ../2009-05-31", "adopt 2010-11-09")

    days = [date(2009, 5, 30), date(2009, 5, 31), date(2010, 6, 30), date(2010, 11, 9)]
    assert stood(strategy, *days) == [None, "announced", "in_preparation", "adopted"]


def test_preparation_may_also_come_first():
    strategy = RegionalStrategyFactory()

    told(strategy, "announce ../2009-05-31", "prepare ../2008-06-30")

    assert stood(strategy, date(2008, 6, 30), date(2009, 5, 31)) == ["in_preparation", "announced"]


@pytest.mark.parametrize("verb", ["implement", "renew"])
def test_what_was_not_adopted_is_neither_carried_out_nor_renewed(verb):
    strategy = RegionalStrategyFactory()
    told(strategy, "announce 2009")

    with pytest.raises(ValidationError, match="cannot become"):
        told(strategy, f"{verb} 2010")


def test_a_country_takes_part_without_a_plan_and_without_being_a_member():
    member = MemberFactory(state=True, key="ruritania", joined="2010")
    strategy = RegionalStrategyFactory(adopted="2009")
    for country in (member.country, CountryFactory()):
        StrategyParticipantFactory(strategy=strategy, country=country)

    then, later = (strategy.participants.told_membership(date(year, 6, 1)) for year in (2009, 2011))

    assert {part.member_key for part in then} == {None}
    assert {part.member_key for part in later} == {"ruritania", None}
    assert [part.strategy for part in StrategyParticipant.objects.of(member)] == [strategy]


def test_whom_the_office_approaches_is_told_as_no_member():
    member = MemberFactory(state=True)
    member.approach(on=PartialDate(2008), by=None)
    part = StrategyParticipantFactory(country=member.country)

    assert part.strategy.participants.told_membership(date(2020, 1, 1)).get().member_key is None


def test_an_organization_is_of_no_country_s_strategy():
    StrategyParticipantFactory(country=None, name="Borduria")

    assert not StrategyParticipant.objects.of(MemberFactory(joined="2008")).exists()


def test_a_country_takes_part_once_whatever_its_name():
    part = StrategyParticipantFactory()
    again = StrategyParticipant(strategy=part.strategy, country=part.country, name="Another name", role="attending")

    with pytest.raises(ValidationError) as refusal:
        again.full_clean()

    assert refusal.value.messages == ["This country takes part in this strategy already."]


def test_only_those_that_adopted_it_are_its_countries():
    strategy = RegionalStrategyFactory(adopted="2009")
    for role in ("adopting", "adopting", "supporting", "attending"):
        StrategyParticipantFactory(strategy=strategy, role=role)

    assert RegionalStrategy.objects.counting_countries().get().adopting_countries == 2
    assert strategy.participants.adopting().count() == 2


def test_a_strategy_is_found_by_a_former_name():
    strategy = RegionalStrategyFactory(name="South-Eastern Europe")
    StrategyName.objects.create(record=strategy, name="Regional strategy for Eastern European countries")

    assert list(RegionalStrategy.objects.called("eastern european")) == [strategy]
    assert str(strategy) == "Regional strategy: South-Eastern Europe"


def test_parts_in_a_strategy_that_is_not_shown_are_not_shown(secretary):
    StrategyParticipantFactory(strategy=RegionalStrategyFactory())

    assert not StrategyParticipant.objects.visible_to(AnonymousUser()).exists()
    assert StrategyParticipant.objects.visible_to(secretary).exists()


def test_who_takes_part_is_told_to_harvesters_and_a_stance_is_not():
    strategy = RegionalStrategyFactory(adopted="2009")

    def moment():
        return RegionalStrategy.objects.values_list("updated_at", flat=True).get(pk=strategy.pk)

    before = moment()
    part = StrategyParticipant.objects.create(strategy=strategy, name="Ruritania", role="adopting")
    told = moment()
    part.stance = "Great caution"
    part.save()

    assert before < told == moment()
    part.delete()
    assert told < moment()
