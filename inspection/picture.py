from __future__ import annotations

import warnings
from typing import BinaryIO

from PIL import Image

from inspection.refusal import Refused

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
PIXELS = {
    "jpg": 50_000_000,
    "progressive": 5_000_000,
    "png": 7_000_000,
    "webp": 1_600_000,
}  # what the limits let decode
SCANS = 100


def inspect(file: BinaryIO, kind: str, tail: bytes) -> None:
    """It opens in full as what it claims to be, is of a size that can be shown, and nothing follows it."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None
    try:
        picture = Image.open(file, formats=[FORMATS[kind]])
        refuse_size(picture, kind)
        refuse_rest(picture, file, kind, tail)
        if kind == "jpg":
            picture.draft(None, (picture.width // 8, picture.height // 8))  # every byte is read, few pixels are kept
        picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError):
        raise Refused("damaged", kind) from None


def refuse_size(picture: Image.Image, kind: str) -> None:
    most = PIXELS["progressive" if picture.info.get("progressive") else kind]
    if picture.width * picture.height > most:
        raise Refused("pixels", f"{picture.width} × {picture.height}")
    if kind != "jpg" and getattr(picture, "is_animated", False):
        raise Refused("moving")


def refuse_rest(picture: Image.Image, file: BinaryIO, kind: str, tail: bytes) -> None:
    at = file.tell()
    file.seek(4)
    length = int.from_bytes(file.read(4), "little")
    size = file.seek(0, 2)
    if kind == "png" and not tail.endswith(b"IEND\xaeB\x60\x82"):
        raise Refused("more_behind", kind)
    if kind == "webp" and size not in {length + 8, length + 9}:
        raise Refused("more_behind", kind)
    if kind == "jpg" and scans(file) > SCANS:
        raise Refused("damaged", kind)
    file.seek(at)


def scans(file: BinaryIO) -> int:
    """A progressive picture of thousands of scans is a bomb of time."""
    file.seek(0)
    return sum(piece.count(b"\xff\xda") for piece in iter(lambda: file.read(1024 * 1024), b""))
