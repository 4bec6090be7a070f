"""What everybody sees of plans: the list, the grid, a plan, its measures; and what nobody sees before."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.dates import PartialDate
from members.models import NationalPlan
from plans.models import Measure, PlanDraft, ProgressNote, ReportingWindow, UpdateDue
from tests.factories import MemberFactory
from tests.factories.plans import NationalPlanFactory, RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import ABOUT, MEASURE, acting_for, fill, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def hidden():
    """What is published of a State that is only approached is for staff alone."""
    approached = MemberFactory(key="sylvania", name="Sylvania", state=True)
    approached.approach(on=PartialDate(2020), by=None)
    return published(approached, 1, title="Plan of the approached")


@pytest.fixture
def read(client):
    def read(address):
        answer = client.get(address)
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return read


def test_the_library_is_filtered_by_field_region_status_and_language(member, principal, read):
    published(member, by=principal, title="Plan in Arabic", languages=["ar"])
    NationalPlanFactory(title="Plan of nobody", adopted="2009")

    for query in ("field=education", "status=announced", "language=ar", f"region={member.country.region}"):
        assert "Plan in Arabic" in read(f"/plans/?{query}")
    for query in ("field=migration", "status=adopted", "language=fr"):
        assert "Plan in Arabic" not in read(f"/plans/?{query}")
    assert {"field", "region", "status", "language"} <= {
        line.split('"')[0] for line in read("/plans/").split('name="')[1:]
    }


def test_what_is_hidden_stands_in_no_list_and_has_no_page(hidden, client, secretary, read):
    measure = Measure.objects.get()
    addresses = [
        hidden.plan.get_absolute_url(),
        measure.get_absolute_url(),
        hidden.get_absolute_url(),
        hidden.get_list_url(),
        hidden.get_comparison_url(1, 1),
        f"/api/v1/measures/{measure.key}/",
        f"/api/v1/publications/{hidden.key}/",
    ]

    for address in ("/plans/", "/plans/grid/", "/plans/side-by-side/", "/measures/"):
        assert "approached" not in read(address)
        assert "Sylvania" not in read(address)
    assert "no plan" in read(f"/plans/side-by-side/?plan={hidden.plan.key}&plan=other")
    assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
    for address in ("measures", "publications", "progress-notes"):
        assert client.get(f"/api/v1/{address}/").json()["count"] == 0
    client.force_login(secretary)
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)


def test_the_grid_has_members_in_rows_and_editions_in_columns(member, principal, client):
    published(member, 3, by=principal)
    NationalPlanFactory(member=member, edition=3, adopted="2012")
    other = NationalPlanFactory(adopted="2009")

    grid = client.get("/plans/grid/").context

    assert [*grid["editions"]] == [1, 2, 3]
    of_members = {row.member: row.plans for row in grid["rows"]}
    assert [plan and plan.measures_told for plan in of_members[member]] == [3, None, 0]
    assert of_members[other.member][0] == other


def test_a_plan_says_how_far_it_has_come_and_on_what_it_says_nothing(member, principal, client, read):
    publication = published(member, 2, by=principal)
    measure = Measure.objects.get(number=1)
    ProgressNote.tell(measure=measure, by=principal, on=date(2010, 1, 1), completion="substantial")

    page = read(publication.plan.get_absolute_url())

    assert "Of 2 measures: 1 substantial, 1 no evidence yet." in page
    assert "This plan says nothing on migration." in page
    assert "This plan says nothing on youth." not in page
    assert publication.cite_as in page.replace("&quot;", '"')
    assert "The first text: 2 measures." in page
    fields = client.get(publication.plan.get_absolute_url()).context["fields"]
    assert {field.key: field.progress.total for field in fields} == {
        "youth": 2,
        "media": 0,
        "education": 2,
        "migration": 0,
    }


def test_by_field_a_measure_stands_in_each_of_its_fields(member, principal, client):
    publication = published(member, 2, by=principal)

    page = client.get(publication.plan.get_absolute_url() + "?by=field").context["page"]

    assert [(measure.in_field, measure.number) for measure in page] == [
        ("youth", 1),
        ("youth", 2),
        ("education", 1),
        ("education", 2),
    ]


def test_a_draft_shows_nowhere_until_it_is_published(member, principal, client, read):
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    fill(draft, title="Still a secret")
    draft.submit(by=principal)

    assert "Still a secret" not in read("/plans/") + read("/members/freedonia/") + read("/measures/")
    assert client.get("/plans/freedonia-plan-1/").status_code == 404
    draft.open(by=None)
    draft.publish(by=None)

    assert "Still a secret" in read("/plans/")
    assert "1 measure, 0 complete" in read("/members/freedonia/")
    assert "Schools meet" in read("/measures/")
    assert client.get("/api/v1/national-plans/").json()["results"][0]["measures"] == 1


def test_who_is_late_is_told_in_words(member, principal, read):
    publication = published(member, by=principal)
    window = ReportingWindow.objects.create(
        key="w", name="Spring of the tests", opens_on=date(2020, 1, 1), closes_on=date(2020, 3, 31)
    )
    UpdateDue.objects.create(window=window, plan=publication.plan, due_on=window.closes_on)

    page = read(publication.plan.get_absolute_url())

    assert "Late: it was due by 31 March 2020" in page
    assert "Spring of the tests" in page


def test_a_plan_shows_which_organizations_support_it(member, principal, read):
    plan = published(member, by=principal).plan
    organization = MemberFactory(key="org", name="Council of Rivers", joined="2008")
    helper = acting_for(organization)
    draft = PlanDraft.begin(member=organization, by=helper, edition=1)
    draft.parts.all().delete()
    draft.add_part(0, ABOUT)
    draft.add_part(1, {**MEASURE, "title": "Teachers are lent", "supports": plan.key})
    draft.submit(by=helper)
    draft.open(by=None)
    draft.publish(by=None)

    assert "Teachers are lent" in read(plan.get_absolute_url())
    assert plan.name in read("/measures/org-plan-1-m1/")


def test_a_measure_s_page_tells_its_notes_and_hands_out_its_evidence(member, principal, client, read):
    published(member, by=principal)
    measure = Measure.objects.get()
    text = SimpleUploadedFile("schools.txt", b"a list of schools")
    note = ProgressNote.tell(
        measure=measure,
        by=principal,
        files=[text],
        on=date(2010, 6, 1),
        completion="limited",
        text="Ten schools met.",
        links="https://example.org/schools",
    )

    page = read(measure.get_absolute_url())

    assert "Ten schools met." in page
    assert 'href="https://example.org/schools"' in page
    assert f'id="note-{note.pk}"' in page
    assert b"".join(client.get(note.evidence.get().file_url)) == b"a list of schools"


def test_what_only_waits_for_the_focal_point_is_on_no_page(member, principal, client, read):
    published(member, by=principal)
    measure = Measure.objects.get()
    editor = acting_for(member, role="editor")
    ProgressNote.tell(measure=measure, by=editor, completion="complete", text="Of the editor")

    assert "Of the editor" not in read(measure.get_absolute_url())
    client.force_login(principal)
    assert "Of the editor" not in read(measure.get_absolute_url())
    assert {row["text"] for row in client.get("/api/v1/progress-notes/").json()["results"]} == {""}


def test_a_measure_that_is_taken_out_keeps_its_page_and_leaves_the_list(member, principal, read):
    published(member, 2, by=principal)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    draft.remove(2, by=principal)
    draft.submit(by=principal)
    draft.open(by=None)
    draft.publish(by=None)

    assert "It is no longer in the plan since" in read("/measures/freedonia-plan-1-m2/")
    assert "Measure of the tests 2" not in read("/measures/") + read("/plans/freedonia-plan-1/")
    assert "Measure of the tests 2" in read("/measures/?dropped=yes")


def test_good_practices_are_found_with_the_reason_that_staff_give(member, principal, read):
    published(member, 2, by=principal)
    Measure.objects.get(number=1).mark_as_practice(by=None, note="Its handbook is free.")

    page = read("/good-practices/")

    assert "Its handbook is free." in page
    assert "Measure of the tests 2" not in page
    assert "Measure of the tests 2" not in read("/measures/?practice=yes")
    assert "Measure of the tests 2" in read("/measures/?practice=no")
    assert "Schools meet" in read("/measures/?search=handbook")
    assert 'href="/good-practices/"' in read("/measures/")


def test_a_wrong_filter_is_told_in_words_and_the_page_stands(member, principal, read):
    published(member, by=principal)

    assert "Select a valid choice" in read("/measures/?completion=finished")
    assert "Select a valid choice" in read("/measures/?member=atlantis")


def test_two_to_four_plans_stand_side_by_side_and_five_do_not(member, principal, client, read):
    plan = published(member, by=principal).plan
    others = [NationalPlanFactory(adopted="2009") for _ in range(4)]
    keys = [other.key for other in others]

    rows = client.get(f"/plans/side-by-side/?plan={plan.key}&plan={keys[0]}").context["rows"]

    assert {row.key: [cell.progress.total for cell in row.cells] for row in rows} == {
        "youth": [1, 0],
        "media": [0, 0],
        "education": [1, 0],
        "migration": [0, 0],
    }
    assert "At most four plans stand side by side: you chose 5." in read(
        "/plans/side-by-side/?" + "&".join(f"plan={key}" for key in [plan.key, *keys])
    )
    assert "Choose two plans at least." in read(f"/plans/side-by-side/?plan={plan.key}&plan={plan.key}&plan=")
    assert "There are no plans" in read("/plans/side-by-side/?plan=a%00&plan=b")
    assert "There is no plan “atlantis”." in read(f"/plans/side-by-side/?plan={plan.key}&plan=atlantis")


def test_the_action_plan_of_a_strategy_stands_by_participant_without_stances(member, principal, read):
    strategy = RegionalStrategyFactory(key="rivers", name="The Rivers", adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country, stance="great caution")
    draft = PlanDraft.begin(member=member, by=principal, strategy=strategy)
    draft.add_part(1, {**MEASURE, "title": "A line of Freedonia"})
    draft.submit(by=principal)
    draft.open(by=None)
    publication = draft.publish(by=None)

    page = read("/strategies/rivers/")

    assert "A line of Freedonia" in page
    assert publication.get_absolute_url() in page
    assert "great caution" not in page
    assert 'href="/strategies/rivers/#freedonia"' in read("/members/freedonia/")
    assert "A line of Freedonia" in read(publication.get_absolute_url())


def test_text_in_the_plan_s_own_language_says_so(member, principal, read):
    published(member, by=principal, title="خطة وطنية", text_language="ar")

    assert '<h1 lang="ar" dir="auto">خطة وطنية</h1>' in read("/plans/freedonia-plan-1/")
    assert '<h1 lang="ar" dir="auto">' in read("/measures/freedonia-plan-1-m1/")


def test_no_member_can_write_markup_into_a_page(member, principal, read):
    published(member, by=principal, title="<b>Plan</b>", summary='<script>alert("1")</script>')

    page = read("/plans/freedonia-plan-1/") + read("/plans/freedonia-plan-1/publications/1/") + read("/plans/")

    assert "<b>Plan" not in page
    assert "<script>alert" not in page


def test_a_plan_of_the_register_alone_stands_as_it_did(read):
    plan = NationalPlanFactory(title="Plan of Rivers", adopted="2009", summary="In short.")

    page = read(plan.get_absolute_url())

    assert "In short." in page
    assert "Step by step" in page
    assert "Measures" not in page.split("<main")[1]
    assert NationalPlan.objects.count() == 1
