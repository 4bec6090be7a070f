"""Who is asked for an update, by when, and who is late: by a rule that everybody can read."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from alliance.dates import PartialDate
from members.models import NationalPlan
from plans.models import Measure, PlanDraft, ProgressNote, ReportingWindow, UpdateDue
from plans.tasks import ask_for_updates
from tests.factories import MemberFactory
from tests.factories.plans import NationalPlanFactory
from tests.factories.work import ReportingWindowFactory, acting_for, fill, published

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = timezone.localdate()


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def window(db):
    return ReportingWindowFactory(key="now", name="Autumn", opens_on=TODAY - 5 * DAY, closes_on=TODAY + 10 * DAY)


def asked_before(window, plan, **more):
    return UpdateDue.objects.create(window=window, plan=plan, due_on=window.closes_on, **more)


def over(days=3):
    return ReportingWindowFactory(key="past", opens_on=TODAY - 30 * DAY, closes_on=TODAY - days * DAY)


def words(response):
    return " ".join(response.content.decode().split())


def test_the_plans_that_stand_are_asked_for_once(window):
    announced = NationalPlanFactory(announced="2009")
    NationalPlanFactory(key="in-preparation").prepare(on=PartialDate(2009), by=None)
    concluded = NationalPlanFactory(adopted="2009")
    concluded.implement(on=PartialDate(2010), by=None)
    concluded.conclude(on=PartialDate(2012), by=None)
    older = NationalPlanFactory(announced="2005")
    newer = NationalPlanFactory(member=older.member, edition=2, announced="2010")

    assert window.ask() == 2
    assert window.ask() == 0

    assert {due.plan for due in UpdateDue.objects.all()} == {announced, newer}
    assert {due.due_on for due in UpdateDue.objects.all()} == {window.closes_on}


def test_before_it_opens_and_after_it_closes_nobody_is_asked():
    NationalPlanFactory(announced="2009")
    later = ReportingWindowFactory(opens_on=TODAY + DAY, closes_on=TODAY + 9 * DAY)

    assert (later.ask(), over().ask()) == (0, 0)


def test_a_plan_that_comes_in_later_is_asked_for_then(window):
    ask_for_updates()
    plan = NationalPlanFactory(announced="2009")

    ask_for_updates()

    assert UpdateDue.objects.get().plan == plan


def test_who_leaves_or_concludes_its_plan_is_not_asked_any_more_and_who_was_late_stays_late(window):
    leaving, late = NationalPlanFactory(announced="2009"), NationalPlanFactory(announced="2009")
    concluding = NationalPlanFactory(adopted="2009")
    concluding.implement(on=PartialDate(2010), by=None)
    missed = asked_before(over(), late)
    ask_for_updates()

    leaving.member.withdraw(on=PartialDate.today(), by=None)
    concluding.conclude(on=PartialDate.today(), by=None)
    late.member.withdraw(on=PartialDate.today(), by=None)
    ask_for_updates()

    assert [*UpdateDue.objects.all()] == [missed]


def test_a_newer_edition_takes_the_place_of_the_one_that_was_asked_for(window):
    older = NationalPlanFactory(announced="2009")
    ask_for_updates()
    newer = NationalPlanFactory(member=older.member, edition=2, announced="2010")

    ask_for_updates()

    assert UpdateDue.objects.get().plan == newer


def test_what_is_answered_is_kept_when_the_member_leaves(window, member, principal):
    published(member, by=principal)
    ask_for_updates()
    ProgressNote.tell(measure=Measure.objects.get(), by=principal, is_unchanged=True)

    member.withdraw(on=PartialDate.today(), by=None)
    ask_for_updates()

    assert UpdateDue.objects.get().updated_on == TODAY


def test_that_nothing_has_changed_is_an_update(window, member, principal):
    published(member, by=principal)
    receipts = PlanDraft.objects.get().receipts
    receipts.update(submitted_at=timezone.now() - 90 * DAY)
    window.ask()
    due = UpdateDue.objects.get()
    assert due.updated_on is None

    ProgressNote.tell(measure=Measure.objects.get(), by=principal, is_unchanged=True)

    due.refresh_from_db()
    assert due.updated_on == TODAY
    assert "updated in time" in due.standing(TODAY)


def test_what_staff_publish_is_no_update_by_itself(window, member, principal, secretary):
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    fill(draft)
    draft.submit(by=principal)
    draft.receipts.update(submitted_at=timezone.now() - 90 * DAY)
    draft.open(by=secretary)
    draft.publish(by=secretary)

    window.ask()

    assert UpdateDue.objects.get().updated_on is None


def test_a_note_of_an_editor_counts_from_the_day_on_which_it_is_published(window, member, principal):
    published(member, by=principal)
    PlanDraft.objects.get().receipts.update(submitted_at=timezone.now() - 90 * DAY)
    window.ask()
    editor = acting_for(member, role="editor")
    note = ProgressNote.tell(measure=Measure.objects.get(), by=editor, completion="limited", text="Ten")
    ProgressNote.objects.filter(pk=note.pk).update(told_at=timezone.now() - 2 * DAY)
    assert UpdateDue.objects.get().updated_on is None

    ProgressNote.objects.get(pk=note.pk).publish(by=principal)

    assert UpdateDue.objects.get().updated_on == TODAY


def test_what_is_recalled_or_withheld_counts_no_more(window, member, principal, secretary):
    published(member, by=principal)
    PlanDraft.objects.get().receipts.update(submitted_at=timezone.now() - 90 * DAY)
    window.ask()
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    draft.submit(by=principal)
    assert UpdateDue.objects.get().updated_on == TODAY

    draft.recall(by=principal)
    assert UpdateDue.objects.get().updated_on is None

    note = ProgressNote.tell(measure=Measure.objects.get(), by=principal, is_unchanged=True)
    assert UpdateDue.objects.get().updated_on == TODAY
    note.withhold(by=secretary, note="Of another measure.")
    assert UpdateDue.objects.get().updated_on is None


def test_one_update_answers_the_open_window_and_the_one_that_was_missed(window, member, principal):
    published(member, by=principal)
    PlanDraft.objects.get().receipts.update(submitted_at=timezone.now() - 90 * DAY)
    missed = asked_before(over(days=6), NationalPlan.objects.get())
    window.ask()

    ProgressNote.tell(measure=Measure.objects.get(), by=principal, is_unchanged=True)

    missed.refresh_from_db()
    assert missed.is_late(TODAY)
    assert "updated late" in missed.standing(TODAY)
    assert not UpdateDue.objects.get(window=window).is_late(TODAY)


def test_two_windows_do_not_overlap(window):
    beside = ReportingWindow(key="b", name="B", opens_on=window.closes_on, closes_on=window.closes_on + 9 * DAY)

    with pytest.raises(ValidationError) as refusal:
        beside.full_clean()

    assert refusal.value.message_dict == {"opens_on": ["It overlaps with “Autumn”."]}
    beside.opens_on += DAY
    beside.full_clean()
    window.full_clean()


def test_where_the_last_day_of_a_window_is_moved_so_is_what_is_due_by_it(window):
    own, extended, far = (NationalPlanFactory(announced="2009") for _ in range(3))
    window.ask()
    UpdateDue.objects.get(plan=extended).extend(until=window.closes_on + DAY, note="Elections", by=None)
    UpdateDue.objects.get(plan=far).extend(until=window.closes_on + 60 * DAY, note="Elections", by=None)

    window.closes_on += 5 * DAY
    window.save()

    days = {due.plan: due.due_on - window.closes_on for due in UpdateDue.objects.all()}
    assert days == {own: 0 * DAY, extended: 0 * DAY, far: 55 * DAY}


@pytest.fixture
def due(window):
    NationalPlanFactory(announced="2009", member__key="ruritania", member__name="Ruritania")
    window.ask()
    return UpdateDue.objects.get()


def test_an_extension_moves_the_day_and_keeps_its_reason(due, secretary):
    due.extend(until=due.due_on + 14 * DAY, note=" Elections-Reason ", by=secretary)

    stored = UpdateDue.objects.get()
    assert (stored.due_on, stored.extension_reason) == (due.window.closes_on + 14 * DAY, "Elections-Reason")
    assert not stored.is_late(due.window.closes_on + 14 * DAY)
    assert stored.is_late(due.window.closes_on + 15 * DAY)
    assert stored.history.latest().history_user == secretary


@pytest.mark.parametrize(
    ("days", "note", "field"),
    [(14, " ", "note"), (0, "Elections", "until"), (-1, "Elections", "until"), (14, "Elections\u202e", "note")],
)
def test_an_extension_without_a_reason_or_a_later_day_is_refused_in_words(due, days, note, field):
    with pytest.raises(ValidationError) as refusal:
        due.extend(until=due.due_on + days * DAY, note=note, by=None)

    assert [*refusal.value.message_dict] == [field]
    assert not UpdateDue.objects.get().is_extended


def test_what_is_past_all_the_same_or_updated_already_is_not_extended():
    plan = NationalPlanFactory(announced="2009")
    window = over()
    late = asked_before(window, plan)
    with pytest.raises(ValidationError) as refusal:
        late.extend(until=TODAY - DAY, note="Elections", by=None)
    assert [*refusal.value.message_dict] == ["until"]

    UpdateDue.objects.update(updated_on=TODAY)
    with pytest.raises(ValidationError) as refusal:
        late.extend(until=TODAY + DAY, note="Elections", by=None)
    assert refusal.value.messages == ["It is updated already."]


def rows(client, address="/api/v1/updates-due/"):
    return client.get(address).json()["results"]


def test_the_public_page_and_the_api_tell_who_stands_how_and_never_why_it_is_extended(client, due, window):
    late, in_time = NationalPlanFactory(announced="2009"), NationalPlanFactory(announced="2009")
    past = over()
    asked_before(past, late)
    asked_before(past, in_time, updated_on=past.closes_on)
    due.extend(until=due.due_on + 14 * DAY, note="Elections-Reason", by=None)

    shown = words(client.get("/reporting/"))

    assert "extended by the secretariat" in shown
    assert "Late is who has done neither by the last day of the window" in shown
    (only,) = rows(client, "/api/v1/updates-due/?member=ruritania")
    assert (only["window"], only["extended"], only["standing"]) == ("now", True, "open")
    assert only["due"] == (window.closes_on + 14 * DAY).isoformat()
    assert [row["plan"] for row in rows(client, "/api/v1/updates-due/?standing=late")] == [late.key]
    assert [row["plan"] for row in rows(client, "/api/v1/updates-due/?window=past&standing=in_time")] == [in_time.key]
    table = client.get("/api/v1/updates-due/?format=csv").content.decode()
    for page in (shown, table, str(rows(client))):
        assert "Elections-Reason" not in page


def test_each_window_is_told_with_its_tallies(client, window):
    past = over()
    for updated_on in (past.closes_on, past.closes_on + DAY, None, None):
        asked_before(past, NationalPlanFactory(announced="2009"), updated_on=updated_on)
    window.ask()

    tallies = UpdateDue.objects.tallied(TODAY)

    assert tallies[past.pk] == {"asked": 4, "open": 0, "in_time": 1, "updated_late": 1, "late": 2}
    assert tallies[window.pk] == {"asked": 4, "open": 4, "in_time": 0, "updated_late": 0, "late": 0}
    listed = client.get("/reporting/").context["windows"]
    assert [(row["window"], row["asked"], row["late"]) for row in listed] == [(window, 4, 0), (past, 4, 2)]


def test_a_window_that_has_not_opened_and_a_plan_that_is_hidden_are_told_to_nobody(client, window, secretary):
    hidden = NationalPlanFactory(member=MemberFactory(name="Hidden-Approached", state=True))
    hidden.member.approach(on=PartialDate(2020), by=None)
    hidden.announce(on=PartialDate(2021), by=None)
    asked_before(window, hidden)
    ReportingWindowFactory(key="later", name="Later-Window", opens_on=TODAY + 40 * DAY, closes_on=TODAY + 50 * DAY)

    shown = words(client.get("/reporting/"))

    assert "Hidden-Approached" not in shown
    assert "Later-Window" not in shown
    assert rows(client) == []
    assert client.get("/reporting/").context["windows"][0].get("asked", 0) == 0
    client.force_login(secretary)
    assert "Hidden-Approached" in words(client.get("/reporting/"))


def test_the_page_asks_the_same_for_one_plan_and_for_many(client, window, django_assert_num_queries):
    NationalPlanFactory(announced="2009")
    window.ask()
    client.get("/reporting/")
    with django_assert_num_queries(5):
        client.get("/reporting/")
    for _ in range(5):
        NationalPlanFactory(announced="2009")
    window.ask()

    with django_assert_num_queries(5):
        client.get("/reporting/")


def test_bad_filters_are_told_in_words(client, window):
    assert client.get("/api/v1/updates-due/?standing=soon").status_code == 400
    assert client.get("/api/v1/updates-due/?window=nowhere").status_code == 400
    assert client.get("/reporting/?standing=soon").status_code == 200
