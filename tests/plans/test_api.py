"""The partner's door: measures, what was told of them, and what was published."""

import csv
import io
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from plans.models import Measure, PlanDraft, ProgressNote, Publication
from plans.serializers import MeasureSerializer, ProgressNoteSerializer, PublicationSerializer
from tests.alliance.test_listing import listed, said
from tests.factories import MemberFactory
from tests.factories.plans import RegionalStrategyFactory, StrategyParticipantFactory
from tests.factories.work import MEASURE, acting_for, published

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def world(member, principal):
    """A plan of two measures, the first with a note and its evidence; a line of an action plan."""
    published(member, 2, by=principal)
    first = Measure.objects.get(number=1)
    ProgressNote.tell(
        measure=first,
        by=principal,
        files=[SimpleUploadedFile("schools.txt", b"a list"), SimpleUploadedFile("towns.txt", b"another")],
        on=date(2010, 6, 1),
        completion="limited",
        text="Ten schools met.",
        links="https://example.org/a\nhttps://example.org/b",
    )
    first.mark_as_practice(by=None, note="Its handbook is free.")
    strategy = RegionalStrategyFactory(key="rivers", name="The Rivers", adopted="2009")
    StrategyParticipantFactory(strategy=strategy, country=member.country)
    draft = PlanDraft.begin(member=member, by=principal, strategy=strategy)
    draft.add_part(1, {**MEASURE, "title": "A line", "fields": ["media"], "starts": "", "ends": ""})
    draft.submit(by=principal)
    draft.open(by=None)
    draft.publish(by=None)


@pytest.mark.parametrize(
    ("serializer", "rows"),
    [
        (MeasureSerializer, lambda: Measure.objects.visible_to(NOBODY)),
        (ProgressNoteSerializer, lambda: ProgressNote.objects.visible_to(NOBODY)),
        (PublicationSerializer, lambda: Publication.objects.visible_to(NOBODY)),
    ],
)
def test_a_list_says_what_the_serializer_says(world, serializer, rows):
    instances = list(rows().order_by("pk"))

    assert len(instances) >= 2
    assert listed(serializer, rows().order_by("pk")) == said(serializer, instances)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("field=education", ["freedonia-plan-1-m1", "freedonia-plan-1-m2"]),
        ("field=media", ["rivers-freedonia-m1"]),
        ("member=freedonia&ordering=-number", ["freedonia-plan-1-m2", "freedonia-plan-1-m1", "rivers-freedonia-m1"]),
        ("plan=freedonia-plan-1", ["freedonia-plan-1-m1", "freedonia-plan-1-m2"]),
        ("strategy=rivers", ["rivers-freedonia-m1"]),
        ("completion=limited", ["freedonia-plan-1-m1"]),
        ("practice=yes", ["freedonia-plan-1-m1"]),
        ("practice=no", ["freedonia-plan-1-m2", "rivers-freedonia-m1"]),
        ("search=handbook", ["freedonia-plan-1-m1"]),
        ("status=announced", ["freedonia-plan-1-m1", "freedonia-plan-1-m2"]),
        ("status=adopted", []),
        ("dropped=yes", []),
        ("supports=freedonia-plan-1", []),
        ("updated_since=2999-01-01T00:00:00Z", []),
    ],
)
def test_measures_are_filtered(world, client, query, keys):
    answer = client.get(f"/api/v1/measures/?{query}")

    found = [row["key"] for row in answer.json()["results"]]
    assert (found if "ordering" in query else sorted(found)) == keys


@pytest.mark.parametrize(
    "query", ["field=sports", "completion=done", "practice=maybe", "colour=red", "member=atlantis"]
)
def test_a_filter_that_is_not_known_is_refused_in_words(world, client, query):
    answer = client.get(f"/api/v1/measures/?{query}")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == query.split("=")[0]


