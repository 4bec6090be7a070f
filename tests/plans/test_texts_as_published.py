"""Every text as it was published, under its number, and any two of them compared."""

import pytest

from plans.comparison import compared, marked
from plans.models import PlanDraft, Publication
from plans.texts import change_in_a_line
from tests.factories import MemberFactory
from tests.factories.work import ABOUT, MEASURE, acting_for, published

pytestmark = pytest.mark.django_db
LIST = "/plans/freedonia-plan-1/publications/"


@pytest.fixture
def member():
    return MemberFactory(key="freedonia", name="Freedonia", state=True, joined="2008")


@pytest.fixture
def principal(member):
    return acting_for(member)


@pytest.fixture
def twice(member, principal):
    """Published with two measures; then the first has another target, the second is out, and a third is in."""
    published(member, 2, by=principal)
    draft = PlanDraft.begin(member=member, by=principal, edition=1)
    first = draft.parts.get(number=1)
    draft.keep(1, {**first.content, "target": "300"}, seen=first.version, by=principal)
    draft.remove(2, by=principal)
    added = draft.add_measure(by=principal)
    draft.keep(added.number, {**MEASURE, "title": "A new one"}, seen=added.version, by=principal)
    draft.submit(by=principal)
    draft.open(by=None)
    return draft.publish(by=None)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_an_earlier_text_stays_and_says_that_it_is_not_the_latest(twice, client):
    first, second = read(client, f"{LIST}1/"), read(client, f"{LIST}2/")

    assert "This is not the latest text" in first
    assert f'href="{LIST}1/2/"' in first
    assert "Measure of the tests 2" in first
    assert "This is not the latest text" not in second
    assert "Measure of the tests 2" not in second
    assert "http://127.0.0.1:8000/plans/freedonia-plan-1/publications/2/" in second


def test_the_parts_of_the_portal_are_still_in_sight_on_a_publication(twice, client):
    assert 'href="/forums/"' in read(client, f"{LIST}1/")


def test_the_list_tells_in_a_line_what_each_text_changed(twice, client):
    page = read(client, LIST)

    assert "1 new measure; 1 measure changed; 1 measure taken out." in page
    assert "The first text: 2 measures." in page


def test_two_texts_are_compared_word_by_word_and_in_both_directions(twice, client):
    there, back = read(client, f"{LIST}1/2/"), read(client, f"{LIST}2/1/")

    assert "</span>200</del>" in there
    assert "</span>300</ins>" in there
    assert "</span>200</ins>" in back
    assert "Words that were taken out are struck through, words that are new are underlined." in there
    assert "Both say the same." in read(client, f"{LIST}1/1/")


def test_the_form_that_chooses_two_works_without_javascript(twice, client):
    answer = client.get(LIST, {"first": "2", "second": "1"})

    assert answer.status_code == 302
    assert answer["Location"] == f"{LIST}2/1/"
    assert client.get(LIST, {"first": "x", "second": "1"}).status_code == 200


@pytest.mark.parametrize("address", ["3/", "1/3/", "99999999999999999999/", "99999999999999999999/1/"])
def test_a_text_that_was_never_published_is_not_there(twice, client, address):
    assert client.get(LIST + address).status_code == 404


def test_a_plan_without_a_publication_has_no_list_of_them(member, client):
    assert client.get(LIST).status_code == 404


def test_what_is_published_is_never_changed(twice):
    twice.content = {}

    with pytest.raises(TypeError):
        twice.save()
    with pytest.raises(TypeError):
        twice.delete()
    assert Publication.objects.get(pk=twice.pk).content["about"] == ABOUT


def test_each_text_has_a_key_of_its_own(twice):
    assert [publication.key for publication in Publication.objects.order_by("number")] == [
        "freedonia-plan-1-p1",
        "freedonia-plan-1-p2",
    ]


def test_words_that_stay_are_not_marked_though_the_text_goes_on():
    assert [tuple(piece) for piece in marked("Schools meet", "Schools meet often")] == [
        ("same", "Schools meet "),
        ("new", "often"),
    ]
    assert [tuple(piece) for piece in marked("学校相遇", "学生相遇")] == [
        ("same", "学"),
        ("gone", "校"),
        ("new", "生"),
        ("same", "相遇"),
    ]


def test_how_far_a_measure_had_come_and_the_order_of_its_fields_are_no_change():
    before = {"about": ABOUT, "measures": [{"number": 1, **MEASURE}]}
    after = {"about": ABOUT, "measures": [{"number": 1, **MEASURE, "fields": ["youth", "education"]}]}
    after["measures"][0]["completion"] = "complete"

    assert {section.state for section in compared(before, after)} == {"same"}
    assert change_in_a_line(before, after) == "Nothing changed."


def test_a_long_text_that_is_written_anew_is_compared_at_once():
    old = " ".join(f"word-{n % 97}" for n in range(490))
    new = " ".join(f"word-{n * n % 89}" for n in range(490))

    pieces = marked(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "gone").split() == new.split()
