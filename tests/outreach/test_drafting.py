"""The issue of April 2009 is drafted from the registers; nothing of another month is in it."""

from datetime import date
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from alliance.dates import PartialDate
from alliance.happenings import Topic, sources
from forums.models import Announcement, Forum
from mailroom.models import Message
from members.models import Member
from outreach import tasks
from outreach.drafting import bring_up_to_date, draft, since_the_last
from outreach.markdown import literal
from outreach.models import NewsItem, Newsletter
from outreach.models.newsletter import last_month
from tests.factories import FocalPointFactory, MemberFactory, UserFactory
from tests.factories.outreach import (
    BlockFactory,
    NewsItemFactory,
    NewsletterFactory,
    SubscriberFactory,
    approved,
    sent_out,
)

pytestmark = pytest.mark.django_db
APRIL = date(2009, 4, 1)
EMPTY = date(2006, 6, 1)


@pytest.fixture
def april(loaded_registers):
    return draft(APRIL, by=None)


@pytest.fixture
def secretary():
    return UserFactory(staff=True)


def block(newsletter, source):
    return newsletter.main.blocks.get(source=source)


def test_the_ten_plans_announced_at_istanbul_are_in_it_by_name(april):
    announced = Announcement.objects.plans_announced().filter(forum__city="Istanbul")

    plans = [announcement.plan for announcement in announced.select_related("plan__member")]
    told = block(april, "plans-announced")

    assert len(plans) == 10
    assert told.heading == "National plans announced"
    assert all(plan.name in told.plain and plan.get_absolute_url() in told.text for plan in plans)
    assert told.plain.count("\n- ") == 10


def test_the_seven_agreements_signed_at_istanbul_are_in_it_by_name(april):
    signed = Announcement.objects.agreements_signed().filter(forum__city="Istanbul").select_related("agreement")

    agreements = [announcement.agreement for announcement in signed]
    told = block(april, "agreements-signed")

    assert len(agreements) == 7
    assert all(agreement.name in told.plain for agreement in agreements)
    assert told.plain.count("\n- ") == 7


def test_nothing_of_another_month_is_in_it(april):
    facts = [source.during(april.period) for source in sources() if source.topic != Topic.NEXT]

    assert sum(map(len, facts)) == 27
    assert {(fact.on.year, fact.on.month) for told in facts for fact in told} == {(2009, 4)}


def test_what_is_only_known_by_april_did_not_happen_in_april(april):
    """Eight States were members by then; no source says that they joined that month."""
    assert Member.objects.get(key="algeria").steps.get(status="member").when == PartialDate(2009, 4, 7, known_by=True)

    assert not april.main.blocks.filter(source="joined").exists()


def test_what_is_due_next_stands_apart_from_what_happened(april):
    assert [part.topic for part in april.main.told()] == ["plans", "partnerships", "forums", "next"]
    assert "22 June 2009" in block(april, "next-meetings").plain


def test_what_is_not_public_is_not_in_it(loaded_registers):
    hidden = MemberFactory(name="Ruritania", key="ruritania")
    hidden.approach(on=PartialDate(2009, 4, 2), by=None)
    open_to_all = MemberFactory(name="Strelsau", key="strelsau")
    open_to_all.join(on=PartialDate(2009, 4, 3), by=None)

    told = "".join(part.plain for part in draft(APRIL, by=None).main.blocks.all())

    assert "Strelsau" in told
    assert "Ruritania" not in told


def test_a_draft_is_brought_up_to_date_but_what_staff_have_written_stays(april, secretary):
    block(april, "plans-announced").rewrite(by=secretary, text="Ten plans were announced.")
    april.main.add(by=secretary, topic="news", heading="A word", text="Of our own.")
    member = MemberFactory(name="Ruritania", key="ruritania")
    member.join(on=PartialDate(2009, 4, 3), by=None)

    bring_up_to_date(april, by=secretary)

    assert block(april, "plans-announced").text == "Ten plans were announced."
    assert "Ruritania" in block(april, "joined").plain
    assert april.main.blocks.filter(heading="A word").exists()


def test_a_fact_that_was_taken_back_leaves_the_draft(loaded_registers):
    member = MemberFactory(name="Ruritania", key="ruritania")
    member.join(on=PartialDate(2006, 6, 3), by=None)
    newsletter = draft(EMPTY, by=None)
    assert "Ruritania" in block(newsletter, "joined").plain

    member.steps.all().delete()
    member.retrace()
    bring_up_to_date(newsletter, by=None)

    assert newsletter.has_nothing


def test_a_month_with_nothing_says_so_and_mails_nobody(loaded_registers, secretary):
    said = StringIO()

    call_command("draft_newsletter", month=EMPTY, stdout=said)

    newsletter = Newsletter.objects.get(month=EMPTY)
    assert "nothing happened that the registers tell. Nobody is mailed." in said.getvalue()
    with pytest.raises(ValidationError, match="Nothing happened in June 2006"):
        newsletter.submit(by=secretary)
    assert not Message.objects.exists()


