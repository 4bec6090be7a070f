"""A file is what its name says, from the first byte to the last, and nothing besides."""

from __future__ import annotations

import re
from typing import BinaryIO

from inspection.refusal import Refused

SIGNATURES = {
    "pdf": rb"%PDF-[12]\.",
    "docx": rb"PK\x03\x04",
    "xlsx": rb"PK\x03\x04",
    "pptx": rb"PK\x03\x04",
    "odt": rb"PK\x03\x04",
    "ods": rb"PK\x03\x04",
    "odp": rb"PK\x03\x04",
    "png": rb"\x89PNG\r\n\x1a\n",
    "jpg": rb"\xff\xd8\xff",
    "webp": rb"RIFF....WEBP",
}
ARCHIVE_END = b"PK\x05\x06"
ARCHIVE_END_LEAST, ARCHIVE_END_MOST = 22, 22 + 65535
MARKUP = re.compile(rb"<(?:script|html|!doctype|svg|iframe|body|head|meta|object|embed|\?php|%@)|^#!")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def inspect(file: BinaryIO, kind: str) -> None:
    head, tail = ends(file)
    signature = SIGNATURES.get(kind)
    if signature and not re.match(signature, head, re.DOTALL):
        raise Refused("old_office" if head.startswith(OLD_OFFICE) else "mismatch", kind)
    refuse_second_nature(head, tail, kind)
    file.seek(0)
    if signature is None:
        from inspection import text

        text.inspect(file)
    elif kind == "pdf":
        from inspection import pdf

        pdf.inspect(file, tail)
    elif signature == SIGNATURES["docx"]:
        from inspection import office

        office.inspect(file, kind, tail)
    else:
        from inspection import picture

        picture.inspect(file, kind, tail)


def ends(file: BinaryIO) -> tuple[bytes, bytes]:
    head = file.read(1024)
    size = file.seek(0, 2)
    file.seek(max(0, size - ARCHIVE_END_MOST))
    return head, file.read()


def refuse_second_nature(head: bytes, tail: bytes, kind: str) -> None:
    """A reader of another format must not find its own in it: a page, a PDF, an archive behind the end."""
    is_archive = SIGNATURES.get(kind) == SIGNATURES["docx"]
    if MARKUP.search(head.lower().lstrip(b"\xef\xbb\xbf \t\r\n")):
        raise Refused("second_nature", "HTML")
    if kind != "pdf" and b"%PDF-" in head:
        raise Refused("second_nature", "PDF")
    if not is_archive and ARCHIVE_END in tail:
        raise Refused("second_nature", "ZIP")
    if is_archive and not tail[-ARCHIVE_END_LEAST:].startswith(ARCHIVE_END):
        raise Refused("more_behind", kind)
