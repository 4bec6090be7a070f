"""Office files are archives of XML: what they hold is counted before it is opened, and read without being run."""

from __future__ import annotations

import re
import stat
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urlsplit
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from inspection.refusal import Refused

PARTS_MOST = 2000
DIRECTORY_MOST = 1024 * 1024
UNPACKED_MOST = 60 * 1024 * 1024
SWELLS_MOST = 200
RELATIONS_MOST = 1024 * 1024
PIECE = 256 * 1024

OOXML = b"application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": OOXML + b"wordprocessingml.document.main+xml",
    "xlsx": OOXML + b"spreadsheetml.sheet.main+xml",
    "pptx": OOXML + b"presentationml.presentation.main+xml",
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
}
NAMES = {
    "macros": re.compile(r"vbaproject|vbadata|macrosheets?/|dialogsheets/|(^|/)(basic|scripts)/"),
    "embedded": re.compile(r"activex|oleobject|(^|/)embeddings/"),
}
OTHER_FILES = re.compile(rb"\xd0\xcf\x11\xe0|PK\x03\x04|MZ|\x7fELF|%PDF-|Rar!|7z\xbc\xaf|\x1f\x8b|\{\\rtf")
CONTENTS = {
    "entities": re.compile(
        rb"<!(?:DOCTYPE|ENTITY)|<\?xml[^>]{0,60}encoding=[\"'](?!(?i:utf-?8|utf-?16|us-ascii)[\"'])"
    ),
    "macros": re.compile(rb"<script:event-listener|<office:script[\s>]|vnd\.sun\.star\.script:"),
    "link": re.compile(
        rb"<(?:text:section-source|table:table-source|draw:(?:floating-frame|applet|plugin|object-ole))\b"
        rb"|<draw:image[^>]{0,300}xlink:href=[\"'](?:https?|ftp|file|smb):"
    ),
    "dde": re.compile(rb"<\w+:instrText[^>]{0,100}>\s{0,20}DDE|\w+:instr=[\"']\s{0,20}DDE|<ddeLink|dde-source"),
}
TYPES = {
    "macros": re.compile(rb"(?i)macroEnabled|vbaProject|macrosheet"),
    "embedded": re.compile(rb"(?i)activeX|oleObject"),
}
DANGLING = BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, LookupError


def inspect(file: BinaryIO, kind: str, tail: bytes) -> None:
    end = tail[-22:]
    if int.from_bytes(end[10:12], "little") > PARTS_MOST or int.from_bytes(end[12:16], "little") > DIRECTORY_MOST:
        raise Refused("parts", str(PARTS_MOST))
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            refuse_shape(parts)
            for part in parts:
                refuse_part(archive, part)
            refuse_other_kind(archive, kind)
    except DANGLING:
        raise Refused("damaged", kind) from None


def refuse_shape(parts: list[ZipInfo]) -> None:
    if not parts or min(part.header_offset for part in parts):
        raise Refused("second_nature", "ZIP")
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise Refused("twice")
    if sum(part.file_size for part in parts) > UNPACKED_MOST:
        raise Refused("swells")
    for part in parts:
        if part.file_size > max(1024 * 1024, SWELLS_MOST * part.compress_size):
            raise Refused("swells")
        if part.flag_bits & 1:
            raise Refused("password")
        if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise Refused("damaged", part.filename)
        if leads_out(part):
            raise Refused("path", part.filename)


def leads_out(part: ZipInfo) -> bool:
    name = part.orig_filename
    is_link = stat.S_ISLNK(part.external_attr >> 16)
    return is_link or name.startswith("/") or ".." in name.split("/") or any(sign in name for sign in "\\:\0")


def refuse_part(archive: ZipFile, part: ZipInfo) -> None:
    name = part.filename.lower()
    for reason, wrong in NAMES.items():
        if wrong.search(name):
            raise Refused(reason, part.filename)
    before = b""
    for piece in pieces(archive, part):
        if not before and OTHER_FILES.match(piece):
            raise Refused("embedded", part.filename)
        text = before + piece.replace(b"\0", b"")  # UTF-16 hides nothing
        for reason, wrong_words in CONTENTS.items():
            if wrong_words.search(text):
                raise Refused(reason, part.filename)
        before = text[-512:]
    if name.endswith(".rels"):
        refuse_relations(archive, part)


def pieces(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as opened:
        yield from iter(lambda: opened.read(PIECE), b"")


def refuse_relations(archive: ZipFile, part: ZipInfo) -> None:
    """What a document fetches by itself is no part of it; a link that a reader follows is."""
    if part.file_size > RELATIONS_MOST:
        raise Refused("swells")
    try:
        relations = ElementTree.fromstring(archive.read(part))  # noqa: S314  entities were refused before
    except ElementTree.ParseError:
        raise Refused("damaged", part.filename) from None
    for relation in relations:
        kind = relation.get("Type", "").rpartition("/")[2]
        target = relation.get("Target", "")
        if kind.lower() in {"vbaproject", "wordvbadata", "xlmacrosheet"}:
            raise Refused("macros", target)
        if kind.lower() in {"oleobject", "package", "control", "activexcontrolbinary", "afchunk", "subdocument"}:
            raise Refused("embedded", target)
        if relation.get("TargetMode") == "External" and not (kind == "hyperlink" and is_harmless(target)):
            raise Refused("link", target)


def is_harmless(target: str) -> bool:
    """An address, or a neighbour of the document; never a place on the reader's machine or in its network."""
    scheme = urlsplit(target).scheme
    return scheme in {"http", "https", "mailto", "tel"} or (not scheme and not target.startswith(("/", "\\")))


def refuse_other_kind(archive: ZipFile, kind: str) -> None:
    if kind in {"odt", "ods", "odp"}:
        first = archive.infolist()[0]
        if first.filename != "mimetype" or first.file_size > 100 or archive.read(first).strip() != MAIN[kind]:
            raise Refused("mismatch", kind)
        return
    try:
        types = archive.getinfo("[Content_Types].xml")
    except KeyError:
        raise Refused("mismatch", kind) from None
    if types.file_size > RELATIONS_MOST:
        raise Refused("swells")
    told = archive.read(types).replace(b"\0", b"").replace(b"'", b'"')
    for reason, wrong in TYPES.items():
        if found := wrong.search(told):
            raise Refused(reason, found[0].decode())
    if MAIN[kind] + b'"' not in told:
        raise Refused("mismatch", kind)