def test_the_command_says_what_it_drafted(loaded_registers):
    said = StringIO()

    call_command("draft_newsletter", "--month", "2009-04", stdout=said)

    assert "Newsletter, April 2009: drafted at /admin/" in said.getvalue()
    assert "National plans announced" in said.getvalue()


@pytest.mark.parametrize("month", ["2009", "2009-04-01", "../2009-04", "2009-13", "April"])
def test_a_month_that_is_none_is_refused_in_words(month):
    with pytest.raises(CommandError, match=r"year and the month|no such day|no date"):
        call_command("draft_newsletter", "--month", month)


def test_an_issue_that_is_on_its_way_is_not_drafted_anew(april):
    approved(april)

    with pytest.raises(ValidationError, match="take it back to a draft"):
        draft(APRIL, by=None)


def test_each_month_the_issue_of_the_month_before_is_drafted_once():
    tasks.draft_newsletter()
    tasks.draft_newsletter()

    drafted = Newsletter.objects.get()
    today = timezone.localdate()
    assert (drafted.month.year * 12 + drafted.month.month + 1) == today.year * 12 + today.month


def test_a_month_that_was_left_out_is_made_up_for():
    sent_out(NewsletterFactory(month=date(2009, 1, 1), told=1))

    assert since_the_last(APRIL) == date(2009, 2, 1)
    assert since_the_last(date(2011, 4, 1)) == date(2010, 4, 1), "but not for longer than a year"
    assert since_the_last(date(2009, 1, 1)) == date(2009, 1, 1)


def test_what_staff_take_in_goes_into_the_issue_that_is_being_drafted(secretary):
    newsletter = NewsletterFactory(month=last_month(), told=1)
    item = NewsItemFactory(title="School opened", text="It has <b>twelve</b> rooms & a [garden](https://example.org).")

    item.accept(by=secretary)

    told = newsletter.main.blocks.get(topic="news")
    assert told.heading == "School opened"
    assert told.plain == f"It has <b>twelve</b> rooms & a [garden](https://example.org).\n\n{item.member.name}"
    assert "<b>" not in told.html
    assert "href" not in told.html


def test_what_is_taken_in_without_a_draft_waits_for_the_next(secretary):
    item = NewsItemFactory()
    item.accept(by=secretary)

    newsletter = draft(last_month(), by=secretary)
    bring_up_to_date(newsletter, by=secretary)

    item.refresh_from_db()
    assert [told.heading for told in newsletter.main.blocks.filter(topic="news")] == [item.title]
    assert item.block.edition == newsletter.main


@pytest.mark.parametrize(
    "words",
    [
        "*a* _b_ `c`",
        "[x](http://e.org)",
        "# 1. - + > |",
        "<i>&amp;</i>",
        "a\\*b",
        "http://e.org",
        "12) x",
        "- x",
        "> x",
        "=== x",
    ],
)
def test_words_of_the_registers_are_never_markup(words):
    from outreach import markdown

    assert markdown.plain(literal(words)) == " ".join(words.split())
    assert "href" not in markdown.html(literal(words))


def test_words_without_signs_of_markup_stand_in_the_box_as_they_are():
    assert literal("High-level meeting, 2009-04: opened (at last).") == "High-level meeting, 2009-04: opened (at last)."


def test_what_staff_took_out_does_not_come_back(april, secretary):
    block(april, "meetings").drop(by=secretary)

    bring_up_to_date(april, by=secretary)

    assert not april.main.blocks.filter(source="meetings").exists()


def test_news_that_staff_took_out_do_not_come_back(secretary):
    newsletter = NewsletterFactory(month=last_month(), told=1)
    item = NewsItemFactory()
    item.accept(by=secretary)
    item.block.drop(by=secretary)

    bring_up_to_date(newsletter, by=secretary)

    assert not newsletter.main.blocks.filter(topic="news").exists()


def test_an_old_issue_tells_nothing_of_today(april, secretary):
    NewsItemFactory().accept(by=secretary)

    bring_up_to_date(april, by=secretary)

    assert not april.main.blocks.filter(topic="news").exists()


def test_a_month_whose_issue_was_stopped_is_made_up_for():
    sent_out(NewsletterFactory(month=date(2009, 1, 1), told=1))
    sent_out(NewsletterFactory(month=date(2009, 3, 1), told=1)).stop(by=None)

    assert since_the_last(APRIL) == date(2009, 2, 1)


def test_a_month_whose_issue_nobody_was_sent_is_drafted_anew_and_sent_to_all(loaded_registers, secretary, client):
    SubscriberFactory(address="reader@example.org")
    first = draft(APRIL, by=secretary)
    sent_out(first).stop(by=secretary, note="A wrong date")

    call_command("draft_newsletter", month=APRIL, stdout=StringIO())
    again = Newsletter.objects.of_their_month().get(month=APRIL)
    assert client.get(again.get_absolute_url()).status_code == 404
    sent_out(again)

    assert again != first
    assert [message.address for message in again.messages.filter(is_subscription=True)] == ["reader@example.org"]
    assert client.get(again.get_absolute_url()).status_code == 200
    client.force_login(secretary)
    assert client.get(again.get_absolute_url()).context["newsletter"] == again
    assert client.get("/api/v1/newsletters/2009-04/").json()["status"] == "sending"
    assert [row["key"] for row in client.get("/api/v1/newsletters/").json()["results"]] == ["2009-04"]


