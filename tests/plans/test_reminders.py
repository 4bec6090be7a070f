"""What falls due for focal points: told to whoever may submit, once, and to nobody else."""

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from alliance.dates import PartialDate
from mailroom.expectations import plan as expected_on
from mailroom.models import Message, Reminder
from mailroom.reminding import remind
from plans import reminders
from plans.models import Measure, PlanDraft, ProgressNote, UpdateDue
from tests.factories import MemberFactory, UserFactory
from tests.factories.work import ReportingWindowFactory, acting_for, fill, published

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = timezone.localdate()
OFFICE = "office@example.org"


@pytest.fixture(autouse=True)
def live(settings):
    settings.GOING_LIVE_ON, settings.SECRETARIAT_EMAIL = TODAY - 400 * DAY, OFFICE


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def measure(member, principal):
    published(member, by=principal)
    PlanDraft.objects.get().receipts.update(submitted_at=timezone.now() - 90 * DAY)
    return Measure.objects.get()


@pytest.fixture
def due(measure):
    window = ReportingWindowFactory(name="Autumn", opens_on=TODAY - 5 * DAY, closes_on=TODAY + 14 * DAY)
    window.ask()
    return UpdateDue.objects.get()


def found(rule, on=TODAY):
    return [*next(each for each in reminders.RULES if each.key == rule).found(on)]


def told(rule, on=TODAY):
    return {(each.address, each.by) for each in found(rule, on)}


