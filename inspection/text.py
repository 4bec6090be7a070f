from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from inspection.refusal import Refused

PROGRAMS = re.compile(rb"MZ|\x7fELF|PK\x03\x04|%PDF-|\{\\rtf|\xca\xfe\xba\xbe")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
STARTS_A_PROGRAM = re.compile(r"""(?:^|[,;\t"'])\s{0,9}[=+@-]{1,9}\w{1,40}\|[^,;\n]{1,300}!""", re.MULTILINE)


def inspect(file: BinaryIO) -> None:
    """Words in UTF-8: no characters that only machines read, no formula that starts a program where it is opened."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    before = ""
    while piece := file.read(64 * 1024):
        if not before and PROGRAMS.match(piece):
            raise Refused("mismatch", "txt")
        try:
            words = before + decoder.decode(piece)
        except UnicodeDecodeError:
            raise Refused("not_utf8") from None
        if CONTROLS.search(words):
            raise Refused("control_characters")
        if STARTS_A_PROGRAM.search(words):
            raise Refused("formula")
        before = words[-1000:]
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise Refused("not_utf8") from None