def test_one_measure_comes_with_its_notes_and_their_evidence(world, client):
    told = client.get("/api/v1/measures/freedonia-plan-1-m1/").json()

    newest = next(note for note in told["notes"] if note["text"])
    assert newest["links"] == ["https://example.org/a", "https://example.org/b"]
    assert [document["name"] for document in newest["evidence"]] == ["schools.txt", "towns.txt"]
    path = newest["evidence"][0]["url"].replace("http://127.0.0.1:8000", "")
    assert b"".join(client.get(path)) == b"a list"
    assert told["practice_note"] == "Its handbook is free."


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("measure=freedonia-plan-1-m1", 2),
        ("member=freedonia", 4),
        ("completion=limited", 1),
        ("dated_from=2010-06-01&dated_to=2010-06-01", 1),
        ("dated_to=2010-05-31", 0),
        ("plan=freedonia-plan-1", 3),
    ],
)
def test_progress_notes_are_filtered(world, client, query, count):
    assert client.get(f"/api/v1/progress-notes/?{query}").json()["count"] == count


def test_publications_tell_their_text_one_by_one(world, client):
    rows = client.get("/api/v1/publications/?plan=freedonia-plan-1").json()["results"]

    assert [row["key"] for row in rows] == ["freedonia-plan-1-p1"]
    assert "content" not in rows[0]
    told = client.get("/api/v1/publications/freedonia-plan-1-p1/").json()
    assert told["content"]["measures"][0]["title"] == "Schools meet"
    assert told["address"].endswith("/plans/freedonia-plan-1/publications/1/")
    assert client.get("/api/v1/publications/?strategy=rivers&member=freedonia").json()["count"] == 1


def test_a_harvest_tells_what_was_dropped_and_what_was_withheld(world, client, member, principal):
    since = "2020-01-01T00:00:00Z"
    note = ProgressNote.objects.get(completion="limited")
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    draft.remove(2, by=principal)
    draft.submit(by=principal)
    draft.open(by=None)
    draft.publish(by=None)

    note.withhold(by=None, note="It names a child.")

    measures = client.get(f"/api/v1/measures/?updated_since={since}").json()
    dropped = {row["key"]: row["dropped_on"] for row in measures["results"]}
    assert dropped["freedonia-plan-1-m2"]
    assert dropped["freedonia-plan-1-m1"] is None
    notes = client.get(f"/api/v1/progress-notes/?updated_since={since}").json()
    assert [(gone["key"], gone["reason"]) for gone in notes["gone"]] == [(str(note.pk), "hidden")]
    assert note.pk not in {row["id"] for row in notes["results"]}


def test_what_has_not_changed_is_not_sent_again_and_a_new_note_is(world, client, principal):
    address = "/api/v1/measures/?plan=freedonia-plan-1"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304

    ProgressNote.tell(measure=Measure.objects.get(key="freedonia-plan-1-m2"), by=principal, completion="complete")

    answer = client.get(address, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert {row["completion"] for row in answer.json()["results"]} == {"limited", "complete"}


def test_lists_come_as_tables(world, client):
    lines = list(csv.DictReader(io.StringIO(client.get("/api/v1/measures/?format=csv").content.decode("utf-8-sig"))))
    assert {line["key"]: line["fields"] for line in lines}["freedonia-plan-1-m1"] == "youth; education"
    sheet = load_workbook(io.BytesIO(client.get("/api/v1/publications/?format=xlsx").content)).active
    assert sheet.max_row == 3
    notes = client.get("/api/v1/progress-notes/?format=csv").content.decode("utf-8-sig")
    assert "https://example.org/a; https://example.org/b" in notes


def test_the_list_of_plans_says_its_languages_and_its_measures(world, client):
    [plan] = client.get("/api/v1/national-plans/?language=en").json()["results"]

    assert (plan["languages"], plan["text_language"]) == (["en"], "en")
    assert (plan["measures"], plan["measures_complete"]) == (2, 0)
    assert client.get("/api/v1/national-plans/?language=fr").json()["count"] == 0
    assert client.get("/api/v1/national-plans/freedonia-plan-1/").json()["measures"] == 2
