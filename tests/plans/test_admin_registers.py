"""The registers of plans in work: who finds what in them, and what staff may do there."""

from datetime import date, timedelta
from io import BytesIO

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliance.dates import PartialDate
from plans.models import (
    Initiative,
    Measure,
    PlanDraft,
    Practice,
    ProgressNote,
    Publication,
    ReportingWindow,
    TaskForceSeat,
    UpdateDue,
)
from tests.browserless import form_on, told
from tests.factories import MemberFactory, UserFactory
from tests.factories.plans import RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import ReportingWindowFactory, acting_for, fill, published

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
REGISTERS = [
    *("plandraft", "receipt", "measure", "progressnote", "publication", "reportingwindow", "updatedue"),
    *("initiative", "taskforceseat", "practice"),
]
TYPED = {"reportingwindow"}


@pytest.fixture
def office(client, secretary):
    client.force_login(secretary)
    return client


def at_work(key):
    """A member of which every register has a row."""
    member = MemberFactory(key=key, name=key.title(), state=True, joined="2008")
    principal = acting_for(member)
    window = ReportingWindow.objects.filter(key="now").first() or ReportingWindowFactory(
        key="now", name="Now", opens_on=TODAY - timedelta(days=9), closes_on=TODAY + timedelta(days=9)
    )
    measure = published(member, by=principal).plan.measures.get()
    window.ask(by=None)
    ProgressNote.tell(measure=measure, by=principal, completion="limited", text="Ten schools")
    strategy = RegionalStrategyFactory(adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country)
    Initiative.propose(member=member, by=principal, strategy=strategy, title="Conference", starts=PartialDate(2027, 5))
    author = member.focal_points.get()
    TaskForceSeat.take(focal_point=author, by=principal)
    Practice.objects.create(author=author, title="Begin with the teachers", text="They know.")
    fill(PlanDraft.begin(member=member, by=principal, edition=2), title="Not for anybody yet")
    return member


@pytest.fixture
def member():
    return at_work("freedonia")


def act(office, register, action, *records, **answers):
    chosen = {"action": action, "_selected_action": [record.pk for record in records]}
    return office.post(f"/admin/plans/{register}/", chosen | answers, follow=True)


def answered(office, register, action, *records, **answers):
    return act(office, register, action, *records, is_answered="yes", **answers)


def model(register):
    from django.apps import apps

    return apps.get_model("plans", register)


@pytest.mark.parametrize("register", REGISTERS)
def test_a_register_is_listed_searched_read_and_exported(office, member, register):
    record = model(register).objects.order_by("pk").first()
    home = f"/admin/plans/{register}/"

    assert office.get(home).context["cl"].result_count
    assert office.get(f"{home}?q=freedonia").status_code == 200
    for page in ("change", "history"):
        assert office.get(f"{home}{record.pk}/{page}/").status_code == 200
    version = record.history.latest("history_id").history_id
    assert office.get(f"{home}{record.pk}/history/{version}/").status_code == 200
    form = form_on(office.get(f"{home}export/"))
    table = office.post(f"{home}export/", form | {"format": "0"})
    assert table.headers["Content-Type"] == "text/csv"
    assert "Not for anybody yet" not in table.content.decode()
    assert len(tablib.Dataset().load(table.content.decode("utf-8-sig"), format="csv")) >= 1


@pytest.mark.parametrize("register", REGISTERS)
def test_a_list_asks_no_more_questions_for_more_rows(office, register):
    at_work("freedonia")
    home, counted = f"/admin/plans/{register}/", []
    for more in ((), ("syldavia", "borduria")):
        for key in more:
            at_work(key)
        office.get(home)
        with CaptureQueriesContext(connection) as queries:
            office.get(home)
        counted.append(len(queries))

    assert counted[0] == counted[1]


@pytest.mark.parametrize("register", sorted({*REGISTERS} - TYPED))
def test_nobody_types_adds_or_deletes_what_members_tell(office, member, register):
    record, home = model(register).objects.order_by("pk").first(), f"/admin/plans/{register}/"
    before = model(register).objects.values().get(pk=record.pk)

    assert office.get(f"{home}add/").status_code == 403
    assert office.post(f"{home}{record.pk}/delete/", {"post": "yes"}).status_code == 403
    office.post(f"{home}{record.pk}/change/", {"title": "Another", "text": "Another", "offers": "Another"})
    assert model(register).objects.values().get(pk=record.pk) == before


