"""The staff's desk: an issue from its draft to its last recipient, through the doors."""

from datetime import date, timedelta
from email.utils import parseaddr

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mailroom.models import Message
from outreach.mailing import expected
from outreach.models import Block, Edition, Newsletter
from outreach.tasks import send_newsletters
from tests.browserless import form_on, told
from tests.factories import FocalPointFactory, PersonFactory, UserFactory
from tests.factories.mail import SuppressionFactory
from tests.factories.outreach import (
    BlockFactory,
    NewsletterFactory,
    SubscriberFactory,
    approved,
    scheduled,
    sent_out,
)
from tests.factories.plans import NationalPlanFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/outreach/newsletter/"
Status = Newsletter.Status


def colleague(**more):
    return UserFactory(is_staff=True, **{"role": "communications", "person": PersonFactory(), **more})


@pytest.fixture
def writer(client):
    client.force_login(by := colleague(email="writer@example.org"))
    return by


@pytest.fixture
def second(client):
    """Another browser, of another person."""
    other = client.__class__()
    other.force_login(colleague(email="second@example.org"))
    return other


@pytest.fixture
def issue():
    return NewsletterFactory(month=date(2009, 4, 1), told=3)


def desk(newsletter):
    return f"{LIST}{newsletter.pk}/change/"


def act(newsletter, name):
    return f"{LIST}{newsletter.pk}/acts/{name}/"


def box(row, name):
    return f"{row._meta.model_name}-{row.pk}-{name}"


def type_in(client, newsletter, language="en", **boxes):
    """The form of the desk as the browser has it, with what is written in it."""
    address = f"{desk(newsletter)}?language={language}"
    return client.post(address, form_on(client.get(address)) | boxes, follow=True)


def press(client, newsletter, name, **boxes):
    return type_in(client, newsletter, act=name, **boxes)


def answer(client, newsletter, name, **boxes):
    """The page on which an act asks something, opened now."""
    return client.post(act(newsletter, name), {"seen": newsletter.version} | boxes, follow=True)


def window(minutes=-1, hours=2):
    now = timezone.now()
    moments = {"opens_at": now + timedelta(minutes=minutes), "closes_at": now + timedelta(hours=hours)}
    return {name: f"{moment:%Y-%m-%dT%H:%M}" for name, moment in moments.items()}


def status(newsletter):
    return Newsletter.objects.get(pk=newsletter.pk).status


def blocks(newsletter):
    return [*newsletter.main.blocks.all()]


def recipients(mail):
    [address] = mail.to
    return parseaddr(address)[1]


def words(page):
    return " ".join(page.content.decode().split())


def test_an_issue_goes_from_a_month_to_its_last_recipient(client, second, writer, delivered):
    NationalPlanFactory(member__name="Freedonia", title="Plan of Freedonia", announced="2009-04")
    FocalPointFactory(member__joined="2008", person=UserFactory(email="point@example.org").person)
    SubscriberFactory(address="reader@example.org")
    client.post(f"{LIST}add/", {"month": "2009-04"})
    newsletter = Newsletter.objects.get(month=date(2009, 4, 1))
    [block] = [block for block in blocks(newsletter) if block.topic == "plans"]

    press(client, newsletter, "test", **{box(block, "heading"): "A plan of Freedonia"})
    press(client, newsletter, "submit")
    press(client, newsletter, "approve")
    assert status(newsletter) == Status.SUBMITTED
    press(second, newsletter, "approve")
    asked = press(client, newsletter, "schedule")
    client.post(asked.redirect_chain[-1][0], form_on(asked) | window())
    tests = [recipients(mail) for mail in delivered()]
    send_newsletters()

    assert tests == ["writer@example.org"]
    assert {recipients(mail) for mail in delivered()[1:]} == {"point@example.org", "reader@example.org"}
    assert "A plan of Freedonia" in delivered()[-1].body
    send_newsletters()
    assert status(newsletter) == Status.SENT


