"""A plan of five hundred measures takes the statements of one of ten, on every page and in the API."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.listing import QUESTIONS
from members.models import FieldOfAction
from plans.models import Measure, ProgressNote, Publication
from tests.factories import MemberFactory
from tests.factories.plans import RegionalStrategyFactory
from tests.factories.work import MEASURE, acting_for, published

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


def test_a_plan_of_many_measures_is_read_in_pages(client):
    member = MemberFactory(key="freedonia", joined="2008")
    plan = published(member).plan
    more_measures(MANY, plan=plan, member=member)

    first = client.get("/plans/freedonia-plan-1/").context["page"]

    assert (len(first), first.paginator.count) == (50, MANY)
    assert client.get("/plans/freedonia-plan-1/?page=10").status_code == 200
    assert client.get("/plans/freedonia-plan-1/?page=11").status_code == 404