def a_moment(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def test_an_update_is_asked_of_whoever_may_submit_by_the_short_page_of_the_only_measure(due, member, principal):
    empowered = acting_for(member, role="alternate", is_empowered=True)
    acting_for(member, role="alternate")
    acting_for(member, role="editor")
    acting_for(member, role="alternate", is_empowered=True, until=TODAY)

    assert told("plans.update") == {(principal.email, due.due_on), (empowered.email, due.due_on)}
    assert {each.link for each in found("plans.update")} == {"/portal/measures/freedonia-plan-1-m1/progress/"}


def test_of_several_measures_the_reminder_leads_to_the_page_of_the_plan(due, member, principal):
    published(member, 2, by=principal)
    UpdateDue.objects.update(updated_on=None)

    (only,) = found("plans.update")

    assert only.link == "/portal/plans/freedonia-plan-1/progress/"


def test_before_and_after_its_day_and_then_the_office_is_told(due, principal):
    for days in range(-19, 40):  # from the day on which the window opened
        remind(due.due_on + days * DAY)

    rows = Reminder.objects.filter(rule="plans.update").order_by("pk")
    assert list(rows.values_list("to", "stage")) == [
        (principal.email, stage) for stage in (-30, -14, -3, 1, 14, 28, 35)
    ]
    sent = Message.objects.filter(reminders__rule="plans.update").order_by("pk")
    assert sent.last().address == OFFICE
    assert f"{settings.SITE_URL}/portal/measures/freedonia-plan-1-m1/progress/" in sent.first().letter.text


def test_what_is_updated_or_extended_is_not_asked_for_as_before(due, measure, principal):
    due.extend(until=due.due_on + 60 * DAY, note="Elections", by=None)
    assert told("plans.update") == set()
    assert told("plans.update", due.due_on - 30 * DAY) == {(principal.email, due.due_on)}

    ProgressNote.tell(measure=measure, by=principal, is_unchanged=True)

    assert told("plans.update", due.due_on) == set()


def test_those_of_the_demonstration_and_of_a_hidden_member_and_who_has_left_get_none(due, member, principal):
    demonstration = MemberFactory(state=True, joined="2008")
    account = acting_for(demonstration)
    account.person.is_demonstration = True
    account.person.save()
    published(demonstration, by=account)
    hidden = MemberFactory(name="Hidden-Approached", state=True, joined="2008")
    published(hidden)
    PlanDraft.objects.update(status="returned")
    for draft in PlanDraft.objects.all():
        draft.receipts.update(submitted_at=timezone.now() - 90 * DAY, answered_at=timezone.now() - 40 * DAY)
        draft.parts.update(saved_at=timezone.now() - 60 * DAY)
    due.window.ask()
    Measure.objects.update(ends_on=TODAY - 40 * DAY, ends_on_precision="day")
    hidden.steps.all().delete()
    hidden.approach(on=PartialDate(2020), by=None)
    for each in Measure.objects.exclude(member=member):
        ProgressNote.tell(measure=each, by=acting_for(each.member, role="editor"), completion="limited", text="Waits")
    ProgressNote.objects.proposed().update(told_at=timezone.now() - 40 * DAY)

    for rule in ("plans.update", "plans.measure_unfinished", "plans.returned"):
        assert {address for address, _by in told(rule)} == {principal.email}, rule
    assert told("plans.note_waiting") == set()


def test_a_measure_past_its_last_day_is_asked_for_by_its_own_page(measure, principal):
    measure.ends = PartialDate(TODAY.year, TODAY.month, TODAY.day)
    measure.save()
    assert found("plans.measure_unfinished") == []

    (only,) = found("plans.measure_unfinished", TODAY + DAY)
    assert (only.address, only.by, only.link) == (
        principal.email,
        TODAY,
        "/portal/measures/freedonia-plan-1-m1/progress/",
    )

    ProgressNote.tell(measure=measure, by=principal, completion="complete", text="Done")
    assert found("plans.measure_unfinished", TODAY + DAY) == []


def test_a_measure_of_a_month_has_until_its_end(measure):
    measure.ends = PartialDate(2026, 6)
    measure.save()

    assert found("plans.measure_unfinished", date(2026, 6, 30)) == []
    assert [each.by for each in found("plans.measure_unfinished", date(2026, 7, 1))] == [date(2026, 6, 30)]


@pytest.fixture
def returned(member, principal):
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    fill(draft)
    draft.submit(by=principal)
    draft.open(by=None)
    draft.return_to_member(by=None, note="Please name the schools.")
    return draft


def test_a_returned_draft_that_nobody_touches_is_remembered(returned, principal):
    (only,) = found("plans.returned", TODAY + 7 * DAY)

    assert (only.address, only.by, only.link) == (principal.email, TODAY, f"/portal/plans/{returned.pk}/")
    assert found("plans.returned", TODAY + 6 * DAY) == []
    returned.keep(1, {"title": "Schools of two towns meet"}, seen=0, by=principal)
    assert found("plans.returned", TODAY + 7 * DAY) == []


def test_a_note_that_waits_is_told_to_the_focal_point_and_not_to_the_editor(measure, member, principal):
    editor = acting_for(member, role="editor")
    note = ProgressNote.tell(measure=measure, by=editor, completion="limited", text="Ten schools")

    (only,) = found("plans.note_waiting", TODAY + 2 * DAY)

    assert (only.address, only.link) == (principal.email, "/portal/progress/")
    note.publish(by=principal)
    assert found("plans.note_waiting", TODAY + 2 * DAY) == []


def test_what_staff_have_not_opened_for_two_weeks_is_told_to_the_office(member, principal):
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    fill(draft)
    draft.submit(by=principal)
    draft.receipts.update(submitted_at=a_moment(TODAY))

    assert found("plans.receipt_unread", TODAY + 13 * DAY) == []
    assert told("plans.receipt_unread", TODAY + 14 * DAY) == {(OFFICE, TODAY + 14 * DAY)}
    draft.open(by=UserFactory(staff=True))
    assert found("plans.receipt_unread", TODAY + 14 * DAY) == []


def test_one_mailbox_gets_one_digest(due, measure, member, principal):
    Measure.objects.update(ends_on=TODAY - 40 * DAY, ends_on_precision="day")
    editor = acting_for(member, role="editor")
    note = ProgressNote.tell(measure=measure, by=editor, completion="limited", text="Ten schools")
    ProgressNote.objects.filter(pk=note.pk).update(told_at=timezone.now() - 3 * DAY)
    second = MemberFactory(name="Ruritania", state=True, joined="2008")
    other = acting_for(second)
    other.person.office_email = principal.email
    other.person.save()
    published(second, 2, by=other)
    PlanDraft.objects.filter(member=second).get().receipts.update(submitted_at=timezone.now() - 90 * DAY)
    due.window.ask()

    remind(TODAY)

    message = Message.objects.get(address=principal.email, letter__kind="mailroom/mail/reminders")
    rules = Reminder.objects.filter(message=message).values_list("rule", flat=True)
    assert sorted(rules) == ["plans.measure_unfinished", "plans.note_waiting", "plans.update", "plans.update"]
    assert "/portal/progress/" in message.letter.text


def test_every_rule_of_plans_is_heard_without_fault(due):
    assert expected_on(TODAY).faults == []


def test_the_rules_ask_the_same_for_one_member_and_for_many(due, member, principal, django_assert_num_queries):
    with django_assert_num_queries(2):
        found("plans.update")
    for _ in range(4):
        published(MemberFactory(state=True, joined="2008"))
    for draft in PlanDraft.objects.all():
        draft.receipts.update(submitted_at=timezone.now() - 90 * DAY)
    due.window.ask()

    with django_assert_num_queries(2):
        assert len(found("plans.update")) == 5