@pytest.mark.parametrize("register", sorted({*REGISTERS} - TYPED - {"initiative"}))
def test_no_version_of_it_is_brought_back(office, member, register):
    record = model(register).objects.order_by("pk").first()
    version = record.history.latest("history_id").history_id
    before = model(register).objects.values().get(pk=record.pk)

    sent = {"title": "Another", "text": "Another", "offers": "Another"}
    answer = office.post(f"/admin/plans/{register}/{record.pk}/history/{version}/", sent)

    assert answer.status_code == 403
    assert model(register).objects.values().get(pk=record.pk) == before


def test_an_auditor_looks_and_acts_on_nothing(client, member):
    client.force_login(UserFactory(is_staff=True, role="auditor", access_until=TODAY))

    for register in REGISTERS:
        assert client.get(f"/admin/plans/{register}/").status_code == 200
    measure = Measure.objects.get()
    answered(client, "measure", "mark_as_practice", measure, note="Seen")
    assert not Measure.objects.practices().exists()
    assert client.get("/admin/plans/measure/import/").status_code == 403


def test_a_measure_is_marked_as_a_good_practice_with_what_others_learn(office, member):
    measure = Measure.objects.get()

    page = answered(office, "measure", "mark_as_practice", measure, note="")
    assert list(page.context["form"].errors) == ["note"]
    answered(office, "measure", "mark_as_practice", measure, note="Begin with the teachers.")

    assert Measure.objects.practices().get().practice_note == "Begin with the teachers."
    answered(office, "measure", "unmark_as_practice", measure, note="By mistake")
    assert not Measure.objects.practices().exists()
    assert measure.history.first().history_change_reason == "By mistake"


def test_a_note_is_withheld_with_a_reason_and_put_back(office, member):
    note = ProgressNote.objects.latest("pk")
    due = UpdateDue.objects.get()
    answered(office, "progressnote", "withhold", note, note="It names a child.")

    note.refresh_from_db()
    assert (note.status, note.withheld_because) == ("withheld", "It names a child.")
    assert Measure.objects.get().completion == "no_evidence"

    assert told(act(office, "progressnote", "put_back", note)) == ["1 record done."]
    assert Measure.objects.get().completion == "limited"
    due.refresh_from_db()
    assert due.updated_on == TODAY
    assert told(act(office, "progressnote", "put_back", note)) == [f"{note}: It is not withheld."]


def test_what_is_withheld_no_longer_counts_as_an_update(office):
    member = MemberFactory(state=True, joined="2008")
    principal = acting_for(member)
    measure = published(member, by=principal).plan.measures.get()
    Publication.objects.all()  # its receipt came before the window opens
    measure.plan.member.plan_drafts.get().receipts.update(submitted_at=timezone.now() - timedelta(days=60))
    ReportingWindowFactory(opens_on=TODAY - timedelta(days=9), closes_on=TODAY + timedelta(days=9)).ask(by=None)
    ProgressNote.objects.update(told_at=timezone.now() - timedelta(days=60))
    note = ProgressNote.tell(measure=measure, by=principal, completion="limited")
    assert UpdateDue.objects.get().updated_on == TODAY

    answered(office, "progressnote", "withhold", note, note="Not yours")

    assert UpdateDue.objects.get().updated_on is None


def test_whoever_was_not_asked_is_asked_now_and_nobody_twice(office, member, settings):
    window = ReportingWindow.objects.get()
    published(MemberFactory(state=True, joined="2008"))

    page = act(office, "reportingwindow", "ask_now", window)
    again = act(office, "reportingwindow", "ask_now", window)

    assert told(page) == ["Now: 1 more plan is asked for."]
    assert told(again) == ["Now: 0 more plans are asked for."]
    row = office.get("/admin/plans/reportingwindow/").context["cl"].result_list[0]
    assert (row.asked, row.updated, row.late) == (2, 2, 0)


def test_a_window_that_is_not_open_asks_nobody(office):
    window = ReportingWindowFactory(name="Long ago", opens_on=date(2020, 1, 1), closes_on=date(2020, 3, 1))

    assert told(act(office, "reportingwindow", "ask_now", window)) == ["Long ago is not open today."]


