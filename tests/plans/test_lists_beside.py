"""The lists of the API that focal points fill beside the long form."""

from datetime import date

import pytest

from alliance.dates import PartialDate
from plans.models import Initiative, Practice, UpdateDue
from plans.serializers.initiative import InitiativeSerializer
from plans.serializers.practice import PracticeSerializer
from plans.serializers.update_due import UpdateDueSerializer
from tests.alliance.test_listing import listed, said
from tests.factories import MemberFactory
from tests.factories.plans import StrategyParticipantFactory
from tests.factories.work import ReportingWindowFactory, acting_for, published

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


@pytest.fixture
def world():
    """Two members, each with an update that is due, an initiative in the calendar and a practice that it shares."""
    window = ReportingWindowFactory()
    for updated_on in (None, date(2026, 2, 3)):
        member = MemberFactory(state=True, joined="2008")
        principal = acting_for(member)
        plan = published(member, by=principal).plan
        UpdateDue.objects.create(window=window, plan=plan, due_on=window.closes_on, updated_on=updated_on)
        strategy = StrategyParticipantFactory(country=member.country).strategy
        made = {"strategy": strategy, "title": "Seminar", "starts": PartialDate(2027, 5), "ends": PartialDate(2027, 6)}
        Initiative.propose(member=member, by=principal, **made).accept(by=None)
        practice = Practice.objects.create(author=member.focal_points.get(), title="Begin small", text="With two.")
        practice.fields.set(plan.fields.all())


@pytest.mark.parametrize(
    ("serializer", "rows"),
    [
        (InitiativeSerializer, Initiative.objects.accepted),
        (PracticeSerializer, Practice.objects.shared),
        (UpdateDueSerializer, lambda: UpdateDue.objects.told_standing(DAY)),
    ],
)
def test_a_list_says_what_the_serializer_says(world, serializer, rows):
    instances = list(rows().order_by("pk"))

    assert len(instances) == 2
    assert listed(serializer, rows().order_by("pk")) == said(serializer, instances)
