"""Every table as CSV and XLSX, with nothing in a cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.dispatch import Signal
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

taken_out = Signal()  # sent with the request and the model when a list goes out as a table
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
LESS_THAN_NOTHING = re.compile(r"-\d+(\.\d+)?", re.ASCII)


def cell(value: Any) -> Any:
    """The value as a spreadsheet may hold it: text that would start a formula begins with an apostrophe."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if would_run(text) and not LESS_THAN_NOTHING.fullmatch(text) else text


def as_it_was(value: Any) -> Any:
    """What `cell` made safe, as it was before."""
    is_safe = isinstance(value, str) and value.startswith("'") and would_run(value)
    return value[1:] if is_safe else value


def would_run(text: str) -> bool:
    """Also behind apostrophes of its own, so that one more can be told from them."""
    return text.lstrip("'").startswith(STARTS_A_FORMULA)


def csv_lines(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """In UTF-8; begins with the mark by which spreadsheets know it."""
    line = io.StringIO()
    line.write("\ufeff")
    writer = csv.writer(line)
    writer.writerow([str(name) for name in header])
    for row in rows:
        writer.writerow([cell(value) for value in row])
        if line.tell() > 8192:
            yield line.getvalue().encode()
            line.seek(0)
            line.truncate()
    yield line.getvalue().encode()


def workbook(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    names = [WriteOnlyCell(sheet, value=str(name)) for name in header]
    for name in names:
        name.font = Font(bold=True)
    sheet.append(names)
    for row in rows:
        sheet.append([cell(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def flat(row: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """A nested answer as one line: the country's name becomes the column `country.name`."""
    line: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            line |= flat(value, f"{prefix}{name}.")
        else:
            line[prefix + name] = "; ".join(map(in_words, value)) if isinstance(value, list) else value
    return line


def in_words(value: Any) -> str:
    """One of many: of a nested row what it says, without what it leaves open."""
    if not isinstance(value, dict):
        return str(value)
    return ", ".join(str(part) for part in flat(value).values() if part not in (None, "", False, True))
