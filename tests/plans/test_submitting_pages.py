"""From the last look at a plan to its receipt, on the page and by mail."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans import content
from plans.models import Comment, PlanDraft, Receipt
from tests.factories import MemberFactory, UserFactory
from tests.factories.work import ABOUT, MEASURE, PlanDraftFactory, acting_for, published
from tests.postbox import addresses

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def editor(member):
    return acting_for(member, role="editor")


@pytest.fixture
def draft(member):
    return PlanDraftFactory(member=member, filled=2)


@pytest.fixture
def mine(client, principal):
    client.force_login(principal)
    return client


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def check(draft):
    return reverse("plan_draft_submit", args=[draft.pk])


# the last look


def test_all_mistakes_stand_at_once_each_with_the_way_to_its_box(mine, draft, principal):
    draft.keep(0, {**ABOUT, "title": "", "stands": ""}, seen=0, by=principal)
    draft.keep(1, {**MEASURE, "fields": [], "ends": "2009-13"}, seen=0, by=principal)

    shown = page(mine, check(draft))

    start = draft.get_absolute_url()
    for box in ("0/#id_title", "0/#id_stands_0", "1/#id_fields_0", "1/#id_ends"):
        assert f'href="{start}{box}"' in shown
        assert f'id="{box.split("#")[1]}"' in page(mine, start + box.split("#")[0])
    assert "There is no such day as 2009-13." in shown
    assert "Submit to the secretariat" not in shown


def test_what_is_wrong_is_not_submitted_whoever_asks(mine, draft, principal):
    draft.keep(1, {**MEASURE, "objective": ""}, seen=0, by=principal)

    answer = mine.post(check(draft))

    assert answer.status_code == 409
    assert "Something is still to be filled in or mended" in answer.content.decode()
    assert not Receipt.objects.exists()


def test_a_plan_without_a_measure_is_told_so(mine, draft, principal):
    draft.remove(1, by=principal)
    draft.remove(2, by=principal)

    assert "Tell one measure at least." in page(mine, check(draft))


def test_a_field_of_action_that_is_left_out_is_a_warning_and_no_refusal(mine, draft):
    shown = page(mine, check(draft))

    assert "This plan says nothing on migration." in shown
    assert "Submit to the secretariat" in shown
    assert mine.post(check(draft)).status_code == 302


def test_the_whole_text_stands_there_and_what_changed_since_the_last_publication(mine, member, principal):
    published(member, 2, by=principal)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    assert mine.get(check(draft)).context["changes"] == []
    assert "It says the same as what is published." in page(mine, check(draft))
    draft.keep(1, {**MEASURE, "target": "300"}, seen=0, by=principal)
    draft.remove(2, by=principal)

    shown = page(mine, check(draft))

    assert "<del>200</del><ins>300</ins>" in shown
    assert "taken out" in shown
    assert "Pupils of two countries know each other." in shown
    assert "Against publication 1" in shown


def test_an_editor_who_sends_it_all_the_same_is_refused(client, draft, editor):
    client.force_login(editor)

    answer = client.post(check(draft))

    assert answer.status_code == 409
    assert "Only the principal focal point, or an alternate so empowered, submits." in answer.content.decode()
    assert not Receipt.objects.exists()


def test_what_a_colleague_wrote_since_one_looked_is_not_submitted_unseen(mine, draft, editor):
    seen = mine.get(check(draft)).context["seen"]
    draft.keep(1, {**MEASURE, "objective": "Quite another one."}, seen=0, by=editor)

    answer = mine.post(check(draft), {"seen": seen})

    assert answer.status_code == 409
    assert "Somebody has written in it since you looked" in answer.content.decode()
    assert "Quite another one." in answer.content.decode()
    assert mine.post(check(draft), {"seen": answer.context["seen"]}).status_code == 302


def test_the_print_of_a_text_is_of_this_text_alone(draft, principal):
    before = content.print_of(draft.told())

    draft.keep(1, {**MEASURE, "objective": "Another."}, seen=0, by=principal)

    assert content.print_of(draft.told()) != before
    draft.keep(1, MEASURE, seen=1, by=principal)
    assert content.print_of(draft.told()) == before


# the receipt


def test_two_clicks_are_one_receipt(mine, draft, delivered):
    first, second = mine.post(check(draft)), mine.post(check(draft))

    receipt = Receipt.objects.get()
    assert first["Location"] == second["Location"] == receipt.get_absolute_url()
    assert len(delivered()) == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_submit_at_once_one_gets_the_receipt(draft, principal, at_once):
    outcome = at_once(lambda number: PlanDraft.objects.get(pk=draft.pk).submit(by=principal))

    assert outcome == {"done": 1, "refused": 19}
    assert Receipt.objects.count() == 1


def test_the_receipt_tells_number_moment_writer_content_and_state(mine, draft, principal):
    receipt = draft.submit(by=principal)

    shown = page(mine, receipt.get_absolute_url())

    assert receipt.number in shown
    assert principal.person.name in shown
    assert "Schools meet" in shown
    assert "Pupils of two countries know each other." in shown
    assert "Waits to be opened by the secretariat" in shown


def test_the_receipt_comes_by_mail_with_all_that_was_submitted(draft, principal, delivered):
    receipt = draft.submit(by=principal)

    [mail] = delivered()

    assert addresses([mail]) == [principal.person.notices_go_to]
    assert receipt.number in mail.subject
    assert f"submitted by {principal.person.name}" in mail.body
    assert "- Measure 2: Measure of the tests 2" in mail.body
    [(name, text, kind)] = mail.attachments
    assert (name, kind) == (f"receipt-{receipt.number}.txt", "text/plain")
    for words in ("Objective: Pupils of two countries know each other.", "Starts: September 2009", receipt.number):
        assert words in text


def test_the_letter_of_a_plan_of_fifty_seven_measures_is_still_read_by_mail_programs(member, principal, delivered):
    PlanDraftFactory(member=member, filled=57).submit(by=principal)

    [mail] = delivered()

    html, _kind = mail.alternatives[0]
    assert len(html.encode()) < 100_000
    assert "Measure of the tests 57" in mail.body
    assert mail.attachments[0][1].count("Pupils of two countries know each other.") == 57


def test_as_long_as_nobody_has_opened_it_it_is_recalled(mine, draft, principal):
    receipt = draft.submit(by=principal)
    assert "Recall it and write on" in page(mine, receipt.get_absolute_url())

    mine.post(reverse("plan_draft_recall", args=[draft.pk]))

    draft.refresh_from_db()
    assert draft.status == "writing"
    shown = page(mine, receipt.get_absolute_url())
    assert "Recalled" in shown
    assert "Recall it and write on" not in shown


def test_what_staff_have_opened_is_no_longer_recalled_and_nor_is_it_by_an_editor(mine, draft, principal, editor):
    receipt = draft.submit(by=principal)
    with pytest.raises(ValidationError):
        draft.recall(by=editor)
    draft.open(by=None)

    assert "Recall it and write on" not in page(mine, receipt.get_absolute_url())
    answer = mine.post(reverse("plan_draft_recall", args=[draft.pk]), follow=True)

    assert "is in review and cannot become being written." in answer.content.decode()


def test_the_comments_are_read_once_the_plan_comes_back(mine, draft, principal, delivered):
    receipt = draft.submit(by=principal)
    draft.open(by=None)
    Comment.make(receipt=receipt, number=1, text="Which schools?", by=None)
    assert "Which schools?" not in page(mine, receipt.get_absolute_url())

    draft.return_to_member(by=None, note="Please name the schools.")

    shown = page(mine, receipt.get_absolute_url())
    assert "Which schools?" in shown
    assert "Please name the schools." in shown
    mail = delivered()[-1]
    assert "Measure 1, “Schools meet”: Which schools?" in mail.body
    assert f"{draft.get_absolute_url()}1/" in mail.body


def test_what_is_submitted_is_looked_at_and_no_longer_written(mine, draft, principal):
    receipt = draft.submit(by=principal)

    assert "it can be recalled" in page(mine, draft.get_absolute_url())
    assert mine.get(f"{draft.get_absolute_url()}1/")["Location"] == draft.get_absolute_url()
    assert mine.get(check(draft))["Location"] == receipt.get_absolute_url()
    draft.open(by=None)
    draft.publish(by=None)
    assert "See it as it is published" in page(mine, draft.get_absolute_url())


def test_staff_know_of_a_receipt_and_read_what_it_holds_once_they_have_opened_it(client, draft, principal, secretary):
    receipt = draft.submit(by=principal)
    client.force_login(secretary)
    shown = page(client, receipt.get_absolute_url())
    assert receipt.number in shown
    assert "Schools meet" not in shown

    draft.open(by=secretary)

    assert "Schools meet" in page(client, receipt.get_absolute_url())


def test_nobody_else_has_the_receipt(client, draft, principal):
    address = draft.submit(by=principal).get_absolute_url()
    assert client.get(address)["Location"] == f"/accounts/login/?next={address}"

    for stranger in (acting_for(MemberFactory(state=True, joined="2008")), UserFactory(person=None)):
        client.force_login(stranger)
        assert client.get(address).status_code == 404