def test_what_is_paused_rests_and_what_is_stopped_needs_a_reason(client, writer, issue, delivered):
    SubscriberFactory.create_batch(2)
    sent_out(issue)

    press(client, issue, "pause")
    assert delivered() == []
    press(client, issue, "resume")
    assert status(issue) == Status.SENDING
    assert "required" in words(answer(client, issue, "stop", note=""))
    answer(client, issue, "stop", note="A wrong date")

    assert status(issue) == Status.STOPPED
    assert delivered() == []
    assert {message.state for message in Message.objects.all()} == {Message.State.STOPPED}
    assert issue.history.first().history_change_reason == "A wrong date"


@pytest.mark.parametrize(
    ("stands", "acts"),
    [
        ("draft", {"update", "audience", "translate", "test", "submit"}),
        ("approved", {"test", "schedule", "take_back"}),
        ("scheduled", {"test", "schedule", "take_back"}),
        ("sending", {"pause", "stop"}),
        ("paused", {"resume", "stop"}),
        ("sent", set()),
        ("stopped", set()),
    ],
)
def test_only_what_its_status_allows_is_offered(client, writer, issue, stands, acts):
    Newsletter.objects.filter(pk=issue.pk).update(status=stands)

    page = client.get(desk(issue))

    assert {offered.name for offered in page.context["acts"]} == acts
    assert page.context["is_editable"] is (stands == "draft")
    assert ("<textarea" in words(page)) is (stands == "draft")


def test_an_act_out_of_its_turn_is_refused_in_words(client, writer, issue):
    for name in ("pause", "resume", "approve", "take_back"):
        assert told(press(client, issue, name)) == ["Newsletter, April 2009 (draft): this cannot be done with it now."]

    assert answer(client, issue, "stop", note="No").status_code == 200
    assert told(client.get(act(issue, "schedule"), follow=True))
    assert client.get(act(issue, "launch")).status_code == 404
    assert status(issue) == Status.DRAFT


def test_nobody_approves_what_they_submitted(client, writer, issue):
    press(client, issue, "submit")

    page = client.get(desk(issue))
    answered = answer(client, issue, "approve")

    assert "approve" not in {offered.name for offered in page.context["acts"]}
    assert "a second person approves it" in words(page)
    assert told(answered) == ["You submitted it yourself: a second person approves it."]


def edited_by_another(newsletter, text="Other words"):
    """Taken back, changed and submitted again, while somebody has the page before them."""
    newsletter.refresh_from_db()
    newsletter.take_back(by=None)
    newsletter.main.blocks.first().rewrite(by=None, text=text)
    newsletter.submit(by=colleague())


def test_words_that_the_second_person_has_not_seen_are_not_approved(client, writer, issue):
    issue.submit(by=colleague())
    opened = form_on(client.get(desk(issue)))
    edited_by_another(issue)

    page = client.post(desk(issue), opened | {"act": "approve"}, follow=True)

    assert told(page) == [
        "Newsletter, April 2009 was changed after you opened it: read it as it stands now, then decide."
    ]
    assert "Other words" in words(page)
    assert status(issue) == Status.SUBMITTED
    client.post(desk(issue), form_on(page) | {"act": "approve"})
    assert status(issue) == Status.APPROVED


@pytest.mark.parametrize(("role", "opens"), [("communications", True), ("programme", False), ("finance", False)])
def test_a_number_of_mails_to_readers_opens_its_list_for_whoever_sees_them(client, issue, role, opens):
    SubscriberFactory()
    sent_out(issue)
    client.force_login(colleague(role=role))

    (posted,) = client.get(desk(issue)).context["posted"]

    assert (posted.total, [state.number for state in posted.states]) == (1, [1])
    assert [bool(state.address) for state in posted.states] == [opens]


@pytest.mark.parametrize(
    ("state", "said"),
    [("pending", "the month may have another issue"), ("sent", "it stays the issue of its month")],
)
def test_what_was_stopped_says_whether_its_month_is_free(client, writer, issue, state, said):
    SubscriberFactory()
    sent_out(issue).messages.update(state=state)

    issue.stop(by=writer, note="A wrong date")

    assert said in words(client.get(desk(issue)))


