import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.comparison import compared, marked, sections
from tests.factories.work import ABOUT, MEASURE

pytestmark = pytest.mark.django_db
BEFORE = {"about": ABOUT, "measures": [{"number": 1, **MEASURE}, {"number": 2, **MEASURE, "title": "Second"}]}


def text(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def test_a_text_is_told_in_words():
    told = sections(BEFORE)

    assert [section.heading for section in told] == ["About the plan", "Schools meet", "Second"]
    lines = {line.name: line.text for line in told[1].lines}
    assert lines["fields"] == "youth, education"
    assert lines["starts"] == "September 2009"
    assert "completion" not in lines


def test_what_changed_is_told_section_by_section():
    after = {
        "about": {**ABOUT, "summary": "What all ministries do together."},
        "measures": [{"number": 1, **MEASURE}, {"number": 3, **MEASURE, "title": "Third"}],
    }

    found = compared(BEFORE, after)

    assert [(part.number, part.state) for part in found] == [(0, "changed"), (1, "same"), (3, "added"), (2, "removed")]
    (line,) = found[0].changed_lines
    assert [(piece.kind, piece.text) for piece in line.pieces] == [
        ("same", "What "),
        ("gone", "the "),
        ("new", "all "),
        ("same", "ministries do together."),
    ]


def test_the_first_publication_is_new_as_a_whole():
    assert {part.state for part in compared(None, BEFORE)} == {"added"}


def test_chinese_is_compared_sign_by_sign():
    pieces = marked("文明联盟国家计划", "文明联盟区域计划")

    assert (text(pieces, "gone"), text(pieces, "new")) == ("国家", "区域")


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_out_of_what_is_marked(before, after):
    pieces = marked(before, after)

    assert text(pieces, "same", "gone").split() == before.split()
    assert text(pieces, "same", "new") == after
