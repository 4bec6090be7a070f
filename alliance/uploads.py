"""Every file that somebody hands in is checked here, whatever it is for: name, size, content, viruses."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

OOXML = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": "application/pdf",
    "docx": OOXML + "wordprocessingml.document",
    "xlsx": OOXML + "spreadsheetml.sheet",
    "pptx": OOXML + "presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
ALIASES = {"jpeg": "jpg"}
NAME_MOST = 120
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)$")
PATIENCE = 20  # seconds on the clock; how much of the processor's time a check may take is settled in `inspection`

WORDS = {
    "mismatch": gettext_lazy("The content is not what the name says (%(found)s). Save it anew in that format."),
    "old_office": gettext_lazy(
        "This is a file of the old Office format or one with a password. Save it as %(found)s without a password."
    ),
    "second_nature": gettext_lazy("The file is also a %(found)s file. Save it anew in one format alone."),
    "more_behind": gettext_lazy("The file does not end where it should: it is cut off, or something follows its end."),
    "damaged": gettext_lazy("The file cannot be opened in full: it is damaged or oddly built. Save it anew."),
    "password": gettext_lazy("The file has a password, so nobody can check it. Save it without one."),
    "script": gettext_lazy("The PDF holds a script or a form that runs one (%(found)s). Print it to a new PDF."),
    "action": gettext_lazy("The PDF starts or sends something by itself (%(found)s). Print it to a new PDF."),
    "attached": gettext_lazy("The PDF carries another file or a film (%(found)s). Hand that in on its own."),
    "macros": gettext_lazy("The file holds macros (%(found)s). Save it in a format without them."),
    "embedded": gettext_lazy("The file carries another file (%(found)s). Paste it as a picture, or take it out."),
    "link": gettext_lazy("The file fetches something from elsewhere (%(found)s). Break the link and save it anew."),
    "dde": gettext_lazy("The file asks another program for its content (%(found)s). Take that field out."),
    "entities": gettext_lazy("The file defines words of its own in its XML (%(found)s). Save it anew from Office."),
    "swells": gettext_lazy("The file is far larger than it looks once it is opened. Split it, or save it anew."),
    "parts": gettext_lazy("The file is made of too many parts; up to %(found)s are read. Split it, or save it anew."),
    "twice": gettext_lazy("The file holds the same part twice, so programs may read it differently. Save it anew."),
    "path": gettext_lazy("A part of the file leads out of it (%(found)s). Save it anew from Office."),
    "pixels": gettext_lazy("The picture is too large (%(found)s pixels). Make it smaller, or save it as a JPEG."),
    "moving": gettext_lazy("The picture moves. Hand in a still one."),
    "not_utf8": gettext_lazy("The text is not in UTF-8. Save it as “CSV UTF-8” or as a text in UTF-8."),
    "control_characters": gettext_lazy("The text holds characters that are no text. Save it anew as plain text."),
    "formula": gettext_lazy("A cell holds a formula that starts a program. Take it out."),
    "limits": gettext_lazy("The file is too large or too oddly built to be checked. Split it, or save it anew."),
}


@dataclass(frozen=True)
class Checked:
    """What a file that may be taken is, under a name that does no harm."""

    name: str
    size: int
    content_type: str
    checksum: str


def check(upload: File[Any], name: str) -> Checked:
    """Refuse in words what must not be kept. Whoever sends a file, and wherever to, it goes through here."""
    name = safe_name(name)
    kind = kind_of(name)
    with tempfile.TemporaryFile() as copy:
        size, checksum = read_into(copy, upload)
        inspect(copy, kind)
        ask_antivirus(copy)
    return Checked(name, size, KINDS[kind], checksum)


def safe_name(name: str) -> str:
    """Without folders, signs that are not seen or turn the script around, second extensions and names of devices."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C" or sign in "\t\n")
    stem, dot, extension = re.sub(r'[<>:"|?*%;=\s]+', " ", seen).strip(" .").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    stem = re.sub(r"[.\s]+", "-", stem).strip("-")[:NAME_MOST] or "file"
    if RESERVED.match(stem):
        stem = f"_{stem}"
    return f"{stem}.{extension.strip()[:20]}" if extension else stem


def kind_of(name: str) -> str:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = ALIASES.get(extension, extension)
    if kind not in KINDS:
        words = _("Files of the kind “%(extension)s” are not taken. Choose one of: %(known)s.")
        raise ValidationError(words % {"extension": extension or name, "known": ", ".join(sorted(KINDS))})
    return kind


def read_into(copy: IO[bytes], upload: File[Any]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    upload.seek(0)
    for piece in upload.chunks():
        size += len(piece)
        if size > settings.UPLOAD_LIMIT_MB * 1024 * 1024:
            words = _("The file is too large: up to %(most)d MB are taken. Split it, or make its pictures smaller.")
            raise ValidationError(words % {"most": settings.UPLOAD_LIMIT_MB})
        digest.update(piece)
        copy.write(piece)
    upload.seek(0)
    if not size:
        raise ValidationError(_("The file is empty. Choose another."))
    return size, digest.hexdigest()


def inspect(copy: IO[bytes], kind: str) -> None:
    """Decoders meet the content in a process of its own, which knows no secret and may be killed."""
    copy.seek(0)
    command = [sys.executable, "-s", "-E", "-m", "inspection", kind]
    try:
        told = subprocess.run(  # noqa: S603
            command, stdin=copy, capture_output=True, cwd=settings.BASE_DIR, env={}, timeout=PATIENCE, check=True
        ).stdout
    except subprocess.SubprocessError:
        raise ValidationError(WORDS["limits"]) from None
    refusal = json.loads(told)
    if refusal:
        words = WORDS[refusal["reason"]]
        raise ValidationError(words % {"found": refusal["found"]} if refusal["found"] else words)


def ask_antivirus(copy: IO[bytes]) -> None:
    """0 is clean, 1 infected; whatever else it says, and when it says nothing in time, the file is not taken."""
    if not settings.ANTIVIRUS_COMMAND:
        return
    copy.seek(0)
    try:
        answer = subprocess.run(  # noqa: S603
            shlex.split(settings.ANTIVIRUS_COMMAND),
            stdin=copy,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=settings.ANTIVIRUS_TIMEOUT,
            check=False,
        ).returncode
    except (OSError, subprocess.SubprocessError):
        answer = -1
    if answer == 1:
        raise ValidationError(_("The antivirus program found a virus in this file. It is not taken."))
    if answer != 0:
        raise ValidationError(_("The file could not be checked for viruses now. Try again later, or tell us."))
