"""Who harvests is told what to take out, and nothing of what was never theirs to see."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from alliance import gone as mechanism
from alliance.dates import PartialDate
from alliance.gone import merge
from documents.models import Document, StatedFigure
from members.models import Country, Member
from tests.factories import CountryFactory, DocumentFactory, MemberFactory, StatedFigureFactory

pytestmark = pytest.mark.django_db

REGISTERS = {
    "members": (lambda **more: MemberFactory(joined="2008", **more), Member, "key"),
    "documents": (DocumentFactory, Document, "key"),
    "stated-figures": (StatedFigureFactory, StatedFigure, "key"),
    "countries": (CountryFactory, Country, "iso3"),
}
EVERY_REGISTER = pytest.mark.parametrize("register", REGISTERS)


def harvest(client, register, since, **asked):
    return client.get(f"/api/v1/{register}/", {"updated_since": since.isoformat(), **asked}).json()


def told(client, register, since):
    return [(row["key"], row["reason"], row["into"]) for row in harvest(client, register, since)["gone"]]


@pytest.fixture
def since():
    return timezone.now() - timedelta(hours=1)


@EVERY_REGISTER
def test_what_was_deleted_is_told(register, client, since):
    make, _, key = REGISTERS[register]
    row, _ = make(), make()
    name = getattr(row, key)
    before = timezone.now()

    row.delete()

    answer = harvest(client, register, since)
    assert (len(answer["results"]), answer["count"]) == (1, 1)
    assert [(r["key"], r["reason"], r["into"]) for r in answer["gone"]] == [(name, "deleted", None)]
    assert before <= parse_datetime(answer["gone"][0]["at"]) <= timezone.now()
    assert harvest(client, register, timezone.now() + timedelta(hours=1))["gone"] == []


@EVERY_REGISTER
def test_what_was_merged_is_told_with_what_stands_for_it(register, client, secretary, since):
    make, _, key = REGISTERS[register]
    duplicate, kept = make(), make()
    name = getattr(duplicate, key)

    merge(duplicate, into=kept, by=secretary)

    assert told(client, register, since) == [(name, "merged", getattr(kept, key))]


def test_a_reason_in_words_names_no_row(client, secretary, since):
    document = DocumentFactory(key="report")
    document._change_reason = "merged into the one of Spain"

    document.delete()

    assert told(client, "documents", since) == [("report", "deleted", None)]


@EVERY_REGISTER
def test_what_has_another_key_now_is_told(register, client, since):
    make, _, key = REGISTERS[register]
    row = make()
    name, new = getattr(row, key), "NEW" if key == "iso3" else "new-name"

    setattr(row, key, new)
    row.save()

    assert told(client, register, since) == [(name, "renamed", new)]


@EVERY_REGISTER
def test_a_key_that_is_there_again_is_not_gone(register, client, since):
    make, _, key = REGISTERS[register]
    row = make()
    name = getattr(row, key)
    row.delete()

    make(**{key: name})

    assert told(client, register, since) == []


def test_a_member_whose_steps_were_taken_back_is_hidden_from_the_public_and_not_from_staff(client, secretary, since):
    member = MemberFactory(key="ruritania", joined="2008")

    member.steps.get().delete()
    member.retrace()

    assert told(client, "members", since) == [("ruritania", "hidden", None)]
    client.force_login(secretary)
    assert told(client, "members", since) == []


def test_whom_the_office_only_approached_was_never_there(client, secretary, since):
    member = MemberFactory(key="ruritania")
    member.approach(on=PartialDate(2008), by=secretary)
    member.key = "ruritania-2"
    member.save()
    member.delete()

    assert told(client, "members", since) == []
    client.force_login(secretary)
    assert [reason for _, reason, _ in told(client, "members", since)] == ["deleted", "deleted"]


def test_a_change_of_what_is_hidden_already_is_not_told(client):
    member = MemberFactory(key="ruritania", joined="2008")
    member.steps.get().delete()
    member.retrace()
    since = timezone.now()

    member.note = "Nobody is to know."
    member.save()
    member.delete()

    assert told(client, "members", since) == []


def test_a_row_that_stands_for_another_is_not_named_to_whom_it_is_hidden(client, secretary, since):
    duplicate, hidden = MemberFactory(key="shown", joined="2008"), MemberFactory(key="hidden")
    hidden.approach(on=PartialDate(2008), by=secretary)

    merge(duplicate, into=hidden, by=secretary)

    assert told(client, "members", since) == [("shown", "deleted", None)]


def test_the_oldest_come_first_and_no_more_than_a_page_can_hold(client, since, monkeypatch):
    monkeypatch.setattr(mechanism, "MOST", 2)
    for key in ("c", "a", "b"):
        DocumentFactory(key=key).delete()

    first = harvest(client, "documents", since)["gone"]
    assert [row["key"] for row in first] == ["c", "a"]

    then = harvest(client, "documents", parse_datetime(first[-1]["at"]))["gone"]
    assert [row["key"] for row in then] == ["a", "b"]


def test_it_stands_on_the_first_page_of_a_harvest_alone(client, since):
    DocumentFactory.create_batch(3)
    DocumentFactory(key="gone").delete()

    assert "gone" not in client.get("/api/v1/documents/").json()
    assert [row["key"] for row in harvest(client, "documents", since, page_size=2)["gone"]] == ["gone"]
    assert "gone" not in harvest(client, "documents", since, page_size=2, page=2)


def test_countries_are_harvested_by_what_changed(client):
    CountryFactory(), (changed := CountryFactory())
    since = timezone.now()

    changed.name = "Renamed"
    changed.save()

    assert [row["iso3"] for row in harvest(client, "countries", since)["results"]] == [changed.iso3]


def test_a_long_harvest_costs_the_same(client, since, django_assert_num_queries):
    for document in DocumentFactory.create_batch(20):
        document.delete()

    with django_assert_num_queries(5):
        assert len(harvest(client, "documents", since)["gone"]) == 20
