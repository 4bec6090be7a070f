from __future__ import annotations

import re
from typing import Any, BinaryIO

import pikepdf

from inspection.refusal import Refused

SCRIPTS = "JavaScript", "XFA"
ACTIONS = "Launch", "SubmitForm", "ImportData", "GoToE", "Rendition", "RichMediaExecute"
ATTACHED = "EmbeddedFile", "EmbeddedFiles", "EF", "FileAttachment", "RichMedia", "3D", "Movie"
REASONS = {f"/{name}": "script" for name in SCRIPTS}
REASONS |= {f"/{name}": "action" for name in ACTIONS} | {f"/{name}": "attached" for name in ATTACHED}
STRINGS = re.compile(rb"\((?:[^\\()]|\\.)*\)", re.DOTALL)
NAMES = re.compile(rb"/[^\s/<>\[\]()%]+")
REFERENCES = re.compile(rb"\b(\d+) (\d+) R\b")
PIECE = 1024 * 1024
AT_ONCE = 5000  # as many objects as are kept within the limits


def in_any_spelling(name: str) -> str:
    """Each letter of a name may be written as its number."""
    return "".join(f"(?:{sign}|#{ord(sign) // 16:x}(?i:{ord(sign) % 16:x}))" for sign in name)


LONG_NAMES = re.compile("|".join(f"/{in_any_spelling(name[1:])}" for name in REASONS if len(name) > 6).encode())


def inspect(file: BinaryIO, tail: bytes) -> None:
    """A document to be read: it runs nothing, starts nothing, carries no other file."""
    if not tail.rstrip(b"\0\t\n\f\r ").endswith(b"%%EOF"):
        raise Refused("more_behind", "pdf")
    refuse_spelt_out(file)
    try:
        walk(file)
    except pikepdf.PasswordError:
        raise Refused("password") from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError):
        raise Refused("damaged", "pdf") from None


def refuse_spelt_out(file: BinaryIO) -> None:
    """What no reference leads to may still be found by a reader that mends."""
    before = b""
    file.seek(0)
    while piece := file.read(PIECE):
        text = before + piece
        for found in LONG_NAMES.finditer(text):
            refuse(str(pikepdf.Object.parse(found[0])))
        before = text[-64:]


def walk(file: BinaryIO) -> None:
    """From the trailer along every reference; the document is opened anew now and then, to forget what was read."""
    left, seen = [(0, 0)], {(0, 0)}
    while left:
        file.seek(0)
        with pikepdf.open(file, access_mode=pikepdf.AccessMode.stream, suppress_warnings=True) as document:
            if "/Pages" not in document.Root:
                raise Refused("damaged", "pdf")
            for _turn in range(AT_ONCE):
                if not left:
                    break
                now = left.pop()
                new = refers_to(document.get_object(now) if now[0] else document.trailer) - seen
                seen |= new
                left += new
            refuse_unread(document)


def refuse_unread(document: pikepdf.Pdf) -> None:
    """Objects packed in a stream that could not be opened would be passed over; another reader may open it."""
    if any("stream" in warning or "bad_alloc" in warning for warning in document.get_warnings()):
        raise Refused("limits")


def refers_to(part: Any) -> set[tuple[int, int]]:
    """The numbers of the objects that a part refers to; its own names, keys and values alike, are looked at."""
    text = STRINGS.sub(b"", (part.stream_dict if isinstance(part, pikepdf.Stream) else part).unparse(resolved=True))
    for name in NAMES.findall(text):
        refuse(name.decode("latin-1"))
    return {(int(number), int(generation)) for number, generation in REFERENCES.findall(text)}


def refuse(name: str) -> None:
    if name in REASONS:
        raise Refused(REASONS[name], name)