def test_a_month_drafted_anew_tells_what_its_issue_was_to_make_up_for(secretary):
    given_away = draft(APRIL, by=secretary, since=date(2009, 2, 1))
    BlockFactory(edition=given_away.main)
    sent_out(given_away).stop(by=secretary, note="A wrong date")

    assert draft(APRIL, by=secretary).since == date(2009, 2, 1)


def test_news_that_staff_took_out_stays_out_of_the_month_drafted_anew(secretary):
    first = NewsletterFactory(month=last_month(), told=1)
    kept, taken_out = NewsItemFactory.create_batch(2)
    for item in (kept, taken_out):
        item.accept(by=secretary)
        item.refresh_from_db()
    taken_out.block.remove(by=secretary)
    SubscriberFactory()
    sent_out(first).stop(by=secretary, note="A wrong date")

    assert [*NewsItem.objects.to_tell()] == [kept]


@pytest.mark.parametrize("state", ["sent", "sending", "in_doubt", "failed"])
def test_what_had_gone_to_some_stays_the_issue_of_its_month(secretary, state):
    SubscriberFactory.create_batch(2)
    issue = sent_out(NewsletterFactory(month=APRIL, told=1))
    gone = Message.objects.first()
    Message.objects.filter(pk=gone.pk).update(state=state, attempts=0 if state == "sending" else 1)

    issue.stop(by=secretary, note="Too late")

    assert not Newsletter.objects.get().reached_nobody
    with pytest.raises(CommandError, match="it is not changed any more"):
        call_command("draft_newsletter", month=APRIL)
    with pytest.raises(ValidationError, match="has its newsletter already"):
        Newsletter(month=APRIL, since=APRIL).full_clean()


def test_what_was_put_off_or_refused_before_it_left_has_reached_nobody(secretary, delivered):
    SubscriberFactory(address="put-off@example.org")
    FocalPointFactory(person__office_email="nowhere")
    issue = sent_out(NewsletterFactory(month=APRIL, told=1))
    Message.objects.filter(address="put-off@example.org").update(attempts=3)

    issue.stop(by=secretary, note="A wrong date")

    assert Newsletter.objects.get().reached_nobody
    assert draft(APRIL, by=secretary) != issue


def test_what_staff_sent_again_may_have_arrived(secretary):
    SubscriberFactory()
    issue = sent_out(NewsletterFactory(month=APRIL, told=1))
    Message.objects.update(state="in_doubt", attempts=1)
    Message.objects.get().send_again(by=secretary)

    issue.stop(by=secretary, note="A wrong date")

    assert not Newsletter.objects.get().reached_nobody


def test_issues_that_were_stopped_before_give_their_month_away_by_the_same_rule():
    SubscriberFactory()
    issues = [sent_out(NewsletterFactory(told=1)) for _number in range(4)]
    for issue, stands in zip(issues[1:], ("sent", "in_doubt", "failed"), strict=True):
        issue.messages.update(state=stands, attempts=1)
    for issue in issues:
        issue.stop(by=None)
    by_rule = {*Newsletter.objects.filter(reached_nobody=True)}
    Newsletter.objects.update(reached_nobody=False)

    import_module("outreach.migrations.0002_a_month_anew").give_months_away(apps, None)

    assert {*Newsletter.objects.filter(reached_nobody=True)} == by_rule == {issues[0]}


def test_news_of_an_issue_that_nobody_was_sent_come_into_the_next(secretary):
    issue = NewsletterFactory(month=last_month(), told=1)
    item = NewsItemFactory()
    item.accept(by=secretary)
    sent_out(issue).stop(by=secretary, note="A wrong date")

    again = draft(last_month(), by=secretary)

    item.refresh_from_db()
    assert item.issue == item.block.edition.newsletter == again


def test_the_monthly_round_does_not_draft_by_itself_what_was_stopped(secretary):
    sent_out(NewsletterFactory(month=last_month(), told=1)).stop(by=secretary, note="A wrong date")

    tasks.draft_newsletter()

    assert Newsletter.objects.count() == 1


def test_a_forum_that_was_cancelled_is_not_told_as_held(loaded_registers):
    forum = Forum.objects.get(city="Istanbul")
    Forum.objects.filter(pk=forum.pk).update(public_status="cancelled")

    told = "".join(part.plain for part in draft(APRIL, by=None).main.blocks.all())

    assert "Second Alliance of Civilizations Forum" not in told
    assert "Second meeting of focal points" not in told
    assert "Briefing on the Istanbul Forum" in told
