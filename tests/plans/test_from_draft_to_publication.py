from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import NationalPlan
from plans.models import Comment, Measure, PlanDraft, ProgressNote, Publication
from tests.factories import MemberFactory, UserFactory
from tests.factories.work import ABOUT, acting_for, fill, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def draft(member, principal):
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    fill(draft)
    return draft


def test_a_plan_that_is_submitted_and_published_is_what_the_public_sees(draft, principal, delivered):
    receipt = draft.submit(by=principal)
    draft.open(by=None)
    publication = draft.publish(by=None)

    plan = NationalPlan.objects.get(member=draft.member, edition=1)
    assert (plan.title, plan.status, plan.key) == (ABOUT["title"], "announced", "freedonia-plan-1")
    assert {field.key for field in plan.fields.all()} == {"education", "youth"}
    assert publication.number == 1
    assert publication.content == receipt.content
    measure = Measure.objects.get()
    assert (measure.key, measure.completion) == ("freedonia-plan-1-m1", "no_evidence")
    assert ProgressNote.objects.standing(date.today()).get().measure == measure


def test_the_next_draft_begins_with_what_is_published(member, principal):
    published(member, by=principal)

    again = PlanDraft.begin(member=member, by=principal, edition=1)

    assert again.told()["about"] == {**ABOUT}
    assert again.told()["measures"][0]["title"] == "Schools meet"
    assert again.mistakes() == []


def test_everything_that_is_wrong_is_told_at_once(draft, principal):
    draft.keep(0, {**ABOUT, "title": "", "covers_from": "2013", "stands_since": "soon"}, seen=0, by=principal)
    draft.keep(1, {"title": "Schools", "ends": "2009-13"}, seen=0, by=principal)

    wrong = {(mistake.number, mistake.name) for mistake in draft.mistakes()}

    assert wrong == {(0, "title"), (0, "covers_to"), (0, "stands_since"), (1, "fields"), (1, "objective"), (1, "ends")}


def test_what_the_register_would_refuse_is_refused_at_submitting(draft, principal):
    draft.keep(0, {**ABOUT, "stands_since": "2999"}, seen=0, by=principal)

    assert [(mistake.number, mistake.name) for mistake in draft.mistakes()] == [(0, "stands_since")]
    assert not NationalPlan.objects.exists()
    with pytest.raises(ValidationError):
        draft.submit(by=principal)


def test_an_editor_writes_and_does_not_submit(draft, member):
    editor = acting_for(member, role="editor")
    draft.keep(0, {**ABOUT, "title": "Of the editor"}, seen=0, by=editor)

    with pytest.raises(ValidationError):
        draft.submit(by=editor)

    empowered = acting_for(member, role="alternate", is_empowered=True)
    assert draft.submit(by=empowered).submitted_by == empowered


def test_once_submitted_nothing_is_written_until_it_is_recalled(draft, principal):
    receipt = draft.submit(by=principal)
    with pytest.raises(ValidationError):
        draft.keep(1, {"title": "Later"}, seen=0, by=principal)

    draft.recall(by=principal)

    receipt.refresh_from_db()
    assert receipt.recalled_at
    draft.keep(1, {"title": "Later"}, seen=0, by=principal)


def test_what_staff_have_opened_is_not_recalled(draft, principal):
    draft.submit(by=principal)
    draft.open(by=UserFactory(staff=True))

    with pytest.raises(ValidationError):
        draft.recall(by=principal)


def test_what_is_returned_comes_with_comments_and_is_submitted_again(draft, principal):
    receipt = draft.submit(by=principal)
    draft.open(by=None)
    comment = Comment.make(receipt=receipt, number=1, text="Which schools?", by=None)
    assert not Comment.objects.visible_to(principal).exists()

    draft.return_to_member(by=None, note="Please name the schools.")

    assert Comment.objects.visible_to(principal).get() == comment
    assert not Comment.objects.visible_to(UserFactory()).exists()
    again = draft.submit(by=principal)
    assert again != receipt


def test_a_second_publication_drops_what_it_no_longer_holds(member, principal):
    published(member, 2, by=principal)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    draft.remove(2, by=principal)
    added = draft.add_measure(by=principal)
    assert added.number == 3
    draft.remove(3, by=principal)
    draft.submit(by=principal)
    draft.open(by=None)

    publication = draft.publish(by=None)

    assert publication.number == 2
    assert [measure.number for measure in Measure.objects.current()] == [1]
    assert Measure.objects.get(number=2).dropped_on
    assert Publication.objects.count() == 2


def test_another_member_s_draft_does_not_exist(draft):
    stranger = acting_for(MemberFactory(state=True, joined="2008"))

    assert not PlanDraft.objects.editable_by(stranger).exists()
    assert not PlanDraft.objects.editable_by(UserFactory(staff=True)).exists()


def test_an_editor_does_not_give_up_what_colleagues_wrote(draft, member, principal):
    with pytest.raises(ValidationError):
        draft.discard(by=acting_for(member, role="editor"))

    draft.discard(by=principal)

    assert PlanDraft.objects.get(pk=draft.pk).status == "discarded"
