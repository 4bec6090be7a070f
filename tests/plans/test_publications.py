import pytest
from django.core.exceptions import ValidationError

from alliance.dates import PartialDate
from members.models import NationalPlan
from plans.models import Measure, PlanDraft, Publication
from tests.factories import MemberFactory, UserFactory
from tests.factories.plans import NationalPlanFactory, RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import MEASURE, acting_for, fill, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", state=True, joined="2008")


def test_a_publication_never_changes_and_is_kept_for_ever(member):
    publication = published(member)

    publication.content = {}
    with pytest.raises(TypeError):
        publication.save()
    with pytest.raises(TypeError):
        publication.delete()

    assert Publication.objects.get().content["measures"]


def test_what_is_published_stays_until_the_next_publication(member):
    principal = acting_for(member)
    published(member, by=principal)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    part = draft.keep(1, {**MEASURE, "title": "Secret intent"}, seen=0, by=principal)
    draft.submit(by=principal)

    assert part.content["title"] == "Secret intent"
    assert Measure.objects.get().title == "Schools meet"
    assert Publication.objects.count() == 1


def test_a_plan_of_the_register_goes_on_from_where_it_stands(member):
    plan = NationalPlanFactory(member=member, key="told-by-a-report", title="As told", adopted="2008-01-11")
    principal = acting_for(member)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    assert draft.told()["about"]["stands_since"] == "2008-01-11"
    fill(draft, stands="under_implementation", stands_since="2009")
    draft.submit(by=principal)
    draft.open(by=None)

    draft.publish(by=None)

    plan.refresh_from_db()
    assert (plan.key, plan.status) == ("told-by-a-report", "under_implementation")
    assert plan.steps.count() == 2
    assert "publications/1/" in plan.steps.get(status="under_implementation").source


@pytest.mark.parametrize(
    ("stands", "where"),
    [
        ({"stands": "announced", "stands_since": "2009"}, "stands"),
        ({"stands": "adopted", "stands_since": "2009"}, "stands_since"),
        ({"stands_since": "2008-02"}, "stands_since"),
    ],
)
def test_a_plan_does_not_go_back_or_change_its_days_by_a_publication(member, stands, where):
    NationalPlanFactory(member=member, adopted="2008-01-11").implement(on=PartialDate(2008, 6), by=None)
    principal = acting_for(member)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    fill(draft, **{"stands": "under_implementation", "stands_since": "2008-06", **stands})

    (mistake,) = draft.mistakes()

    assert (mistake.number, mistake.name) == (0, where)
    assert NationalPlan.objects.get().steps.count() == 2


def test_an_organization_says_which_plan_its_measure_supports(member):
    plan = published(member).plan
    organization = MemberFactory(name="Example Organization", joined="2008")
    principal = acting_for(organization)
    draft = PlanDraft.begin(member=organization, by=principal, edition=1)
    fill(draft)
    draft.keep(1, {**MEASURE, "supports": plan.key}, seen=0, by=principal)
    draft.submit(by=principal)
    draft.open(by=None)

    publication = draft.publish(by=None)

    assert publication.plan.name == "Plan of action of Example Organization"
    assert plan.supported_by.get().member == organization


def test_a_state_supports_no_plan_of_another(member):
    plan = published(member).plan
    other = MemberFactory(state=True, joined="2008")
    principal = acting_for(other)
    draft = PlanDraft.begin(member=other, by=principal, edition=1)
    fill(draft)

    draft.keep(1, {**MEASURE, "supports": plan.key}, seen=0, by=principal)

    assert [(mistake.number, mistake.name) for mistake in draft.mistakes()] == [(1, "supports")]


def test_a_participant_publishes_its_lines_of_a_regional_strategy(member):
    part = StrategyParticipantFactory(country=member.country, stance="Caution")
    principal = acting_for(member)
    draft = PlanDraft.begin(member=member, by=principal, strategy=part.strategy)
    number = draft.add_measure(by=principal).number
    draft.keep(number, MEASURE, seen=0, by=principal)
    draft.submit(by=principal)
    draft.open(by=None)

    publication = draft.publish(by=None)

    measure = Measure.objects.get()
    assert (measure.strategy, measure.member, publication.number) == (part.strategy, member, 1)
    assert publication in Publication.objects.visible_to(UserFactory())
    assert not NationalPlan.objects.exists()


def test_who_takes_no_part_in_a_strategy_writes_no_lines_of_it(member):
    strategy = RegionalStrategyFactory(adopted="2009")

    with pytest.raises(ValidationError):
        PlanDraft.begin(member=member, by=acting_for(member), strategy=strategy)


def test_what_an_unseen_member_published_is_not_seen():
    hidden = MemberFactory(state=True)
    published(hidden)

    assert not Publication.objects.visible_to(UserFactory()).exists()
    assert not Measure.objects.visible_to(UserFactory()).exists()


def test_what_an_unchanged_text_publishes_again_changes_no_measure(member):
    principal = acting_for(member)
    published(member, 3, by=principal)
    before = Measure.history.count()

    published(member, 0, by=principal)

    assert Publication.objects.count() == 2
    assert Measure.history.count() == before


def test_the_form_does_not_change_how_far_a_published_measure_has_come(member):
    principal = acting_for(member)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    fill(draft)
    draft.keep(1, {**MEASURE, "completion": "limited"}, seen=0, by=principal)
    draft.submit(by=principal)
    draft.open(by=None)
    draft.publish(by=None)
    assert Measure.objects.get().completion == "limited"
    again = PlanDraft.begin(member=member, by=principal, edition=1)

    part = again.keep(1, {**MEASURE, "title": "Schools met", "completion": "complete"}, seen=0, by=principal)

    assert part.content["completion"] == "limited"
    again.submit(by=principal)
    again.open(by=None)
    again.publish(by=None)
    assert (Measure.objects.get().title, Measure.objects.get().completion) == ("Schools met", "limited")