def test_an_act_that_nothing_was_read_before_is_refused(client, writer, issue):
    issue.submit(by=colleague())

    pages = client.get(act(issue, "approve"), follow=True), client.post(act(issue, "approve"), follow=True)

    assert [told(page) for page in pages] == [["Read the issue here first, then decide."]] * 2
    assert status(issue) == Status.SUBMITTED


def test_what_was_changed_after_it_was_read_is_not_scheduled(client, second, writer, issue):
    approved(issue)
    opened = form_on(client.get(desk(issue)))
    asked = client.post(desk(issue), opened | {"act": "schedule"}, follow=True)
    edited_by_another(issue)
    press(second, issue, "approve")

    page = client.post(asked.redirect_chain[-1][0], form_on(asked) | window(), follow=True)
    later = client.post(desk(issue), opened | {"act": "schedule"}, follow=True)
    again = client.post(later.redirect_chain[-1][0], form_on(later) | window(), follow=True)

    assert all("was changed after you opened it" in told(answer)[0] for answer in (page, again))
    assert "Other words" in words(page)
    assert status(issue) == Status.APPROVED


@pytest.mark.parametrize("seen", ["0.0.0", "x", "9" * 40])
def test_whoever_says_that_another_issue_was_seen_approves_nothing(client, writer, issue, seen):
    issue.submit(by=colleague())

    page = client.post(act(issue, "approve"), {"seen": seen}, follow=True)

    assert "was changed after you opened it" in told(page)[0]
    assert status(issue) == Status.SUBMITTED


def test_whom_it_reaches_is_told_before_it_is_approved_and_scheduled(client, writer, issue):
    both = "both@example.org"
    FocalPointFactory(member__joined="2008", person=UserFactory(email=both).person)
    SubscriberFactory(address=both)
    SubscriberFactory(address="all@example.org", language="fr")
    SubscriberFactory(address="plans@example.org", topics=["plans"])
    SubscriberFactory(address="funds@example.org", topics=["funds"])
    BlockFactory(edition=issue.main, topic="next")
    approved(issue)

    pages = [client.get(desk(issue)), client.get(act(issue, "schedule"), {"seen": issue.version})]

    for page in pages:
        shown = words(page)
        assert "As things stand it reaches 3 recipients" in shown
        assert "Focal points, English: 1" in shown
        assert "Subscribers, English: 2" in shown
        assert page.context["expected"].topics == [
            ("National plans and regional strategies", 2),
            ("What is due next", 1),
        ]
    assert issue.messages.count() == 0


def test_whom_it_was_to_reach_it_reaches(issue):
    FocalPointFactory(member__joined="2008", person=UserFactory(email="both@example.org").person)
    for address, topics in (("both", []), ("all", []), ("plans", ["plans"]), ("funds", ["funds"])):
        SubscriberFactory(address=f"{address}@example.org", topics=topics)
    SuppressionFactory(address="all@example.org")
    before = expected(issue).total

    sent_out(issue)

    assert before == issue.messages.count() == 2


def test_a_topic_that_stands_twice_is_told_and_a_block_of_ones_own_has_its_topic_chosen(client, writer, issue):
    BlockFactory(edition=issue.main, topic="next")
    assert "is headed more than once" not in words(client.get(desk(issue)))
    BlockFactory(edition=issue.main, topic="plans")

    page = client.get(desk(issue))

    assert "“National plans and regional strategies” is headed more than once" in words(page)
    assert "new-topic" not in form_on(page)
    refused = type_in(client, issue, **{"new-heading": "Our own", "new-text": "Words."})
    assert [*refused.context["issue"].new.errors] == ["topic"]


def test_blocks_are_rewritten_moved_added_and_taken_out_at_once(client, writer, issue):
    first, middle, last = blocks(issue)

    type_in(
        client,
        issue,
        **{box(first, "text"): "New **words**", box(middle, "drop"): "on", "up": str(last.pk)},
        **{"new-topic": "news", "new-heading": "Of our own", "new-text": "A school was opened."},
    )

    assert [block.heading for block in blocks(issue)] == [last.heading, first.heading, "Of our own"]
    assert Block.objects.get(pk=first.pk).text == "New **words**"
    assert not Block.objects.filter(pk=middle.pk).exists()
    assert Block.history.filter(id=first.pk).first().history_user == writer