def test_a_window_that_closes_later_asks_for_later_and_an_extension_stays(office, member):
    window, due = ReportingWindow.objects.get(), UpdateDue.objects.get()
    other = published(MemberFactory(state=True, joined="2008"))
    window.ask(by=None)
    UpdateDue.objects.update(updated_on=None)
    extended = UpdateDue.objects.get(plan=other.plan)
    extended.extend(until=TODAY + timedelta(days=99), note="Elections", by=None)
    page = f"/admin/plans/reportingwindow/{window.pk}/change/"

    office.post(page, form_on(office.get(page)) | {"closes_on": TODAY + timedelta(days=30)})

    due.refresh_from_db()
    extended.refresh_from_db()
    assert due.due_on == TODAY + timedelta(days=30)
    assert extended.due_on == TODAY + timedelta(days=99)


def test_windows_that_overlap_are_refused_at_the_form_and_in_a_table(office, member):
    row = f"key,name,opens_on,closes_on\nthen,Then,{TODAY},{TODAY + timedelta(days=3)}\n"

    page = imported(office, "reportingwindow", row)

    assert "It overlaps with “Now”." in page.content.decode()
    assert ReportingWindow.objects.count() == 1


def test_windows_come_in_as_a_table(office):
    row = "key,name,opens_on,closes_on,note\nspring,Spring,2030-03-01,2030-04-30,Tell us\n"

    confirmed(office, "reportingwindow", imported(office, "reportingwindow", row))

    assert ReportingWindow.objects.get().name == "Spring"


def test_an_update_is_extended_with_a_reason_until_a_day(office, member):
    due = UpdateDue.objects.get()
    UpdateDue.objects.update(updated_on=None)
    until = due.due_on + timedelta(days=14)

    page = answered(office, "updatedue", "extend", due, until="soon", note="")
    assert set(page.context["form"].errors) == {"until", "note"}
    earlier = answered(office, "updatedue", "extend", due, until=due.due_on, note="Elections")
    assert "an extension is longer" in told(earlier)[0]
    answered(office, "updatedue", "extend", due, until=until, note="Elections")

    due.refresh_from_db()
    assert (due.due_on, due.extension_reason) == (until, "Elections")
    found = office.get("/admin/plans/updatedue/?standing=extended").context["cl"].result_list
    assert list(found) == [due]


def test_an_initiative_is_accepted_or_declined(office, member):
    initiative = Initiative.objects.get()

    act(office, "initiative", "accept", initiative)

    assert Initiative.objects.accepted().get() == initiative
    page = answered(office, "initiative", "decline", initiative, answer="Too late")
    assert "cannot become declined" in told(page)[0]


def test_a_seat_ends_and_a_practice_is_withdrawn(office, member):
    seat, practice = TaskForceSeat.objects.get(), Practice.objects.get()

    answered(office, "taskforceseat", "end_seat", seat, on=TODAY)
    answered(office, "practice", "withdraw", practice, note="Asked by its author")

    assert not TaskForceSeat.objects.seated(TODAY).exists()
    assert not Practice.objects.shared().exists()
    assert told(answered(office, "practice", "withdraw", practice, note=""))[0].endswith("It is withdrawn already.")


def imported(office, register, text):
    file = SimpleUploadedFile("rows.csv", text.encode(), "text/csv")
    return office.post(f"/admin/plans/{register}/import/", {"import_file": file, "format": "0", "resource": "0"})


def confirmed(office, register, page):
    assert "confirm_form" in page.context, page.content.decode()
    return office.post(f"/admin/plans/{register}/process_import/", page.context["confirm_form"].initial, follow=True)


HEADERS = "plan,number,title,fields,objective,starts,completion\n"


def test_measures_that_are_imported_are_the_next_publication(office, member, delivered, secretary):
    rows = "freedonia-plan-1,2,Teachers meet,youth; education,They learn.,2010,limited\n"

    page = imported(office, "measure", HEADERS + rows)
    assert Publication.objects.count() == 1
    confirmed(office, "measure", page)

    publication = Publication.objects.latest("pk")
    assert (publication.number, publication.published_by, publication.receipt) == (2, secretary, None)
    assert [raw["title"] for raw in publication.content["measures"]] == ["Schools meet", "Teachers meet"]
    measure = Measure.objects.get(number=2)
    assert (measure.completion, measure.starts.iso, measure.history.first().history_user) == (
        "limited",
        "2010",
        secretary,
    )


