import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from alliance import tables
from alliance.dates import PartialDate

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=cmd|' /C calc'!A0",
    "\x01=1+1",
    "\x00@A1",
]
ORDINARY = ["Türkiye", "联盟", "تحالف", "a=b", "2008-01", "../2006-11", "", "-5", "-5.25", "“quoted”, and; so on"]


def read_csv(header, rows):
    return list(csv.reader(io.StringIO(b"".join(tables.csv_lines(header, rows)).decode("utf-8-sig"), newline="")))


def read_xlsx(header, rows):
    sheet = load_workbook(io.BytesIO(tables.workbook(header, rows))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def types_in_xlsx(values):
    sheet = load_workbook(io.BytesIO(tables.workbook(["value"], [[value] for value in values]))).active
    return {row[0].data_type for row in sheet.iter_rows(min_row=2)}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula(text):
    [_, [in_csv]], [_, [in_xlsx]] = read_csv(["value"], [[text]]), read_xlsx(["value"], [[text]])

    assert in_csv.startswith("'")
    assert in_xlsx.startswith("'")
    assert types_in_xlsx([text]) == {"s"}


@given(st.text(max_size=8) | st.text("=+-@\t\r\n\x00\x0b '1", max_size=6))
@example("\x00\x01\x02-2+3")
def test_whatever_text_is_in_a_cell_nothing_runs(text):
    [_, [in_csv, _]] = read_csv(["value", "note"], [[text, "x"]])

    assert not in_csv.startswith(("=", "+", "@", "\t", "\r", "\n"))
    assert not in_csv.startswith("-") or float(in_csv) <= 0
    assert "f" not in types_in_xlsx([text])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.text("=+-@\t\r\n'1", max_size=6))
def test_what_was_made_safe_is_read_as_it_was(text):
    assert tables.as_it_was(tables.cell(text)) == text


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_left_as_it_is(text):
    assert read_csv(["name", "note"], [[text, "x"]])[1] == [text, "x"]
    assert read_xlsx(["name", "note"], [[text, "x"]])[1] == [text or None, "x"]


def test_numbers_are_numbers_and_nothing_is_nothing():
    row = [5, -5, 2.5, Decimal("-5.25"), True, None]

    assert read_xlsx("abcdef", [row])[1] == [5, -5, 2.5, -5.25, True, None]
    assert read_csv("abcdef", [row])[1] == ["5", "-5", "2.5", "-5.25", "True", ""]


def test_dates_are_written_as_far_as_known():
    row = [date(2008, 1, 15), PartialDate(2008, 1)]

    assert read_csv("ab", [row])[1] == read_xlsx("ab", [row])[1] == ["2008-01-15", "January 2008"]


def test_a_moment_is_told_in_the_office_s_time():
    moment = datetime(2008, 1, 15, 3, 30, tzinfo=UTC)

    with timezone.override("America/New_York"):
        assert read_xlsx(["at"], [[moment]])[1] == [datetime(2008, 1, 14, 22, 30)]
        assert read_csv(["at"], [[moment]])[1] == ["2008-01-14 22:30:00"]


def test_control_characters_do_not_break_the_file():
    text = "Por\x00tu\x0bgal\x1f"

    assert read_xlsx(["name"], [[text]])[1] == ["Portugal"]
    assert read_csv(["name"], [[text]])[1] == ["Portugal"]


def test_lines_within_a_cell_stay_there():
    text = "First line\nsecond line"

    assert read_csv(["note"], [[text]])[1] == [text]
    assert read_xlsx(["note"], [[text]])[1] == [text]


def test_a_long_table_comes_in_pieces_and_no_row_is_lost():
    rows = [[n, "x" * 50] for n in range(2000)]

    pieces = list(tables.csv_lines(["n", "text"], rows))

    assert len(pieces) > 5
    table = b"".join(pieces).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(table))] == ["n", *map(str, range(2000))]


def test_a_table_begins_with_the_mark_by_which_spreadsheets_know_its_letters():
    assert b"".join(tables.csv_lines(["é"], [])) == b"\xef\xbb\xbf\xc3\xa9\r\n"


def test_a_table_without_rows_has_its_header():
    assert read_csv(["name", "kind"], []) == read_xlsx(["name", "kind"], []) == [["name", "kind"]]


def test_the_header_stays_in_sight():
    sheet = load_workbook(io.BytesIO(tables.workbook(["name"], [["Portugal"]]))).active

    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


def test_a_nested_answer_becomes_one_line():
    row = {"key": "portugal", "country": {"iso3": "PRT", "region": {"name": "Europe"}}, "groups": ["eu", "osce"]}

    assert tables.flat(row) == {
        "key": "portugal",
        "country.iso3": "PRT",
        "country.region.name": "Europe",
        "groups": "eu; osce",
    }
    assert tables.flat({"country": None, "groups": []}) == {"country": None, "groups": ""}


def test_many_nested_rows_are_one_cell_that_says_what_they_say():
    rows = [{"partner": {"key": "unesco", "name": "UNESCO"}, "is_alliance": False, "signatory": ""}, {"partner": None}]

    assert tables.flat({"parties": rows, "fields": ["youth", "media"]}) == {
        "parties": "unesco, UNESCO; ",
        "fields": "youth; media",
    }
