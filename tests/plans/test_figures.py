"""What the registers of measures, updates and publications count, on days that are past."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from alliance.dates import PartialDate, Period
from members.models import FieldOfAction
from plans.figures import measure, plan, publication, update
from plans.models import Measure, PlanDraft, ProgressNote, Publication, ReportingWindow, UpdateDue
from tests.factories import MemberFactory
from tests.factories.plans import NationalPlanFactory, RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import MEASURE, acting_for, published

pytestmark = pytest.mark.django_db
YEARS = [Period.of_year(year) for year in (2009, 2010, 2011)]


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def told(member, principal):
    """Two measures in education and youth: limited from 2010, the first of them complete in 2011."""
    published(member, 2, by=principal)
    first, second = Measure.objects.order_by("number")
    for told, day, completion in [
        (first, date(2010, 6, 1), "limited"),
        (second, date(2010, 7, 1), "limited"),
        (first, date(2011, 5, 1), "complete"),
    ]:
        ProgressNote.tell(measure=told, by=principal, on=day, completion=completion)
    return first, second


def test_measures_are_counted_as_they_stood_on_each_day(told):
    assert measure.measures.series(YEARS) == [0, 2, 2]
    assert measure.measures_complete.series(YEARS) == [0, 0, 1]
    assert measure.share_complete.series(YEARS) == [None, Decimal("0.0"), Decimal("50.0")]


def test_measures_by_field_and_completion(told, member):
    assert measure.measures.by("completion", YEARS) == {"limited": [0, 2, 1], "complete": [0, 0, 1]}
    assert measure.measures.by("field", YEARS) == {"education": [0, 2, 2], "youth": [0, 2, 2]}
    assert measure.measures.by("region", YEARS) == {member.country.region: [0, 2, 2]}
    assert measure.measures.by("kind", YEARS) == {"country": [0, 2, 2]}


def test_a_measure_that_is_taken_out_counts_until_that_day(told, member, principal):
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    draft.remove(2, by=principal)
    draft.submit(by=principal)
    draft.open(by=None)
    draft.publish(by=None)
    today = timezone.localdate()

    assert measure.measures.value(YEARS[1]) == 2
    assert measure.measures.value(Period(today, today)) == 1


def test_a_note_that_waits_or_is_withheld_counts_nowhere(told, member):
    first, _ = told
    ProgressNote.tell(measure=first, by=acting_for(member, role="editor"), on=date(2011, 8, 1), completion="limited")
    assert measure.measures_complete.value(YEARS[2]) == 1

    first.notes.get(completion="complete").withhold(by=None, note="It is told of another measure.")

    assert measure.measures_complete.value(YEARS[2]) == 0
    assert measure.measures.value(YEARS[2]) == 2


def test_lines_of_an_action_plan_are_measures_too(member, principal):
    strategy = RegionalStrategyFactory(adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country)
    draft = PlanDraft.begin(member=member, by=principal, strategy=strategy)
    draft.add_part(1, MEASURE)
    draft.submit(by=principal)
    draft.open(by=None)
    draft.publish(by=None)
    today = timezone.localdate()

    assert measure.measures.value(Period(today, today)) == 1
    assert publication.publications.by("strategy", [Period(today, today)]) == {strategy.name: [1]}


def test_coverage_of_the_four_fields_by_plans_in_force():
    plans = [NationalPlanFactory(adopted=year) for year in ("2009", "2010", "2011")]
    announced = NationalPlanFactory(announced="2009")
    education, *others = FieldOfAction.objects.order_by("key")
    plans[0].fields.set([education, *others])
    plans[1].fields.set([education])
    announced.fields.set([education, *others])
    plans[2].conclude(on=PartialDate(2011, 6), by=None)

    assert plan.plans_in_force.series(YEARS) == [1, 2, 2]
    assert plan.plans_in_force.by("field", YEARS) == {
        "education": [1, 2, 2],
        "media": [1, 1, 1],
        "migration": [1, 1, 1],
        "youth": [1, 1, 1],
    }
    assert plan.plans_covering_all.series(YEARS) == [1, 1, 1]
    assert plan.share_covering_all.series(YEARS) == [Decimal("100.0"), Decimal("50.0"), Decimal("50.0")]


def test_a_plan_whose_fields_nobody_knows_is_said_to_be_so():
    NationalPlanFactory(adopted="2009")

    assert plan.plans_in_force.by("field", YEARS) == {"": [1, 1, 1]}
    assert plan.plans_covering_all.value(YEARS[2]) == 0


def test_late_updates_are_those_after_their_day_or_never(member):
    window = ReportingWindow.objects.create(
        key="spring", name="Spring", opens_on=date(2010, 1, 1), closes_on=date(2010, 3, 31)
    )
    ongoing = ReportingWindow.objects.create(
        key="now", name="Now", opens_on=date(2010, 4, 1), closes_on=timezone.localdate()
    )
    for due_on, updated_on in [
        (date(2010, 3, 31), date(2010, 3, 31)),
        (date(2010, 3, 31), date(2010, 4, 1)),
        (date(2010, 3, 31), None),
        (date(2011, 5, 1), None),
    ]:
        late = NationalPlanFactory(adopted="2009")
        UpdateDue.objects.create(window=window, plan=late, due_on=due_on, updated_on=updated_on)
    UpdateDue.objects.create(window=ongoing, plan=late, due_on=timezone.localdate())

    assert update.updates_due.series(YEARS) == [0, 3, 1]
    assert update.updates_late.series(YEARS) == [0, 2, 1]
    assert update.share_late.series(YEARS) == [None, Decimal("66.7"), Decimal("100.0")]
    assert update.updates_late.by("window", YEARS) == {"Spring": [0, 2, 1]}
    assert update.updates_due.value(Period(timezone.localdate(), timezone.localdate())) == 0


def test_publications_count_on_the_day_of_the_office(member, principal):
    first = published(member, by=principal)
    Publication.objects.filter(pk=first.pk).update(published_at=datetime(2010, 12, 31, 12, tzinfo=UTC))
    second = published(member, 0, by=principal)
    Publication.objects.filter(pk=second.pk).update(published_at=datetime(2011, 3, 1, 12, tzinfo=UTC))

    assert publication.publications.series(YEARS) == [0, 1, 1]
    assert publication.publications.by("region", YEARS) == {member.country.region: [0, 1, 1]}
    assert publication.publications.by("strategy", YEARS) == {"": [0, 1, 1]}


@pytest.mark.parametrize(
    "key", ["measures", "national-plans-in-force", "updates-late", "publications", "measures-complete-share"]
)
def test_a_figure_opens_the_rows_behind_it(told, client, key):
    UpdateDue.objects.create(
        window=ReportingWindow.objects.create(
            key="spring", name="Spring", opens_on=date(2020, 1, 1), closes_on=date(2020, 3, 31)
        ),
        plan=told[0].plan,
        due_on=date(2020, 3, 31),
    )
    today = timezone.localdate()

    answer = client.get(f"/figures/{key}/", {"from": "2000-01", "to": today.isoformat()[:7]})

    assert answer.status_code == 200
    for link, _ in answer.context.get("table") or []:
        assert client.get(link.split("#")[0]).status_code == 200


def test_the_rows_of_a_plan_that_is_hidden_are_told_to_staff_alone(client, secretary):
    approached = MemberFactory(key="sylvania", name="Sylvania", state=True)
    approached.approach(on=PartialDate(2020), by=None)
    published(approached)

    for key in ("measures", "publications"):
        assert "Sylvania" not in client.get(f"/figures/{key}/").content.decode()
    client.force_login(secretary)
    for key in ("measures", "publications"):
        assert "Sylvania" in client.get(f"/figures/{key}/").content.decode()