def test_a_form_that_changes_nothing_writes_nothing(client, writer, issue):
    block = BlockFactory(edition=issue.main, source="plans", text="- one\n- two", drafted="- one\n- two")
    before = Block.history.count(), Edition.history.count()

    type_in(client, issue)

    assert (Block.history.count(), Edition.history.count()) == before
    assert Block.objects.get(pk=block.pk).is_as_drafted


def test_what_is_wrong_is_told_at_its_box_and_nothing_is_half_saved(client, writer, issue):
    first, second, _last = blocks(issue)
    edition = issue.main

    page = type_in(
        client,
        issue,
        **{box(first, "text"): "Good words", box(second, "heading"): "", box(edition, "subject"): "x" * 151},
        **{"new-text": "A text without a heading"},
    )

    form = page.context["issue"]
    assert form.words.errors["subject"]
    assert form.blocks[1].errors["heading"]
    assert form.new.errors["heading"]
    assert form.blocks[0].errors == {}
    assert "Good words" in words(page)
    assert "A text without a heading" in words(page)
    assert Block.objects.get(pk=first.pk).text != "Good words"


@pytest.mark.parametrize(
    "spoilt", ["two\nlines", "two\r\nBcc: all@example.org", "\ue000key:unsubscribe\ue001", "a\u202eb"]
)
def test_a_subject_that_would_be_more_than_words_is_refused(client, writer, issue, spoilt):
    edition = issue.main

    page = type_in(client, issue, **{box(edition, "subject"): spoilt})

    assert page.context["issue"].words.errors["subject"]
    assert Edition.objects.get(pk=edition.pk).subject == edition.subject


@pytest.mark.parametrize("odd", ["", "x", "-1", "9" * 18, "٣", "1.5", "²", "<b>"])
def test_what_no_browser_sends_breaks_nothing(client, writer, issue, odd):
    before, block = [block.text for block in blocks(issue)], blocks(issue)[0]
    posted = form_on(client.get(desk(issue)))

    boxes = {"up": odd, "down": odd, "act": odd, box(block, "seen"): odd, f"block-{odd}-seen": odd, "block-²-seen": "1"}
    answers = [client.post(desk(issue), posted | boxes), client.post(desk(issue), boxes), client.post(desk(issue))]

    assert {answer.status_code for answer in answers} <= {200, 302}
    assert [block.text for block in blocks(issue)] == before


def test_a_block_of_many_words_and_one_of_another_issue(client, writer, issue):
    foreign = blocks(NewsletterFactory(told=1))[0]

    page = type_in(client, issue, **{box(blocks(issue)[0], "text"): "x" * 20_001})
    type_in(client, issue, **{box(foreign, "text"): "Not yours", box(foreign, "drop"): "on", "up": str(foreign.pk)})

    assert page.context["issue"].blocks[0].errors["text"]
    assert Block.objects.get(pk=foreign.pk).text == foreign.text


def test_two_who_write_different_blocks_both_keep_their_words(client, second, writer, issue):
    first, other, _last = blocks(issue)
    opened = form_on(client.get(desk(issue)))
    type_in(second, issue, **{box(other, "text"): "Of the second person"})

    client.post(desk(issue), opened | {box(first, "text"): "Of the writer"})

    assert [block.text for block in blocks(issue)][:2] == ["Of the writer", "Of the second person"]


def test_words_that_others_changed_are_not_overwritten_in_silence(client, second, writer, issue):
    block = blocks(issue)[0]
    opened = form_on(client.get(desk(issue)))
    type_in(second, issue, **{box(block, "text"): "Of the second person"})

    page = client.post(desk(issue), opened | {box(block, "text"): "Of the writer"})

    assert "Of the second person" in words(page)
    assert "Of the writer" in words(page)
    assert Block.objects.get(pk=block.pk).text == "Of the second person"
    client.post(desk(issue), form_on(page))
    assert Block.objects.get(pk=block.pk).text == "Of the writer"


