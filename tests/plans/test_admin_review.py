"""From the list of plans in work to what the public sees: read, commented on, returned or published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import NationalPlan
from plans.models import Comment, Measure, PlanDraft, Publication
from tests.browserless import form_on, told
from tests.factories import MemberFactory, UserFactory
from tests.factories.work import MEASURE, acting_for, fill, published

pytestmark = pytest.mark.django_db
LIST = "/admin/plans/plandraft/"


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def receipt(member, principal):
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    fill(draft, 2)
    return draft.submit(by=principal)


@pytest.fixture
def opened(receipt, secretary):
    receipt.draft.open(by=secretary, receipt=receipt)
    receipt.refresh_from_db()
    return receipt


def review(receipt):
    return f"/admin/plans/receipt/{receipt.pk}/review/"


def press(office, receipt, button, value="yes", **boxes):
    """A button of the page, with what its boxes hold and what is written in them."""
    page = office.get(review(receipt))
    return office.post(review(receipt), form_on(page) | boxes | {button: value}, follow=True)


def words(page):
    return " ".join(page.content.decode().split())


def status(receipt):
    return PlanDraft.objects.get(pk=receipt.draft_id).status


def again(receipt, by, **measure):
    """The next submission of the same plan, in which the first measure says something else."""
    draft = PlanDraft.begin(member=receipt.draft.member, by=by, edition=1)
    part = draft.parts.get(number=1)
    draft.keep(1, {**MEASURE, **measure}, seen=part.version, by=by)
    return draft.submit(by=by)


def test_what_is_to_review_is_found_and_nothing_of_what_is_being_written(office, receipt):
    writing = PlanDraft.begin(member=MemberFactory(name="Syldavia"), by=UserFactory(), edition=1)
    fill(writing, title="Not for anybody yet")

    page = office.get(f"{LIST}?work=review")

    assert [draft.pk for draft in page.context["cl"].result_list] == [receipt.draft_id]
    assert review(receipt) in words(page)
    everything = [f"{LIST}", f"{LIST}{writing.pk}/change/", f"{LIST}{writing.pk}/history/"]
    assert not any("Not for anybody yet" in words(office.get(address)) for address in everything)


def test_until_it_is_opened_only_the_receipt_is_shown(office, receipt):
    page = office.get(review(receipt))

    assert receipt.number in words(page)
    assert "Open it for review" in words(page)
    assert MEASURE["objective"] not in words(page)
    assert status(receipt) == "submitted"


def test_once_opened_it_is_read_and_no_longer_recalled(office, receipt, principal):
    page = press(office, receipt, "open")

    assert MEASURE["objective"] in words(page)
    receipt.refresh_from_db()
    assert receipt.opened_by
    with pytest.raises(Exception, match="cannot become"):
        receipt.draft.recall(by=principal)


def test_the_second_officer_to_open_it_is_told_and_reads_it_too(office, receipt, secretary):
    form = form_on(office.get(review(receipt)))
    receipt.draft.open(by=secretary)

    page = office.post(review(receipt), form | {"open": "yes"}, follow=True)

    assert told(page) == ["National plan of Freedonia is in review already."]
    assert MEASURE["objective"] in words(page)


def test_what_changed_since_the_last_publication_is_marked(office, member, principal, secretary):
    published(member, 2, by=principal)
    receipt = again(member.plan_drafts.get().latest_receipt, principal, title="Schools and families meet")
    receipt.draft.open(by=secretary)

    page = office.get(review(receipt))

    sections = {each.section.number: each for each in page.context["reading"].told}
    assert sections[1].section.state == "changed"
    assert not sections[1].is_folded
    assert sections[2].is_folded
    assert '<ins><span class="unseen">new: </span>and families </ins>' in words(page)
    assert "Compared with publication 1" in words(page)


def test_a_field_that_is_left_out_is_told_and_refuses_nothing(office, opened):
    page = office.get(review(opened))

    assert "This plan says nothing on migration." in words(page)
    assert "This plan says nothing on education." not in words(page)


def test_a_comment_stands_beside_its_measure_with_who_and_when(office, opened, secretary):
    page = press(office, opened, "keep", "2", **{"comment-2": "Which schools?", "comment-1": "Well said"})

    assert {(comment.number, comment.text, comment.made_by) for comment in Comment.objects.all()} == {
        (1, "Well said", secretary),
        (2, "Which schools?", secretary),
    }
    assert page.redirect_chain[0][0].endswith("#m2")
    assert secretary.get_full_name() in words(page)
    assert status(opened) == "in_review"


def test_one_s_own_comment_is_taken_back_and_another_s_is_not(office, opened, secretary):
    mine = Comment.make(receipt=opened, number=1, text="Mine", by=secretary)
    theirs = Comment.make(receipt=opened, number=1, text="Theirs", by=UserFactory(staff=True))

    press(office, opened, "take_back", mine.pk)
    page = press(office, opened, "take_back", theirs.pk)

    assert Comment.objects.get() == theirs
    assert "Only whoever made a comment takes it back." in words(page)


def test_a_comment_that_cannot_be_kept_is_told_at_its_box_and_none_is_lost(office, opened):
    page = press(office, opened, "keep", "1", **{"comment-1": "x" * 4001, "comment-2": "Kept in its box"})

    assert list(page.context["reading"].remarks.errors) == [1]
    assert form_on(page)["comment-2"] == "Kept in its box"
    assert not Comment.objects.exists()


@pytest.mark.parametrize("boxes", [{"comment-9": "No such measure"}, {"comment-x": "y", "take_back": "z"}])
def test_what_no_page_sends_is_answered_in_words(office, opened, boxes):
    page = press(office, opened, "keep", "no number", **boxes)

    assert page.status_code == 200
    assert not Comment.objects.exists()


def test_nothing_is_returned_without_a_reason(office, opened):
    page = press(office, opened, "return", note=" ", **{"comment-1": "Which schools?"})

    assert page.context["reading"].remarks.note_error.startswith("Say what is to be changed")
    assert form_on(page)["comment-1"] == "Which schools?"
    assert status(opened) == "in_review"
    assert not Comment.objects.exists()


@pytest.mark.parametrize("note", ["Name \u202eloohcs eht\u202c.", "x" * 4001])
def test_a_reason_that_no_mail_takes_is_told_at_its_box(office, opened, note):
    page = press(office, opened, "return", note=note, **{"comment-1": "Which schools?"})

    assert page.status_code == 200
    assert 'id="wrong-note"' in page.content.decode()
    assert status(opened) == "in_review"
    assert not Comment.objects.exists()


@pytest.mark.parametrize("note", ["Thank \u202euoy\u202c.", "x" * 4001])
def test_a_word_that_no_mail_takes_publishes_nothing(office, opened, note):
    page = office.post(f"/admin/plans/receipt/{opened.pk}/publish/", {"note": note})

    assert page.status_code == 200
    assert status(opened) == "in_review"
    assert not Publication.objects.exists()


def test_it_is_returned_with_its_reason_and_the_comments_still_in_their_boxes(office, opened, principal, delivered):
    press(office, opened, "return", note="Please name the schools.", **{"comment-1": "Which schools?"})

    opened.refresh_from_db()
    assert status(opened) == "returned"
    assert opened.answer == "Please name the schools."
    assert Comment.objects.visible_to(principal).get().text == "Which schools?"


def test_of_the_next_submission_one_sees_what_was_asked_and_what_was_done(office, opened, principal, secretary):
    press(office, opened, "return", note="Please name the schools.", **{"comment-1": "Which schools?"})
    draft = PlanDraft.objects.get()
    draft.keep(1, {**MEASURE, "partners": "Schools of Sylvania"}, seen=0, by=principal)
    receipt = draft.submit(by=principal)
    draft.open(by=secretary)

    page = office.get(f"{review(receipt)}?since=return")

    assert "Which schools?" in words(page)
    assert f"(of receipt {opened.number})" in words(page)
    assert [section.number for section in page.context["reading"].changed] == [1]


def test_publishing_asks_once_more(office, opened):
    page = press(office, opened, "publish")

    assert page.redirect_chain[0][0].endswith("/publish/")
    assert status(opened) == "in_review"

    page = office.post(f"/admin/plans/receipt/{opened.pk}/publish/", {"note": "Thank you"}, follow=True)

    assert told(page) == ["Published: National plan of Freedonia: publication 1."]
    assert Publication.objects.get().receipt == opened
    opened.refresh_from_db()
    assert opened.answer == "Thank you"


def test_what_the_registers_refuse_is_told_and_nothing_is_half_saved(office, opened, secretary):
    plan = NationalPlan.objects.create(key="freedonia-plan-1", member=opened.draft.member, edition=1, source="x")
    plan.announce(on=plan_day("2009-05-01"), by=secretary)
    before = NationalPlan.objects.values().get()

    page = office.post(f"/admin/plans/receipt/{opened.pk}/publish/", {"note": ""})

    assert "Since: The register has “announced”" in words(page)
    assert NationalPlan.objects.values().get() == before
    assert not Publication.objects.exists()
    assert not Measure.objects.exists()
    assert status(opened) == "in_review"


def plan_day(text):
    from alliance.dates import PartialDate

    return PartialDate.parse(text)


def test_the_second_officer_to_decide_is_told_and_what_was_written_is_shown(office, opened, secretary):
    form = form_on(office.get(review(opened)))
    opened.draft.publish(by=UserFactory(staff=True))

    boxes = {"comment-1": "Which schools?", "return": "yes", "note": "Too late"}
    page = office.post(review(opened), form | boxes, follow=True)

    assert "It is not in review" in words(page)
    assert "Which schools?" in words(page)
    assert status(opened) == "published"
    assert office.get(f"/admin/plans/receipt/{opened.pk}/publish/").status_code == 302


def test_nobody_decides_about_a_newer_submission_than_the_one_on_the_page(office, opened, principal, secretary):
    form = form_on(office.get(review(opened)))
    opened.draft.return_to_member(by=secretary, note="Again, please")
    newer = opened.draft.submit(by=principal)
    opened.draft.open(by=secretary)

    page = office.post(review(opened), form | {"return": "yes", "note": "Old"}, follow=True)

    assert f"receipt {newer.number}: read that first" in words(page)
    assert status(opened) == "in_review"


@pytest.mark.parametrize("role", ["finance", "communications", "auditor"])
def test_readers_see_it_once_it_is_opened_and_decide_nothing(client, receipt, secretary, role):
    client.force_login(
        UserFactory(is_staff=True, role=role, **({"access_until": "2999-01-01"} if role == "auditor" else {}))
    )
    closed = client.get(review(receipt))
    refused = client.post(review(receipt), {"open": "yes"})
    receipt.draft.open(by=secretary)

    page = client.get(review(receipt))

    assert MEASURE["objective"] not in words(closed)
    assert refused.status_code == 403
    assert MEASURE["objective"] in words(page)
    assert "Return it" not in words(page)
    assert client.post(review(receipt), {"return": "yes", "note": "No"}).status_code == 403
    assert client.get(f"/admin/plans/receipt/{receipt.pk}/publish/").status_code == 403


def test_whoever_is_no_staff_comes_to_no_review(client, receipt, principal):
    client.force_login(principal)

    assert client.get(review(receipt)).status_code == 302 or client.get(review(receipt)).status_code == 403
    assert client.post(review(receipt), {"open": "yes"}).status_code in {302, 403}
    assert status(receipt) == "submitted"


@pytest.mark.parametrize("number", ["0", "999999", "x", "99999999999999999999"])
def test_a_receipt_that_is_not_there_is_none(office, number):
    assert office.get(f"/admin/plans/receipt/{number}/review/").status_code == 404


def test_what_was_recalled_is_read_by_nobody(office, receipt, principal):
    receipt.draft.recall(by=principal)

    page = office.get(review(receipt))

    assert "took it back before anybody had opened it" in words(page)
    assert MEASURE["objective"] not in words(page)


def test_a_hundred_measures_take_no_more_questions_than_two(office, secretary):
    counted = []
    for measures in (2, 100):
        member = MemberFactory(state=True, joined="2008")
        principal = acting_for(member)
        draft = PlanDraft.begin(member=member, by=principal, edition=1)
        fill(draft, measures)
        receipt = draft.submit(by=principal)
        draft.open(by=secretary)
        for number in range(1, measures + 1):
            Comment.make(receipt=receipt, number=number, text="Well", by=secretary)
        office.get(review(receipt))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            office.get(review(receipt))
        counted.append(len(queries))

    assert counted[0] == counted[1]
