"""A member's plans: announced, adopted, or both in either order (DOMAIN 1.3)."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from alliance.dates import PartialDate
from members.models import FieldOfAction, NationalPlan
from tests.factories import DocumentFactory, MemberFactory
from tests.factories.plans import NationalPlanFactory

pytestmark = pytest.mark.django_db
EVERYONE = AnonymousUser()


def fields(*keys):
    return FieldOfAction.objects.filter(key__in=keys)


def test_a_plan_without_a_title_is_named_after_its_member_and_edition():
    member = MemberFactory(name="Ruritania", state=True)

    plans = [NationalPlanFactory(member=member, edition=number) for number in (1, 2, 3)]

    assert [plan.name for plan in plans] == [
        "National plan of Ruritania",
        "National plan of Ruritania, second edition",
        "National plan of Ruritania, edition 3",
    ]
    assert [str(plan) for plan in plans] == [plan.name for plan in plans]


def test_the_plan_of_an_organization_is_its_plan_of_action():
    organization = MemberFactory(name="Example Organization")

    plans = [NationalPlanFactory(member=organization, edition=number) for number in (1, 2)]

    assert [plan.name for plan in plans] == [
        "Plan of action of Example Organization",
        "Plan of action of Example Organization, edition 2",
    ]


def test_a_member_has_each_edition_once():
    plan = NationalPlanFactory()

    with pytest.raises(ValidationError) as refusal:
        NationalPlan(key="again", member=plan.member, edition=1).full_clean()

    assert refusal.value.messages == ["This member has a plan of that edition already."]


def test_there_is_no_edition_before_the_first():
    with pytest.raises(ValidationError) as refusal:
        NationalPlan(key="none", member=MemberFactory(), edition=0).full_clean()

    assert "edition" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("begins", "ends", "is_right"),
    [
        ("2008", "2008", True),
        ("2008-06", "2008", True),
        ("2010", "2014", True),
        ("2008-06", "2008-05", False),
        ("2010", "2009", False),
    ],
)
def test_a_plan_does_not_end_before_it_begins(begins, ends, is_right):
    plan = NationalPlan(key="plan", member=MemberFactory())
    plan.covers_from, plan.covers_to = PartialDate.parse(begins), PartialDate.parse(ends)

    if is_right:
        plan.full_clean()
    else:
        with pytest.raises(ValidationError) as refusal:
            plan.full_clean()
        assert refusal.value.message_dict == {"covers_to_on": ["The plan ends before it begins."]}


def test_announced_is_not_adopted(secretary):
    plan = NationalPlanFactory()

    plan.announce(on=PartialDate(2009, 4), by=secretary, place="Istanbul")

    assert list(NationalPlan.objects.announced(date(2009, 4, 1))) == [plan]
    assert not NationalPlan.objects.adopted(date(2009, 12, 31)).exists()
    assert list(NationalPlan.objects.announced_only(date(2009, 12, 31))) == [plan]
    assert plan.steps.get().place == "Istanbul"


def test_a_plan_may_be_announced_after_it_was_adopted():
    """Spain adopted its first plan on 11 January 2008 and announced it on the 15th."""
    plan = NationalPlanFactory()

    plan.adopt(on=PartialDate(2008, 1, 11), by=None)
    plan.announce(on=PartialDate(2008, 1, 15), by=None)

    plan.refresh_from_db()
    assert plan.status == "adopted"
    assert not NationalPlan.objects.announced(date(2008, 1, 14)).exists()
    assert NationalPlan.objects.announced(date(2008, 1, 15)).exists()
    assert NationalPlan.objects.with_status("adopted", on=date(2008, 1, 20)).exists()


def test_a_plan_goes_from_rung_to_rung():
    plan = NationalPlanFactory()

    for verb, year in [("prepare", 2007), ("announce", 2008), ("adopt", 2009), ("implement", 2010), ("conclude", 2012)]:
        getattr(plan, verb)(on=PartialDate(year), by=None)

    days = [date(year, 6, 1) for year in (2007, 2008, 2009, 2010, 2012)]
    assert [NationalPlan.objects.as_of(day, user=EVERYONE).get().status_then for day in days] == [
        *("in_preparation", "announced", "adopted", "under_implementation", "concluded")
    ]


@pytest.mark.parametrize(("first", "then"), [("announce", "conclude"), ("announce", "implement"), ("adopt", "prepare")])
def test_a_step_that_does_not_follow_is_refused(first, then):
    plan = NationalPlanFactory()
    getattr(plan, first)(on=PartialDate(2008), by=None)

    with pytest.raises(ValidationError, match="cannot become"):
        getattr(plan, then)(on=PartialDate(2009), by=None)

    assert plan.steps.count() == 1


@pytest.mark.parametrize("verb", ["announce", "adopt"])
def test_an_edition_is_announced_once_and_adopted_once(verb):
    plan = NationalPlanFactory(adopted="2008", announced="2008-06")

    with pytest.raises(ValidationError) as refusal:
        getattr(plan, verb)(on=PartialDate(2009), by=None)

    assert "of two accounts only one is the one we go by" in refusal.value.messages[0]
    assert plan.steps.count() == 2


def test_a_second_account_contradicts_and_counts_for_nothing():
    plan = NationalPlanFactory(adopted="2009-03-25")

    plan.step_to("adopted", on=PartialDate(2009, 3, 5), by=None, preferred=False)

    assert not NationalPlan.objects.adopted(date(2009, 3, 24)).exists()
    assert [str(step.when) for step in plan.steps.all()] == ["5 March 2009", "25 March 2009"]


def test_the_fields_that_a_plan_leaves_out_are_told_once_it_covers_one():
    plan = NationalPlanFactory()
    assert plan.missing_fields == []

    plan.fields.set(fields("youth", "media"))

    assert [field.key for field in NationalPlan.objects.get().missing_fields] == ["education", "migration"]
    assert list(NationalPlan.objects.of_fields("media", "youth")) == [plan]
    assert not NationalPlan.objects.of_fields("education").exists()


def test_a_plan_in_preparation_is_public():
    NationalPlanFactory().prepare(on=PartialDate(2008), by=None)

    assert NationalPlan.objects.visible_to(EVERYONE).exists()


def test_a_plan_of_whom_the_office_only_approaches_is_not(secretary):
    member = MemberFactory(state=True)
    member.approach(on=PartialDate(2008), by=secretary)
    NationalPlanFactory(member=member, announced="2009")

    assert not NationalPlan.objects.visible_to(EVERYONE).exists()
    assert NationalPlan.objects.visible_to(secretary).exists()


def test_the_text_of_a_plan_is_for_who_may_see_the_document(secretary):
    plan = NationalPlanFactory(document=DocumentFactory(visibility="staff"))

    assert plan.text_for(EVERYONE) is None
    assert plan.text_for(secretary) == plan.document
    assert NationalPlanFactory().text_for(secretary) is None
