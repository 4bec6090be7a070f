"""A plan of five hundred measures takes the statements of one of ten, on every page and in the API."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.listing import QUESTIONS
from members.models import FieldOfAction
from plans.models import DraftPart, Measure, PlanDraft, ProgressNote, Publication
from tests.factories import MemberFactory
from tests.factories.plans import RegionalStrategyFactory
from tests.factories.work import MEASURE, acting_for, fill, published

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 500
PAGES = [
    "/plans/",
    "/plans/grid/",
    "/plans/freedonia-plan-1/",
    "/plans/freedonia-plan-1/?by=field",
    "/plans/freedonia-plan-1/publications/",
    "/plans/freedonia-plan-1/publications/1/",
    "/plans/freedonia-plan-1/publications/1/2/",
    "/plans/side-by-side/?plan=freedonia-plan-1&plan=sylvania-plan-1",
    "/measures/",
    "/good-practices/",
    "/measures/freedonia-plan-1-m1/",
    "/strategies/rivers/",
    "/members/freedonia/",
    "/api/v1/measures/?page_size=10",
    "/api/v1/measures/?format=csv",
    "/api/v1/progress-notes/?page_size=10",
    "/api/v1/publications/",
    "/figures/measures/",
]


@pytest.fixture
def member(db):
    return MemberFactory(key="freedonia", state=True, joined="2008")


def more_measures(number, **of):
    """Up to so many of a plan or an action plan, each with its fields and the note that it begins with."""
    have = set(Measure.objects.filter(**of).values_list("number", flat=True))
    stem = of["plan"].key if of.get("plan") else f"{of['strategy'].key}-{of['member'].key}"
    same = {"published_on": date(2010, 1, 1), "is_good_practice": True, **of}
    made = Measure.objects.bulk_create(
        Measure(key=f"{stem}-m{n}", number=n, title=f"Measure {n}", **same)
        for n in range(1, number + 1)
        if n not in have
    )
    through, fields = Measure.fields.through, FieldOfAction.objects.all()
    through.objects.bulk_create(
        through(measure_id=measure.pk, fieldofaction_id=field.pk) for measure in made for field in fields
    )
    ProgressNote.objects.bulk_create(
        ProgressNote(
            measure=measure,
            on=date(2010, 1, 1),
            since=date(2010, 1, 1),
            completion="no_evidence",
            status="published",
        )
        for measure in made
    )


def asked(client, address):
    QUESTIONS.clear()
    caches["lists"].clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(queries)


def test_the_number_of_statements_does_not_grow_with_the_measures(client):
    members = [MemberFactory(key=key, name=key.capitalize(), joined="2008") for key in ("freedonia", "sylvania")]
    for member in members:
        by = acting_for(member)
        plan = published(member, 1, by=by).plan
        published(member, 0, by=by)
    freedonia, strategy = members[0], RegionalStrategyFactory(key="rivers", adopted="2009")
    plan = freedonia.national_plans.get()

    costs = []
    for number in (FEW, MANY):
        more_measures(number, plan=plan, member=freedonia)
        more_measures(number, strategy=strategy, member=freedonia)
        measures = [{"number": n, **MEASURE, "title": f"Measure {n}"} for n in range(1, number + 1)]
        first = plan.publications.get(number=1).content
        Publication.objects.filter(plan=plan, number=2).update(content={**first, "measures": measures})
        costs.append({address: asked(client, address) for address in PAGES})

    assert costs[0] == costs[1]
    assert max(costs[1].values()) <= 35


def asked_by(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def steps_of_publishing(member, number, *, by):
    """How many statements it takes to publish so many new measures, to change, to drop and to take back all of them."""
    costs = []
    for change in ({}, {"objective": "Something else."}, None, {"objective": "As before."}):
        draft = PlanDraft.begin(member=member, by=by, edition=1)
        fill(draft, number if change is not None else 1)
        for part in draft.parts.exclude(number=0):
            DraftPart.objects.filter(pk=part.pk).update(content={**part.content, **(change or {})})
        draft.submit(by=by)
        draft.open(by=None)
        costs.append(asked_by(lambda draft=draft: draft.publish(by=by)))
    return costs


def test_measures_are_published_changed_dropped_and_taken_back_by_batches():
    few, many = ([], [])
    for costs, number in ((few, 10), (many, 200)):
        member = MemberFactory(state=True, joined="2008")
        costs += steps_of_publishing(member, number, by=acting_for(member))
        assert Measure.objects.current().filter(member=member).count() == number

    assert max(few) <= 120
    assert all(cost <= before + 30 for before, cost in zip(few, many, strict=True))


def test_what_is_published_at_once_has_the_history_of_each(member):
    by = acting_for(member)
    for objective in ("First.", "Second."):
        draft = PlanDraft.begin(member=member, by=by, edition=1)
        fill(draft, 3)
        for part in draft.parts.exclude(number=0):
            fields = ["media"] if objective == "Second." and part.number == 2 else MEASURE["fields"]
            DraftPart.objects.filter(pk=part.pk).update(
                content={**part.content, "objective": objective, "fields": fields}
            )
        draft.submit(by=by)
        draft.open(by=None)
        draft.publish(by=by)

    for measure in Measure.objects.all():
        changed, begun = measure.history.all()
        assert (begun.history_type, begun.objective, changed.history_type) == ("+", "First.", "~")
        assert {begun.history_user, changed.history_user} == {by}
        assert changed.instance.objective == measure.objective == "Second."
        told = [sorted(row.fields.values_list("fieldofaction__key", flat=True)) for row in (begun, changed)]
        assert told == [["education", "youth"], ["media"] if measure.number == 2 else ["education", "youth"]]
        assert measure.notes.get().history.get().history_type == "+"
        assert measure.updated_at > measure.notes.get().updated_at


def test_a_field_of_action_that_was_sent_twice_is_one(member):
    user = acting_for(member)
    draft = PlanDraft.begin(member=member, by=user, edition=1)
    fill(draft)
    DraftPart.objects.filter(draft=draft, number=1).update(content={**MEASURE, "fields": ["media", "media"]})
    draft.submit(by=user)
    draft.open(by=None)

    draft.publish(by=None)

    assert [field.key for field in Measure.objects.get().fields.all()] == ["media"]


def test_a_plan_of_many_measures_is_read_in_pages(client):
    member = MemberFactory(key="freedonia", joined="2008")
    plan = published(member).plan
    more_measures(MANY, plan=plan, member=member)

    first = client.get("/plans/freedonia-plan-1/").context["page"]

    assert (len(first), first.paginator.count) == (50, MANY)
    assert client.get("/plans/freedonia-plan-1/?page=10").status_code == 200
    assert client.get("/plans/freedonia-plan-1/?page=11").status_code == 404
