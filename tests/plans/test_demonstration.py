"""What people of the demonstration did with plans, and what is left of it when they are removed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from alliance.dates import PartialDate
from members.models import FocalPoint
from people.models import Person, User
from plans.models import (
    CalendarFeed,
    Comment,
    Initiative,
    Measure,
    PlanDraft,
    Practice,
    ProgressNote,
    Publication,
    Receipt,
    TaskForceSeat,
    UpdateDue,
)
from tests.factories import MemberFactory, PersonFactory, UserFactory
from tests.factories.plans import RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import MEASURE, ReportingWindowFactory, acting_for, fill, published

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def removed():
    out = StringIO()
    call_command("remove_demonstration", stdout=out)
    return out.getvalue()


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def actor(member):
    account = acting_for(member)
    Person.objects.filter(pk=account.person_id).update(is_demonstration=True)
    return account


def test_what_they_alone_wrote_goes_with_them(member, actor):
    draft = PlanDraft.begin(member=member, by=actor, edition=1)
    draft.parts.update(saved_by=actor)
    fill(draft)
    receipt = draft.submit(by=actor)
    draft.open(by=UserFactory(staff=True))
    Comment.make(receipt=receipt, number=1, text="Well", by=UserFactory(staff=True))
    strategy = RegionalStrategyFactory(adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country)
    Initiative.propose(member=member, by=actor, strategy=strategy, title="Conference", starts=PartialDate(2030, 5))
    point = FocalPoint.objects.get(person=actor.person)
    TaskForceSeat.take(focal_point=point, by=actor)
    Practice.objects.create(author=point, title="Practice", text="Text")
    CalendarFeed.open(actor)

    report = removed()

    assert "Removed: plan in work National plan of Freedonia" in report
    assert "Removed: practice shared Practice" in report
    registers = (PlanDraft, Receipt, Comment, Initiative, TaskForceSeat, Practice, CalendarFeed)
    assert not any(register.objects.exists() for register in registers)
    assert not Person.objects.filter(is_demonstration=True).exists()


def test_a_plan_in_which_a_real_colleague_wrote_stays_without_their_name(member, actor):
    draft = PlanDraft.begin(member=member, by=actor, edition=1)
    colleague = acting_for(member, role="editor")
    draft.keep(draft.add_measure(by=actor).number, MEASURE, seen=0, by=colleague)

    removed()

    draft.refresh_from_db()
    assert draft.begun_by is None
    assert draft.parts.get(number=1).content["title"] == MEASURE["title"]


def test_what_is_published_stays_and_is_named(member, actor):
    publication = published(member, by=actor)

    report = removed()

    assert "Kept, for what is published is kept: National plan of Freedonia: publication 1" in report
    kept = Publication.objects.get()
    assert (kept.content, kept.receipt.submitted_by) == (publication.content, None)
    assert Measure.objects.get().notes.count() == 1


def test_what_they_published_themselves_stays_as_well(member):
    secretary = UserFactory(staff=True, person=PersonFactory(demonstration=True))
    principal = acting_for(member)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    fill(draft)
    draft.submit(by=principal)
    draft.open(by=secretary)
    publication = draft.publish(by=secretary)

    removed()

    assert not User.objects.filter(pk=secretary.pk).exists()
    assert Publication.objects.get().published_by is None
    with pytest.raises(TypeError):
        publication.save()


def test_a_note_of_theirs_counts_no_more(member, actor):
    real = acting_for(member, role="alternate")
    measure = published(member, by=acting_for(member, role="alternate", is_empowered=True)).plan.measures.get()
    Receipt.objects.update(submitted_at=timezone.now() - timedelta(days=60))
    ProgressNote.objects.update(told_at=timezone.now() - timedelta(days=60))
    ReportingWindowFactory(opens_on=TODAY - timedelta(days=9), closes_on=TODAY + timedelta(days=9)).ask(by=None)
    ProgressNote.tell(measure=measure, by=actor, completion="complete")
    assert UpdateDue.objects.get().updated_on == TODAY

    removed()

    measure.refresh_from_db()
    assert measure.completion == "no_evidence"
    assert UpdateDue.objects.get().updated_on is None
    assert real.person.focal_points.exists()