def test_what_was_typed_in_a_block_that_is_gone_is_shown(client, second, writer, issue):
    block = blocks(issue)[0]
    opened = form_on(client.get(desk(issue)))
    type_in(second, issue, **{box(block, "drop"): "on"})

    page = client.post(desk(issue), opened | {box(block, "text"): "Of the writer"}, follow=True)

    assert "Of the writer" in words(page)
    assert "taken out the block" in words(page)


def test_what_was_typed_after_it_was_submitted_is_shown_and_not_kept(client, second, writer, issue):
    block = blocks(issue)[0]
    opened = form_on(client.get(desk(issue)))
    press(second, issue, "submit")

    page = client.post(desk(issue), opened | {box(block, "text"): "Too late"})

    assert "take it back to a draft" in " ".join(told(page))
    assert "Too late" in words(page)
    assert Block.objects.get(pk=block.pk).text != "Too late"


def test_an_issue_is_written_in_another_language(client, writer, issue):
    answer(client, issue, "translate", language="ar")
    [arabic] = issue.editions.filter(language="ar")

    page = type_in(client, issue, language="ar", **{box(arabic, "subject"): "نشرة"})

    assert page.context["edition"].subject == "نشرة"
    assert issue.main.subject != "نشرة"
    assert "Select a valid choice" in words(answer(client, issue, "translate", language="ar"))
    assert client.get(f"{desk(issue)}?language=fr").status_code == 404


def test_its_audience_is_chosen(client, writer, issue):
    answer(client, issue, "audience", to_focal_points="on")

    issue.refresh_from_db()
    assert (issue.to_focal_points, issue.to_subscribers) == (True, False)
    answer(client, issue, "audience")
    assert "Say to whom it goes" in " ".join(told(press(client, issue, "submit")))


@pytest.mark.parametrize(
    ("opens_at", "closes_at"),
    [
        ("", ""),
        ("tomorrow", "later"),
        ("2009-04-01T09:00", "2009-04-01T17:00"),
        ("2999-04-01T17:00", "2999-04-01T09:00"),
        ("2999-04-01T09:00", "2999-04-01T09:05"),
        ("99999-04-01T09:00", "2999-13-41T09:05"),
    ],
)
def test_a_window_that_is_none_is_refused_at_its_box(client, writer, issue, opens_at, closes_at):
    approved(issue)

    page = answer(client, issue, "schedule", opens_at=opens_at, closes_at=closes_at)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert status(issue) == Status.APPROVED


def test_a_missed_window_is_scheduled_anew(client, writer, issue):
    scheduled(issue)
    Newsletter.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    send_newsletters()

    assert status(issue) == Status.MISSED
    answer(client, issue, "schedule", **window())
    assert status(issue) == Status.SCHEDULED


@pytest.mark.parametrize("month", ["", "April", "2009", "2009-13", "2009-04-01", "../2009-04", "9999-12", "1999-01"])
def test_what_is_no_month_is_refused_in_words(client, writer, month):
    page = client.post(f"{LIST}add/", {"month": month})

    assert page.context["form"].errors["month"]
    assert not Newsletter.objects.exists()


def test_a_month_with_nothing_says_so_and_one_that_stands_is_opened(client, writer, issue):
    empty = client.post(f"{LIST}add/", {"month": "2009-03"}, follow=True)
    again = client.post(f"{LIST}add/", {"month": "2009-04"}, follow=True)

    assert "Nothing happened in March 2009 that the registers tell" in " ".join(told(empty))
    assert again.redirect_chain[-1][0] == desk(issue)
    submitted = press(client, Newsletter.objects.get(month=date(2009, 3, 1)), "submit")
    assert "there is nothing to send" in " ".join(told(submitted))


def test_recipients_are_counted_by_state_and_lead_to_their_mails(client, writer, issue):
    SubscriberFactory.create_batch(3)
    sent_out(issue)
    Message.objects.filter(pk=Message.objects.first().pk).update(state="in_doubt")

    [letter] = client.get(desk(issue)).context["posted"]
    shown = client.get(letter.states[0].address).context["cl"].result_count

    assert (letter.total, letter.states[0].number, shown) == (3, 2, 2)
    assert "2 waiting" in words(client.get(LIST))
    assert "1 in doubt" in words(client.get(LIST))