def test_a_measure_that_is_imported_says_which_plan_it_supports(office, member):
    organization = MemberFactory(key="league", joined="2008")
    published(organization)
    headers = "plan,number,title,fields,objective,supports\n"
    row = "league-plan-1,2,Teachers are lent,education,They learn.,"

    unknown = imported(office, "measure", f"{headers}{row}atlantis-plan-1\n")
    confirmed(office, "measure", imported(office, "measure", f"{headers}{row}freedonia-plan-1\n"))

    assert list(unknown.context["result"].invalid_rows[0].field_specific_errors) == ["supports"]
    assert Measure.objects.get(number=2).supports.key == "freedonia-plan-1"


def test_what_the_register_has_already_publishes_nothing(office, member):
    form = form_on(office.get("/admin/plans/measure/export/"))
    table = office.post("/admin/plans/measure/export/", form | {"format": "0"}).content.decode("utf-8-sig")

    confirmed(office, "measure", imported(office, "measure", table))

    assert Publication.objects.count() == 1


def test_a_measure_that_is_changed_keeps_its_notes_and_what_it_says_besides(office, member):
    row = "plan,number,title\nfreedonia-plan-1,1,Schools and families meet\n"

    confirmed(office, "measure", imported(office, "measure", row))

    measure = Measure.objects.get()
    assert (measure.title, measure.completion) == ("Schools and families meet", "limited")
    assert measure.objective == "Pupils of two countries know each other."
    assert measure.notes.count() == 2


@pytest.fixture
def strategy(member):
    strategy = RegionalStrategyFactory(key="rivers", name="The Rivers", adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country)
    return strategy


LINES = "strategy,member,number,title,fields,objective\n"
LINE = f"{LINES}rivers,freedonia,1,Boats meet,media,They talk.\n"


def test_lines_of_a_regional_strategy_are_imported_as_its_member_s_publication(office, member, strategy, secretary):
    confirmed(office, "measure", imported(office, "measure", LINE))

    publication = Publication.objects.get(strategy=strategy)
    assert (publication.member, publication.number, publication.published_by) == (member, 1, secretary)
    line = Measure.objects.get(strategy=strategy)
    assert (line.key, line.title, line.plan) == ("rivers-freedonia-m1", "Boats meet", None)
    assert line.notes.get().history.first().history_user == secretary

    confirmed(office, "measure", imported(office, "measure", f"{LINES}rivers,freedonia,1,Ships meet,media,They talk."))

    line.refresh_from_db()
    assert line.title == "Ships meet"
    assert Publication.objects.filter(strategy=strategy).count() == 2


def test_plans_and_lines_come_in_by_one_table_as_they_went_out(office, member, strategy):
    confirmed(office, "measure", imported(office, "measure", LINE))
    form = form_on(office.get("/admin/plans/measure/export/"))
    table = office.post("/admin/plans/measure/export/", form | {"format": "0"}).content.decode("utf-8-sig")
    before = Publication.objects.count()

    confirmed(office, "measure", imported(office, "measure", table))

    assert Publication.objects.count() == before


def test_who_takes_no_part_in_a_strategy_gets_no_lines_of_it(office, member, strategy):
    MemberFactory(key="sylvania", name="Sylvania", state=True, joined="2008")

    page = imported(office, "measure", LINE.replace("freedonia", "sylvania"))

    assert "The register does not name Sylvania among those" in page.content.decode()
    assert not Measure.objects.filter(strategy=strategy).exists()


def test_lines_that_are_being_written_take_up_what_is_imported(office, member, strategy):
    draft = PlanDraft.begin(member=member, by=acting_for(member, role="alternate"), strategy=strategy)

    confirmed(office, "measure", imported(office, "measure", LINE))

    assert draft.parts.get().content["title"] == "Boats meet"


