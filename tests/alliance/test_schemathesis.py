"""Whatever is asked within the schema, and beside it, is answered as the schema says: for every kind of caller."""

from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import booleans
from schemathesis import GenerationMode, checks

from alliance.dates import PartialDate
from alliance.rates import RateLimit
from alliance.wsgi import application
from members.models import FieldOfAction
from plans.models import Initiative, Practice, TaskForceSeat, UpdateDue
from tests.factories import DocumentFactory, FocalPointFactory, MemberFactory, StatedFigureFactory, UserFactory
from tests.factories.agreements import AgreementFactory, PartnerFactory
from tests.factories.commitments import AnnouncementFactory, CommitmentFactory, CommitmentReportFactory
from tests.factories.forums import EventFactory, ForumFactory, MeetingFactory, RecognitionFactory, SessionFactory
from tests.factories.funds import ContributionFactory, ContributorFactory, PledgeFactory, RateFactory
from tests.factories.outreach import NewsletterFactory, sent_out
from tests.factories.plans import (
    NationalPlanFactory,
    ProposalFactory,
    RegionalStrategyFactory,
    StrategyParticipantFactory,
)
from tests.factories.programmes import (
    NetworkFactory,
    NetworkMemberFactory,
    ProgrammeFactory,
    ProgrammePartnerFactory,
    StrategyPartnerFactory,
)
from tests.factories.work import ReportingWindowFactory, acting_for, published

pytestmark = pytest.mark.django_db

KEYS = {
    "members": "ruritania",
    "documents": "report",
    "figures": "members",
    "national-plans": "plan",
    "regional-strategies": "strategy",
    "proposals": "proposal",
    "measures": "ruritania-plan-2-m1",
    "publications": "ruritania-plan-2-p1",
    "initiatives": "1",
    "partners": "partner",
    "agreements": "agreement",
    "networks": "network",
    "programmes": "programme",
    "forums": "1",
    "sessions": "session",
    "meetings": "meeting",
    "events": "event",
    "recognitions": "recognition",
    "announcements": "announcement",
    "commitments": "commitment",
    "contributions": "contribution",
    "contributors": "contributor",
    "pledges": "pledge",
    "newsletters": "2009-04",
}
PROMISES = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.allow_header_conformance,
]


@pytest.fixture(autouse=True)
def connection_of_the_test():
    """A call does not close it, as Django's own test client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setattr(RateLimit, "RATES", {"anon": None, "user": None})
    document = DocumentFactory(key="report")
    StatedFigureFactory(document=document)
    member = MemberFactory(key="ruritania", state=True, joined="2008")
    member.steps.get().documents.add(document)
    plan = NationalPlanFactory(key="plan", member=member, announced="2009-04")
    plan.fields.set(FieldOfAction.objects.all())
    strategy = RegionalStrategyFactory(key="strategy", adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country)
    ProposalFactory(key="proposal", document=document, strategy=strategy)
    partner = PartnerFactory(key="partner")
    AgreementFactory(key="agreement", partner=partner, signed="2008", text=document)
    StrategyPartnerFactory(strategy=strategy, partner=partner)
    NetworkMemberFactory(network=NetworkFactory(key="network"), partner=partner)
    ProgrammePartnerFactory(programme=ProgrammeFactory(key="programme", launched="2009-04"), partner=partner)
    forum = ForumFactory(ordinal=1, held="2008-01-16")
    SessionFactory(key="session", forum=forum)
    MeetingFactory(key="meeting", forum=forum)
    EventFactory(key="event")
    RecognitionFactory(key="recognition", document=document)
    AnnouncementFactory(key="announcement", forum=forum, plan=plan)
    CommitmentReportFactory(commitment=CommitmentFactory(key="commitment", forum=forum))
    contributor = ContributorFactory(key="contributor", member=member)
    ContributionFactory(key="contribution", contributor=contributor, reported=True)
    PledgeFactory(key="pledge", contributor=contributor)
    RateFactory()
    work_at(member, strategy)
    sent_out(NewsletterFactory(month=date(2009, 4, 1), told=2))
    return member


def work_at(member, strategy):
    """What focal points do: a plan that is published and due again, an initiative, a practice and a seat."""
    by = acting_for(member)
    plan = published(member, by=by, edition=2).plan
    window = ReportingWindowFactory()
    UpdateDue.objects.create(window=window, plan=plan, due_on=window.closes_on)
    made = {"pk": 1, "title": "Seminar", "starts": PartialDate(2027, 5)}
    Initiative.propose(member=member, by=by, strategy=strategy, **made).accept(by=None)
    TaskForceSeat.take(focal_point=member.focal_points.get(), by=by, offers="School exchanges")
    Practice.objects.create(author=member.focal_points.get(), title="Begin small", text="With two schools.")


@pytest.mark.parametrize("caller", ["anyone", "focal point", "staff"])
def test_every_answer_is_one_that_the_schema_tells(caller, client, office):
    if caller == "focal point":
        client.force_login(UserFactory(person=FocalPointFactory(member=office, role="alternate").person))
    elif caller == "staff":
        client.force_login(UserFactory(staff=True))
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = {"Cookie": cookies, "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)

    asked = [operation.ok() for operation in schema.get_all_operations()]
    for operation in asked:
        ask(operation, headers)

    assert len(asked) > 8


def within_and_beside(operation):
    return operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def ask(operation, headers):
    @settings(
        max_examples=50,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=within_and_beside(operation), is_there=booleans())
    def answered(case, is_there):
        if is_there and case.path_parameters:
            case.path_parameters = dict.fromkeys(case.path_parameters, KEYS[operation.path.split("/")[3]])
        case.call_and_validate(headers=headers, checks=PROMISES)

    answered()
