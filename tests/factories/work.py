"""Plans in work, what is published of them, and what focal points do beside."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from plans.models import PlanDraft, ReportingWindow
from tests.factories import FocalPointFactory, MemberFactory, UserFactory

ABOUT = {
    "title": "Plan for living together",
    "designation": "road map",
    "languages": ["en"],
    "text_language": "en",
    "covers_from": "2009",
    "covers_to": "2012",
    "stands": "announced",
    "stands_since": "2009-04-06",
    "summary": "What the ministries do together.",
}
MEASURE = {
    "reference": "1.1",
    "title": "Schools meet",
    "fields": ["education", "youth"],
    "objective": "Pupils of two countries know each other.",
    "ministries": "Ministry of Examples",
    "partners": "Network of Example Schools",
    "indicator": "Schools that take part",
    "baseline": "0",
    "target": "200",
    "starts": "2009-09",
    "ends": "2011-06",
    "completion": "",
}


def acting_for(member, role="principal", **more):
    """An account that acts for the member, as `more` says of its appointment."""
    account = UserFactory()
    FocalPointFactory(member=member, person=account.person, role=role, **more)
    return account


class PlanDraftFactory(DjangoModelFactory):
    """Empty; with `filled=1` (or more) a plan of so many measures that may be submitted."""

    class Meta:
        model = PlanDraft
        skip_postgeneration_save = True

    member = factory.SubFactory(MemberFactory, state=True, joined="2008")
    edition = 1

    @factory.post_generation
    def filled(self, create, measures, **about):
        if measures:
            fill(self, measures, **about)


def fill(draft, measures=1, **about):
    draft.parts.all().delete()
    draft.add_part(0, {**ABOUT, **about})
    for number in range(1, measures + 1):
        title = MEASURE["title"] if number == 1 else f"Measure of the tests {number}"
        draft.add_part(number, {**MEASURE, "title": title})


def published(member, measures=1, *, edition=1, by=None, **about):
    """The publication of a plan that went all the way."""
    by = by or acting_for(member)
    draft = PlanDraft.begin(member=member, by=by, edition=edition)
    if measures:
        fill(draft, measures, **about)
    draft.submit(by=by)
    draft.open(by=None)
    return draft.publish(by=None)


class ReportingWindowFactory(DjangoModelFactory):
    class Meta:
        model = ReportingWindow

    key = factory.Sequence(lambda n: f"window-{n}")
    name = factory.Sequence(lambda n: f"Window {n}")
    opens_on = date(2026, 1, 1)
    closes_on = date(2026, 3, 31)
