"""Lists of ten rows and of a thousand are read by the same statements, at every door."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliance.dates import PartialDate
from alliance.listing import QUESTIONS
from forums.models import Announcement, Commitment, Event, Forum, Meeting, Recognition, Session
from funds.models import Contribution, Contributor, Fund, OperationalRate, Pledge
from mailroom.models import Letter, Message, Suppression
from members.models import FieldOfAction, NationalPlan, Proposal, RegionalStrategy, StrategyParticipant
from outreach.models import Block, Edition, Newsletter
from partnerships.models import Agreement, Network, NetworkMember, Partner, Party, Programme
from plans.models import Measure, ProgressNote, Publication
from tests.factories import CountryFactory, DocumentFactory, MemberFactory, UserFactory
from tests.factories.agreements import AgreementFactory
from tests.factories.plans import NationalPlanFactory

pytestmark = pytest.mark.django_db
FEW, MANY, ON_A_PAGE = 10, 1000, 100
FIRST = "2008-01-01"


def stand(records, status):
    """Each on a rung since the first day."""
    step = type(records[0]).steps_of().model
    step.objects.bulk_create(
        step(record=record, status=status, on=FIRST, since=FIRST, public_since=FIRST) for record in records
    )
    type(records[0]).objects.update(status=status, public_status=status)


def with_fields(records):
    through, fields = type(records[0]).fields.through, FieldOfAction.objects.all()
    name = type(records[0])._meta.model_name
    through.objects.bulk_create(
        through(**{f"{name}_id": record.pk, "fieldofaction_id": field.pk}) for record in records for field in fields
    )


def plans(number):
    member = MemberFactory(joined="2007", state=True)
    made = NationalPlan.objects.bulk_create(
        NationalPlan(key=f"plan-{n}", member=member, edition=n + 1) for n in range(number)
    )
    stand(made, "adopted")
    with_fields(made)


def measures(number):
    """Of one plan, each in the four fields, with the note that it begins with."""
    plans(1)
    of = {"plan": NationalPlan.objects.get(), "member": NationalPlan.objects.get().member, "published_on": FIRST}
    made = Measure.objects.bulk_create(
        Measure(key=f"measure-{n}", number=n + 1, title=f"Measure {n}", **of) for n in range(number)
    )
    with_fields(made)
    ProgressNote.objects.bulk_create(
        ProgressNote(measure=measure, on=FIRST, since=FIRST, completion="limited", status="published")
        for measure in made
    )


def publications(number):
    plans(1)
    of = {"plan": NationalPlan.objects.get(), "member": NationalPlan.objects.get().member}
    Publication.objects.bulk_create(
        Publication(key=f"text-{n}", number=n + 1, content={"about": {}, "measures": []}, **of) for n in range(number)
    )


def strategies(number):
    made = RegionalStrategy.objects.bulk_create(
        RegionalStrategy(key=f"strategy-{n}", name=f"Region {n:04}") for n in range(number)
    )
    country = CountryFactory()
    StrategyParticipant.objects.bulk_create(
        StrategyParticipant(strategy=strategy, country=country, name=country.name, role="adopting") for strategy in made
    )
    stand(made, "adopted")
    with_fields(made)


def proposals(number):
    strategies(1)
    strategy, document = RegionalStrategy.objects.get(), DocumentFactory()
    Proposal.objects.bulk_create(
        Proposal(key=f"proposal-{n}", subject=f"Subject {n:04}", document=document, strategy=strategy, tool="report")
        for n in range(number)
    )


def partners(number):
    return Partner.objects.bulk_create(
        Partner(key=f"partner-{n}", name=f"Partner {n:04}", kind="ngo", is_public=True) for n in range(number)
    )


def agreements(number):
    made = Agreement.objects.bulk_create(
        Agreement(key=f"agreement-{n}", title=f"Agreement {n:04}", kind="memorandum", name=f"Agreement {n:04}")
        for n in range(number)
    )
    with_whom = partners(number)
    Party.objects.bulk_create(Party(agreement=agreement, is_alliance=True) for agreement in made)
    Party.objects.bulk_create(
        Party(agreement=agreement, partner=partner, order=1) for agreement, partner in zip(made, with_whom, strict=True)
    )
    stand(made, "signed")
    with_fields(made)


def networks(number):
    made = Network.objects.bulk_create(
        Network(key=f"network-{n}", name=f"Network {n:04}", kind="academic", status="active", is_public=True)
        for n in range(number)
    )
    partner = partners(1)[0]
    NetworkMember.objects.bulk_create(
        NetworkMember(network=network, partner=partner, since=FIRST, is_public=True) for network in made
    )


def programmes(number):
    made = Programme.objects.bulk_create(
        Programme(key=f"programme-{n}", name=f"Programme {n:04}", kind="programme", relation="leads")
        for n in range(number)
    )
    stand(made, "launched")
    with_fields(made)


def forums(number):
    country = CountryFactory()
    made = Forum.objects.bulk_create(
        Forum(ordinal=n + 1, name=f"Forum {n}", city=f"City {n}", country=country, starts_on=FIRST, ends_on=FIRST)
        for n in range(number)
    )
    stand(made, "held")
    return made


def of_a_forum(model, prefix, **same):
    """So many rows of one forum."""

    def make(number):
        forum = forums(1)[0]
        named = {"number": "number"} if model is Commitment else {}
        model.objects.bulk_create(
            model(key=f"{prefix}-{n}", forum=forum, **dict.fromkeys(named, n + 1), **same) for n in range(number)
        )

    return make


def announcements(number):
    programmes(number)
    forum = forums(1)[0]
    Announcement.objects.bulk_create(
        Announcement(key=f"announced-{n}", forum=forum, what="launched", programme=programme)
        for n, programme in enumerate(Programme.objects.all())
    )


def events(number):
    Event.objects.bulk_create(
        Event(key=f"event-{n}", kind="visit", title=f"Visit {n}", place=f"City {n}", occurred_on=FIRST, is_public=True)
        for n in range(number)
    )


def recognitions(number):
    document = DocumentFactory()
    Recognition.objects.bulk_create(
        Recognition(key=f"word-{n}", kind="mention", body=f"Body {n}", document=document) for n in range(number)
    )


def contributors(number):
    return Contributor.objects.bulk_create(
        Contributor(key=f"giver-{n}", name=f"Fictional Giver {n:04}", named_as="other") for n in range(number)
    )


def contributions(number):
    same = {"fund": Fund.objects.create(key="fund", name="Fund"), "posting": "posted", "rate": 1, "currency": "USD"}
    Contribution.objects.bulk_create(
        Contribution(key=f"gift-{giver.pk}", contributor=giver, dated_on=FIRST, amount=5, usd=5, **same)
        for giver in contributors(number)
    )


def pledges(number):
    fund = Fund.objects.create(key="fund", name="Fund")
    Pledge.objects.bulk_create(
        Pledge(key=f"pledge-{giver.pk}", contributor=giver, fund=fund, pledged_on=FIRST)
        for giver in contributors(number)
    )


def rates(number):
    day = date(2000, 1, 1)
    OperationalRate.objects.bulk_create(
        OperationalRate(key=f"eur-{n}", currency="EUR", rate=1, in_force_from=day + timedelta(days=n))
        for n in range(number)
    )


A_SESSION = {"kind": "plenary", "title": "Session", "held_on": FIRST}
A_MEETING = {"body": "group_of_friends", "level": "ministerial", "starts_on": FIRST, "is_public": True}
A_COMMITMENT = {"kind": "plan", "text": "A plan"}


def newsletters(number):
    """One a month since 1900, each with a block in two languages."""
    made = Newsletter.objects.bulk_create(
        Newsletter(month=first, since=first, status="sent", published_at=timezone.now())
        for first in (date(1900 + n // 12, n % 12 + 1, 1) for n in range(number))
    )
    editions = Edition.objects.bulk_create(
        Edition(newsletter=issue, language=language, subject="News") for issue in made for language in ("en", "fr")
    )
    Block.objects.bulk_create(Block(edition=edition, position=1, heading="Plans", text="One.") for edition in editions)


LISTS: dict[str, tuple[Callable[[int], object], str, str]] = {
    "national-plans": (plans, "/plans/", "members/nationalplan"),
    "measures": (measures, "/measures/", "plans/measure"),
    "progress-notes": (measures, "/measures/measure-0/", "plans/progressnote"),
    "publications": (publications, "/plans/plan-0/publications/", "plans/publication"),
    "regional-strategies": (strategies, "/strategies/", "members/regionalstrategy"),
    "proposals": (proposals, "/proposals/", "members/proposal"),
    "partners": (partners, "/partners/", "partnerships/partner"),
    "agreements": (agreements, "/agreements/", "partnerships/agreement"),
    "networks": (networks, "/networks/", "partnerships/network"),
    "programmes": (programmes, "/programmes/", "partnerships/programme"),
    "forums": (forums, "/forums/", "forums/forum"),
    "sessions": (of_a_forum(Session, "session", **A_SESSION), "/forums/1/", "forums/session"),
    "announcements": (announcements, "/forums/1/", "forums/announcement"),
    "commitments": (of_a_forum(Commitment, "word", **A_COMMITMENT), "/commitments/", "forums/commitment"),
    "meetings": (of_a_forum(Meeting, "meeting", **A_MEETING), "/meetings/", "forums/meeting"),
    "events": (events, "/events/", "forums/event"),
    "recognitions": (recognitions, "/recognition/", "forums/recognition"),
    "contributors": (contributors, "/contributions/", "funds/contributor"),
    "contributions": (contributions, "/contributions/", "funds/contribution"),
    "pledges": (pledges, "/contributions/", "funds/pledge"),
    "operational-rates": (rates, "/contributions/", "funds/operationalrate"),
    "newsletters": (newsletters, "/newsletters/", "outreach/newsletter"),
}
OF_OUTREACH = [Newsletter]
OF_THE_FUNDS = [Contribution, Pledge, Contributor, Fund, OperationalRate]
OF_FORUMS = [Announcement, Commitment, Session, Meeting, Event, Recognition, Forum]
OF_PLANS = [ProgressNote, Measure, Publication]
OF_PARTNERSHIPS = [NetworkMember, Network, Programme, Party, Agreement, Partner]


def asked(client, address):
    QUESTIONS.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200
    return answer, [query["sql"] for query in queries]


def forget():
    for model in [
        *OF_OUTREACH,
        *OF_THE_FUNDS,
        *OF_FORUMS,
        *OF_PARTNERSHIPS,
        *OF_PLANS,
        Proposal,
        NationalPlan,
        RegionalStrategy,
    ]:
        model.objects.all().delete()


@pytest.fixture
def doors(client, secretary):
    """What is asked of a register, and how many statements it takes: by the public, and by staff in the admin."""

    def doors(register):
        _, page, admin = LISTS[register]
        api = f"/api/v1/{register}/"
        client.logout()
        answers = [asked(client, address) for address in (f"{api}?page_size=10", f"{api}?format=csv", page)]
        client.force_login(secretary)
        answers.append(asked(client, f"/admin/{admin}/"))
        return answers

    return doors


@pytest.mark.parametrize("register", LISTS)
def test_a_list_of_a_thousand_rows_takes_the_statements_of_one_of_ten(register, doors):
    costs = []
    for number in (FEW, MANY):
        forget()
        LISTS[register][0](number)
        answers = doors(register)
        rows, table, page, admin = (answer for answer, _ in answers)
        costs.append([len(queries) for _, queries in answers])

        assert (rows.json()["count"], len(rows.json()["results"])) == (number, 10)
        assert table.content.decode().count("\n") == number + 1
        assert len(page.context.get("page", ())) in {0, min(number, ON_A_PAGE), min(number, 20), min(number, 24)}
        assert len(admin.context["cl"].result_list) == min(number, 50)

    assert costs[0] == costs[1]
    assert max(costs[1]) <= 20


@pytest.mark.parametrize("address", ["/documents/report/", "/"])
def test_what_rests_on_a_document_takes_the_same_statements_for_one_plan_and_for_ten(client, address):
    document, costs = DocumentFactory(key="report"), []
    for _ in range(2):
        for _ in range(6):
            plan = NationalPlanFactory()
            plan.announce(on=PartialDate(2009), by=None, documents=[document])
            AgreementFactory(signed="2009").steps.get().documents.add(document)
        costs.append(len(asked(client, address)[1]))

    assert costs[0] == costs[1]


def test_the_pipeline_takes_the_same_statements_for_few_negotiations_and_many(client, secretary):
    client.force_login(secretary)
    costs = []
    for _ in range(2):
        for _ in range(10):
            AgreementFactory(negotiating="2009")
            AgreementFactory(signed="2009")
        costs.append(len(asked(client, "/agreements/pipeline/")[1]))

    assert costs[0] == costs[1]


def letters(number):
    """Each with a message that failed and one in doubt."""
    made = Letter.objects.bulk_create(
        Letter(kind="mail/notice", language="en-gb", subject="Word") for _ in range(number)
    )
    Message.objects.bulk_create(
        Message(letter=letter, address=f"{state}@example.org", state=state)
        for letter in made
        for state in ("failed", "in_doubt")
    )


def suppressions(number):
    lifted = {"lifted_at": timezone.now(), "lifted_by": UserFactory()}
    Suppression.objects.bulk_create(
        Suppression(address=f"reader-{n}@example.org", reason="bounced", **lifted) for n in range(number)
    )


@pytest.mark.parametrize(
    ("address", "make"), [("letter", letters), ("message", letters), ("suppression", suppressions)]
)
def test_the_lists_of_the_mail_take_the_same_statements_for_few_and_for_many(address, make, client, secretary):
    client.force_login(secretary)
    costs = []
    for number in (FEW, MANY):
        make(number)
        answer, queries = asked(client, f"/admin/mailroom/{address}/")
        assert len(answer.context["cl"].result_list) >= FEW
        costs.append(len(queries))
        Message.objects.all().delete()
        Suppression.objects.all().delete()

    assert costs[0] == costs[1]
    assert costs[1] <= 20