WRONG_LINES = {
    "rivers,,1,Boats,media,They talk.": "member",
    ",freedonia,1,Boats,media,They talk.": "plan",
    "lakes,freedonia,1,Boats,media,They talk.": "strategy",
    "rivers,freedonia,,Boats,media,They talk.": "number",
    "rivers,freedonia,1,Boats,sport,They talk.": "fields",
}


@pytest.mark.parametrize("row", WRONG_LINES)
def test_a_wrong_line_is_told_by_its_column(office, member, strategy, row):
    page = imported(office, "measure", f"{LINES}{row}\n")

    assert WRONG_LINES[row] in page.context["result"].invalid_rows[0].field_specific_errors
    assert not Publication.objects.filter(strategy=strategy).exists()


@pytest.mark.parametrize(("place", "column"), [("rivers,", "strategy"), (",sylvania", "member")])
def test_a_measure_stands_in_one_place(office, member, strategy, place, column):
    MemberFactory(key="sylvania", state=True, joined="2008")
    headers = "plan,strategy,member,number,title,fields,objective\n"

    page = imported(office, "measure", f"{headers}freedonia-plan-1,{place},2,Teachers,youth,They learn.\n")

    assert list(page.context["result"].invalid_rows[0].field_specific_errors) == [column]


WRONG = {
    "freedonia-plan-1,2,,youth,They learn.,,": "title",
    "freedonia-plan-1,2,Teachers,sport,They learn.,,": "fields",
    "freedonia-plan-1,2,Teachers,youth,They learn.,2010-13,": "starts",
    "freedonia-plan-1,,Teachers,youth,They learn.,,": "number",
    "freedonia-plan-1,1,Schools meet,youth,They learn.,,complete": "completion",
    "freedonia-plan-9,2,Teachers,youth,They learn.,,": "plan",
}


@pytest.mark.parametrize("row", WRONG)
def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_published(office, member, row):
    right = "freedonia-plan-1,3,Teachers meet,youth,They learn.,,\n"

    page = imported(office, "measure", f"{HEADERS}{right}{row}\n")

    wrong = page.context["result"].invalid_rows[0]
    assert wrong.number == 2
    assert list(wrong.field_specific_errors) == [WRONG[row]]
    assert Publication.objects.count() == 1


def test_while_a_submission_waits_nothing_is_imported(office, member):
    principal = acting_for(member, role="alternate", is_empowered=True)
    PlanDraft.begin(member=member, by=principal, edition=1).submit(by=principal)

    page = imported(office, "measure", f"{HEADERS}freedonia-plan-1,2,Teachers,youth,They learn.,,\n")

    assert "decide about it first" in page.content.decode()
    assert Publication.objects.count() == 1


def test_a_text_that_is_being_written_takes_up_what_is_imported(office, member):
    principal = acting_for(member, role="alternate")
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    taken = draft.add_measure(by=principal)
    row = f"{HEADERS}freedonia-plan-1,%d,Teachers,youth,They learn.,,\n"

    refused = imported(office, "measure", row % taken.number)
    confirmed(office, "measure", imported(office, "measure", row % 7))

    assert f"Number {taken.number} is taken" in refused.content.decode()
    assert draft.parts.get(number=7).content["title"] == "Teachers"


def test_a_plan_that_is_not_complete_itself_is_completed_first(office):
    from tests.factories.plans import NationalPlanFactory

    NationalPlanFactory(key="old", announced="2009")

    page = imported(office, "measure", f"{HEADERS}old,1,Teachers,youth,They learn.,,\n")

    assert "Complete the plan itself first. Title: This is still to be filled in." in page.content.decode()
    assert not Measure.objects.exists()


def test_a_table_with_days_comes_in_from_a_spreadsheet(office, member):
    table = tablib.Dataset(headers=["plan", "number", "title", "fields", "objective", "starts", "reference"])
    table.append(["freedonia-plan-1", 2, "Teachers", "youth", "They learn.", date(2010, 5, 1), 2.1])
    file = SimpleUploadedFile("rows.xlsx", BytesIO(table.export("xlsx")).read())

    page = office.post("/admin/plans/measure/import/", {"import_file": file, "format": "1", "resource": "0"})
    confirmed(office, "measure", page)

    measure = Measure.objects.get(number=2)
    assert (measure.starts.iso, measure.reference) == ("2010-05-01", "2.1")