def test_the_list_asks_the_same_however_long_it_is(client, writer, issue):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    SubscriberFactory()
    sent_out(issue)
    client.get(LIST)
    few = asked()
    for _number in range(4):
        sent_out(NewsletterFactory(told=1))

    assert asked() == few


def test_the_list_is_searched_filtered_and_taken_away(client, writer, issue):
    NewsletterFactory(month=date(2008, 1, 1), told=1, told__text="About **Syldavia**")

    def months(**query):
        return [row.key for row in client.get(LIST, query).context["cl"].result_list]

    assert months(q="syldavia") == ["2008-01"]
    assert months(year="2009") == ["2009-04"]
    assert months(year="twenty") == ["2009-04", "2008-01"]
    assert months(status__exact="sent") == []
    resource = dict.fromkeys(("month", "subject", "recipients", "sent"), "on")
    table = client.post(
        f"{LIST}export/",
        {"format": "0", "resource": "0", **resource, **{f"newsletterresource_{n}": "on" for n in resource}},
    )
    assert "2009-04" in table.content.decode()


def test_the_history_tells_of_its_words_and_brings_nothing_back(client, writer, issue):
    block = blocks(issue)[0]
    type_in(client, issue, **{box(block, "text"): "Changed words"})

    page = client.get(f"{LIST}{issue.pk}/history/")

    assert "Changed words" in words(page)
    version = issue.history.last().history_id
    client.post(f"{LIST}{issue.pk}/history/{version}/", {"month": "2001-01-01"})
    assert Newsletter.objects.get(pk=issue.pk).month == date(2009, 4, 1)


def test_a_draft_may_be_deleted_and_what_went_out_may_not(client, writer, issue):
    gone, kept = NewsletterFactory(told=1), sent_out(issue)
    offered = [f"/{newsletter.pk}/delete/" in words(client.get(desk(newsletter))) for newsletter in (gone, kept)]

    client.post(f"{LIST}{gone.pk}/delete/", {"post": "yes"})

    assert offered == [True, False]
    assert not Newsletter.objects.filter(pk=gone.pk).exists()
    assert client.post(f"{LIST}{kept.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("role", ["finance", "auditor"])
def test_whoever_only_reads_changes_nothing(client, issue, role):
    until = {"access_until": date(2999, 1, 1)} if role == "auditor" else {}
    client.force_login(colleague(role=role, **until))

    page = client.get(desk(issue))

    assert page.status_code == 200
    assert page.context["acts"] == []
    assert "<textarea" not in words(page)
    assert client.get(f"{LIST}{issue.pk}/preview/").status_code == 200
    for address in (desk(issue), act(issue, "submit"), act(issue, "test"), f"{LIST}add/"):
        assert client.post(address, {"month": "2009-01"}).status_code == 403
    assert client.get(act(issue, "audience")).status_code == 403
    assert status(issue) == Status.DRAFT
    assert Newsletter.objects.count() == 1


@pytest.mark.parametrize("role", ["programme", "communications", "management"])
def test_whoever_decides_may(client, issue, role):
    client.force_login(colleague(role=role))

    press(client, issue, "submit")

    assert status(issue) == Status.SUBMITTED


def test_nobody_else_gets_in(client, issue, outsider):
    pages = [LIST, f"{LIST}add/", *(f"{LIST}{issue.pk}/{page}/" for page in ("change", "preview", "mail", "acts/test"))]
    assert {client.get(page).status_code for page in pages} == {302}
    client.force_login(outsider)

    codes = {client.get(page, follow=True).status_code for page in pages}

    assert codes <= {403, 404}
    assert {client.post(page, follow=True).status_code for page in pages} <= {403, 404}


def test_an_issue_that_is_not_there_is_not_found(client, writer):
    for number in ("999", "x", "9" * 18, "1/2"):
        for page in ("change", "preview", "mail", "acts/test"):
            assert client.get(f"{LIST}{number}/{page}/").status_code == 404
