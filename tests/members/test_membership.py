from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from alliance.dates import PartialDate, Period
from members.models import Alias, Country, CountryGroup, GroupPlace, Member
from tests.factories import CountryFactory, FocalPointFactory, MemberFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_member_joins_withdraws_and_comes_back(secretary):
    member = MemberFactory(joined="2008-01-15")

    member.withdraw(on=PartialDate(2012), by=secretary)
    member.join(on=PartialDate(2015, 6), by=secretary)

    days = [date(2008, 1, 14), date(2008, 1, 15), date(2012, 1, 1), date(2015, 5, 31), date(2015, 6, 1)]
    assert [Member.objects.members(day).exists() for day in days] == [False, True, False, False, True]
    assert Member.objects.get().status == "member"


def test_a_withdrawal_before_joining_is_refused_in_words_and_leaves_nothing(secretary):
    member = MemberFactory(name="Ruritania", joined="2008-03")

    with pytest.raises(ValidationError) as refusal:
        member.withdraw(on=PartialDate(2007), by=secretary)

    assert refusal.value.messages == ["Ruritania cannot begin as “withdrawn”: nothing is recorded before 2007."]
    assert [step.status for step in member.steps.all()] == ["member"]


def test_a_member_cannot_join_again(secretary):
    member = MemberFactory(name="Ruritania", joined="2008-03")

    with pytest.raises(ValidationError) as refusal:
        member.join(on=PartialDate(2009, 5), by=secretary)

    assert refusal.value.messages == ["Ruritania is “member” (March 2008) and cannot become “member” (May 2009)."]


def test_an_observer_of_earlier_days_may_be_recorded_late(secretary):
    member = MemberFactory(joined="2008-03")

    member.observe(on=PartialDate(2006), by=secretary)

    assert Member.objects.with_status("observer", on=date(2007, 1, 1)).get() == member
    assert Member.objects.get().status == "member"


def test_concrete_actions_without_membership_do_not_make_a_member(secretary):
    member = MemberFactory()

    member.cooperate(on=PartialDate(2010), by=secretary)

    assert not Member.objects.members(date(2011, 1, 1)).exists()
    assert Member.objects.with_status("cooperating", on=date(2011, 1, 1)).get() == member


def test_who_recorded_a_step_stands_in_the_history(secretary):
    member = MemberFactory()

    member.join(on=PartialDate(2008), by=secretary, note="letter of accession")

    step = member.steps.get()
    assert (step.recorded_by, step.history.latest().history_user) == (secretary, secretary)
    assert member.history.latest().history_user == secretary


def test_whom_the_alliance_approaches_is_for_staff_alone(secretary):
    approached = MemberFactory(name="Ruritania")
    approached.approach(on=PartialDate(2008), by=secretary)

    assert Member.objects.visible_to(secretary).get() == approached
    assert not Member.objects.visible_to(AnonymousUser()).exists()
    assert not Member.objects.visible_to(UserFactory()).exists()


def test_an_old_approach_stays_confidential_after_the_member_has_joined(secretary):
    member = MemberFactory(joined="2010")
    member.approach(on=PartialDate(2008), by=secretary)
    then = date(2009, 1, 1)

    assert Member.objects.as_of(then, user=secretary).get().status_then == "approached"
    assert not Member.objects.as_of(then, user=AnonymousUser()).exists()
    assert [step.status for step in member.steps.visible_to(AnonymousUser())] == ["member"]


def test_a_second_account_does_not_tell_of_an_approach(secretary):
    member = MemberFactory()
    member.approach(on=PartialDate(2008), by=secretary)
    member.steps.create(status="member", on=date(2008, 5, 1), preferred=False)

    assert not member.steps.visible_to(AnonymousUser()).exists()
    assert member.steps.visible_to(secretary).count() == 2


def test_a_record_of_a_past_day_says_since_when_as_far_as_known():
    MemberFactory(joined="../2006-11-06")

    member = Member.objects.as_of(date(2007, 1, 1), user=AnonymousUser()).get()

    assert (member.status_label, str(member.since)) == ("member", "by 6 November 2006")


def test_known_by_is_a_state_and_no_event():
    MemberFactory(joined="../2006-11-06")
    november = Period(date(2006, 11, 1), date(2006, 11, 30))

    assert Member.objects.members(date(2006, 11, 6)).exists()
    assert not Member.objects.joined(november).exists()


def test_left_counts_those_that_withdrew_in_the_period(secretary):
    member = MemberFactory(joined="2008")
    member.withdraw(on=PartialDate(2012, 5), by=secretary)

    assert Member.objects.left(Period.of_year(2012)).get() == member
    assert not Member.objects.left(Period.of_year(2011)).exists()


def test_groups_overlap_and_each_tells_who_has_not_joined():
    europe, osce = (CountryGroup.objects.create(key=key, name=key) for key in ("eastern", "osce"))
    joined, missing = MemberFactory(state=True, joined="2008"), CountryFactory()
    for group in (europe, osce):
        GroupPlace.objects.create(group=group, country=joined.country)
        GroupPlace.objects.create(group=group, country=missing)

    assert Member.objects.in_group("eastern").in_group("osce").get() == joined
    assert Member.objects.not_joined("osce", date(2009, 1, 1)).get() == missing
    assert set(Member.objects.not_joined("osce", date(2007, 1, 1))) == set(Country.objects.all())


def test_a_member_is_found_by_a_former_name():
    member = MemberFactory(name="Turkey", joined="2005")
    Alias.objects.create(record=member, name="Türkiye")

    assert Member.objects.called("Türk").get() == member
    assert not Member.objects.called("Ruritania").exists()


@pytest.mark.parametrize(("kind", "has_country"), [("country", False), ("organization", True)])
def test_a_state_has_its_codes_and_an_organization_has_none(kind, has_country):
    wrong = Member(key="wrong", name="Wrong", kind=kind, country=CountryFactory() if has_country else None)

    with pytest.raises(ValidationError, match="A State has its country here; an organization has none"):
        wrong.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()


def test_members_without_a_focal_point_are_those_whose_principal_is_missing_on_the_day():
    without, alone = MemberFactory(joined="2008"), MemberFactory(joined="2008")
    FocalPointFactory(member=alone, role="alternate")
    FocalPointFactory(since=date(2008, 10, 1), until=date(2009, 4, 1))

    on_christmas = set(Member.objects.without_focal_point(date(2008, 12, 24)))
    a_year_later = Member.objects.without_focal_point(date(2009, 12, 24))

    assert on_christmas == {without, alone}
    assert a_year_later.count() == 3


def test_someone_of_the_demonstration_is_nobody_s_focal_point():
    FocalPointFactory(person__demonstration=True)

    assert Member.objects.without_focal_point(date(2009, 1, 1)).count() == 1


def test_who_was_a_member_by_a_day_had_not_withdrawn_before_it(secretary):
    member = MemberFactory(name="Ruritania", joined="../2006-11-06")

    with pytest.raises(ValidationError) as refusal:
        member.withdraw(on=PartialDate(1900), by=secretary)
    member.withdraw(on=PartialDate(2006), by=secretary)

    assert refusal.value.messages == [
        "Ruritania is “member” (by 6 November 2006) and cannot become “withdrawn” (1900)."
    ]
    assert Member.objects.get().status == "withdrawn"
