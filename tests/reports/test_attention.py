"""What needs attention: every number opens exactly its rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.attention import matters
from alliance.dates import PartialDate
from mailroom.models import Reminder
from members.models import CountryGroup, GroupPlace, Member
from outreach.models import Newsletter
from plans.models import Initiative, PlanDraft, ProgressNote, UpdateDue
from tests.factories import (
    CorrectionFactory,
    CountryFactory,
    DocumentFactory,
    FocalPointFactory,
    MemberFactory,
    NominationFactory,
    PersonFactory,
    StatedFigureFactory,
    UserFactory,
)
from tests.factories.agreements import AgreementFactory, PartnerFactory
from tests.factories.commitments import CommitmentFactory
from tests.factories.forums import ForumFactory, MeetingFactory
from tests.factories.funds import ContributionFactory, ContributorFactory, PledgeFactory
from tests.factories.mail import LetterFactory, MessageFactory, SuppressionFactory
from tests.factories.outreach import NewsItemFactory, NewsletterFactory
from tests.factories.plans import (
    NationalPlanFactory,
    ProposalFactory,
    RegionalStrategyFactory,
    StrategyParticipantFactory,
)
from tests.factories.programmes import NetworkFactory, NetworkMemberFactory, ProgrammeFactory
from tests.factories.work import ReportingWindowFactory, acting_for, fill


def opened(client, matter):
    """How many rows the address of a matter shows."""
    page = client.get(matter.address)
    assert page.status_code == 200
    if "norm" in page.context:
        return page.context["this_year"].missing
    return page.context["cl"].result_count if "cl" in page.context else page.context["gaps"].unnamed


@pytest.fixture
def office(client):
    client.force_login(UserFactory(staff=True, person=PersonFactory()))
    return client


def test_each_number_opens_its_rows_in_the_real_registers(real_registers, office):
    found = list(matters(timezone.localdate()))

    assert [opened(office, matter) for matter in found] == [matter.count for matter in found]
    assert sum(matter.count for matter in found) > 0


@pytest.fixture
def work(db):
    """Of everything that needs attention one or two, and beside it what looks like it."""
    today = timezone.localdate()
    ending = {"member__joined": "2008", "since": today - timedelta(days=400)}
    FocalPointFactory(**ending, until=today + timedelta(days=1))
    FocalPointFactory(**ending, until=today + timedelta(days=90))
    FocalPointFactory(**ending, until=today + timedelta(days=91))
    FocalPointFactory(**ending, until=today)
    FocalPointFactory(**ending, until=today + timedelta(days=9), person=PersonFactory(demonstration=True))
    implied = {"basis": Member.Basis.IMPLIED, "joined": "../2009"}
    MemberFactory(**implied)
    MemberFactory(**implied).withdraw(on=PartialDate(2012), by=None)
    MemberFactory(basis=Member.Basis.IMPLIED)
    settled = MemberFactory(joined="2008")
    NominationFactory(member=settled)
    NominationFactory(member=settled, status="withdrawn")
    CorrectionFactory(member=settled)
    CorrectionFactory(member=settled)
    CorrectionFactory(member=settled, status="accepted")
    StatedFigureFactory(value=26, as_of=PartialDate(2009))
    group = CountryGroup.objects.create(key="un-member-states", name="United Nations")
    for country in (CountryFactory(), MemberFactory(state=True, joined="2008").country):
        GroupPlace.objects.create(country=country, group=group)
    plans(settled)
    plans_in_work(today)
    commitments(today)
    agreements(today)
    forums(today)
    programmes(today)
    networks()
    money(today)
    mail()
    reminders(today)
    newsletters(today, settled)


def reminders(today):
    """One fell due before going live, one has no address; beside them one was mailed and one is done."""
    states = [("listed", None), ("unaddressed", None), ("mailed", None), ("listed", today)]
    for number, (state, settled_on) in enumerate(states):
        more = {"about": f"people.person:{number}", "due_on": today, "stage": 0, "made_on": today}
        Reminder.objects.create(rule="example", what="Report", state=state, settled_on=settled_on, **more)


def plans(member):
    """One is only announced; another was adopted after, and a third is not yet announced."""
    NationalPlanFactory(member=member, announced="2009-04")
    NationalPlanFactory(member=member, edition=2, announced="2010", adopted="2011")
    NationalPlanFactory(member=member, edition=3).prepare(on=PartialDate(2012), by=None)
    ProposalFactory()
    ProposalFactory(follow_up="open")


def plans_in_work(today):
    """Two to review, one returned long ago, an update overdue, an initiative and a note; beside each what rests."""
    long_ago = timezone.now() - timedelta(days=31)
    drafts = []
    for end in ("writing", "submitted", "opened", "returned", "returned", "published"):
        member = MemberFactory(state=True, joined="2008")
        by = acting_for(member)
        draft = PlanDraft.begin(member=member, by=by, edition=1)
        fill(draft, stands="in_preparation")
        drafts.append(draft)
        if end != "writing":
            draft.submit(by=by)
        if end in {"opened", "returned", "published"}:
            draft.open(by=None)
        if end == "returned":
            draft.return_to_member(by=None, note="Please mend it.")
    untouched, published = drafts[3], drafts[5].publish(by=None)
    untouched.receipts.update(answered_at=long_ago)
    untouched.parts.update(saved_at=long_ago)
    window = ReportingWindowFactory(opens_on=today - timedelta(days=60), closes_on=today + timedelta(days=9))
    for edition, days in ((8, 9), (9, -1)):
        plan = NationalPlanFactory(member=published.member, edition=edition)
        UpdateDue.objects.create(window=window, plan=plan, due_on=today + timedelta(days=days))
    strategy = RegionalStrategyFactory(adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country)
    offered = {"member": member, "by": by, "strategy": strategy, "starts": PartialDate(2030)}
    Initiative.propose(title="To decide", **offered)
    Initiative.propose(title="In the calendar", **offered).accept(by=None)
    for told_at in (timezone.now(), long_ago):
        measure = published.plan.measures.get()
        note = ProgressNote.tell(measure=measure, by=by, completion="limited", text=str(told_at))
        ProgressNote.objects.filter(pk=note.pk).update(told_at=told_at)


def agreements(today):
    """About to expire, resting and without a text; beside each what has longer, moves, or has its text."""
    text, partner = DocumentFactory(), PartnerFactory()
    signed = {"partner": partner, "signed": "2009", "text": text}
    AgreementFactory(**signed, expires_on=today + timedelta(days=90))
    AgreementFactory(**signed, expires_on=today + timedelta(days=91))
    AgreementFactory(**signed, expires_on=today + timedelta(days=60), notice_days=30)
    AgreementFactory(**signed, expires_on=today - timedelta(days=1))
    AgreementFactory(partner=partner, negotiating="2009")
    AgreementFactory(partner=partner, negotiating=(today - timedelta(days=30)).isoformat())
    AgreementFactory(partner=partner, approached="2009")
    AgreementFactory(partner=partner, signed="2010")
    AgreementFactory(partner=partner, decision=True, taken="2010")


def programmes(today):
    """One rests, and of another the launch is told in two ways; beside them one has moved and one is closed."""
    ProgrammeFactory(launched="2009-04")
    recent = (today - timedelta(days=30)).isoformat()
    moving = ProgrammeFactory(launched=recent)
    moving.step_to("launched", on=PartialDate.parse(recent), by=None, preferred=False)
    ProgrammeFactory(launched="2009-04").close(on=PartialDate(2010), by=None)


def networks():
    """Of one no member is known, and one has fewer than it is meant to have; beside them one is complete."""
    NetworkFactory(target_min=2)
    NetworkMemberFactory(network=NetworkFactory(target_min=2))
    NetworkMemberFactory(network=NetworkFactory(target_min=1, target_max=1))


def commitments(today):
    """Of two nothing was reported for a year; of another it was."""
    CommitmentFactory()
    CommitmentFactory(reported="2009")
    CommitmentFactory(reported=(today - timedelta(days=30)).isoformat())


def forums(today):
    """One is over and waits, one has an outcome without a text; beside them one to come and one with its text."""
    ForumFactory(confirmed="2007")
    ForumFactory(held="2008-01-16", outcome="Declaration of Madrid")
    ForumFactory(held="2008-01-16", outcome="Declaration of Fez", outcome_document=DocumentFactory())
    to_come = PartialDate(today.year + 1, 5, 28)
    ForumFactory(confirmed="2007", starts=to_come, ends=to_come)
    MeetingFactory(level="ministerial", starts=PartialDate(today.year, 1))
    MeetingFactory(level="ministerial")
    MeetingFactory(level="")
    MeetingFactory(body="focal_points")


def money(today):
    """A pledge that waits and one of this month; of what is entered, one in a currency of which no rate is known."""
    giver = {"contributor": ContributorFactory(name="Fictional Society")}
    PledgeFactory(**giver)
    PledgeFactory(**giver, when=(today - timedelta(days=30)).isoformat())
    ContributionFactory(**giver)
    ContributionFactory(**giver, currency="EUR")
    ContributionFactory(**giver, reported=True)


def mail():
    """Of each that waits for a decision some; beside them what waits as it should, went out or is decided."""
    letter = LetterFactory()
    MessageFactory(letter=letter)
    MessageFactory(letter=letter, sent=True)
    MessageFactory(letter=letter, stuck=True)
    MessageFactory.create_batch(2, letter=letter, in_doubt=True)
    MessageFactory.create_batch(3, letter=letter, failed=True)
    MessageFactory(letter=letter, failed=True).settle_as_failed(by=None)
    SuppressionFactory()
    SuppressionFactory(reason="unsubscribed")
    SuppressionFactory().lift(by=None)


def newsletters(today, member):
    """Missed, waiting and not submitted; beside them this month's, one of nothing, and one that was sent."""
    first = today.replace(day=1)
    issues = [NewsletterFactory(told=1) for _number in range(5)]
    states = ("missed", "missed", "submitted", "draft", "sent")
    for issue, status in zip(issues, states, strict=True):
        Newsletter.objects.filter(pk=issue.pk).update(status=status)
    NewsletterFactory(told=0)
    NewsletterFactory(month=first, told=1)
    NewsItemFactory(member=member)
    NewsItemFactory(member=member, status="declined")


EXPECTED = {
    "mails that wait too long": 1,
    "mails in doubt": 2,
    "mails that failed": 3,
    "addresses that nobody has": 1,
    "things due of which nobody has been mailed": 2,
    "nominations to confirm": 1,
    "corrections to decide": 2,
    "members without a focal point": 5,
    "appointments that end within 90 days": 2,
    "members stated, but not named in the register": 12,
    "members that a source only implies": 1,
    "members without a date of joining": 1,
    "Member States of the United Nations not named as members": 1,
    "national plans announced, not known to be adopted": 1,
    "proposals of which nobody has noted what became": 1,
    "submissions to review": 2,
    "submissions returned, and untouched for 30 days": 1,
    "updates of plans overdue": 1,
    "initiatives to enter in the calendar": 1,
    "progress notes of the last 14 days": 1,
    "agreements about to expire": 1,
    "negotiations without a step for a year": 1,
    "signed agreements without a text": 1,
    "programmes without a step for a year": 1,
    "programmes of which a step is told in two ways": 1,
    "networks of which no member is known": 1,
    "networks that are not of the size they are meant to have": 1,
    "forums that are over and not recorded as held": 1,
    "outcomes of forums without a text": 1,
    "meetings that the Group of Friends still has to hold this year": 3,
    "meetings of the Group of Friends of unknown level": 1,
    "commitments of which nothing was reported for a year": 2,
    "pledges older than a year without a receipt": 1,
    "contributions not posted for want of a rate": 1,
    "contributions entered and not posted": 2,
    "newsletters whose window was missed": 2,
    "newsletters that wait for approval": 1,
    "newsletters of a month that is over, not submitted": 1,
    "news items to decide": 1,
}


def test_each_number_opens_its_rows_and_none_that_look_like_them(work, office):
    found = list(matters(timezone.localdate()))

    assert {str(matter.words): matter.count for matter in found} == EXPECTED
    assert [opened(office, matter) for matter in found] == [matter.count for matter in found]


def test_what_has_rows_comes_first_on_the_home_page_of_staff(work, office):
    Member.objects.filter(basis=Member.Basis.IMPLIED).update(basis=Member.Basis.STATED)

    shown = office.get("/admin/").context["matters"]

    counts = {**EXPECTED, "members that a source only implies": 0}
    assert [str(matter.words) for matter in shown] == sorted(counts, key=lambda words: not counts[words])


def test_the_list_of_work_is_for_staff_alone(work, client):
    client.force_login(UserFactory())

    assert client.get("/admin/", follow=True).status_code == 403
