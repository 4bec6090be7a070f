"""A mailbox that is read once: what was read is marked as seen there, and nothing is deleted.

Each mail is marked when the next is asked for, so one that was not dealt with to its end is read again.
"""

from __future__ import annotations

import imaplib
import mailbox
import re
import ssl
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

MOST = 2**20  # bytes of a mail: a report stands before what comes back with it
SECONDS = 60
PORT, PORT_OF_TLS = 143, 993
SEEN = re.compile(rb"(?im)^Status:.*R")
STATUS = re.compile(rb"(?im)^Status:.*(\n|\Z)")
GAP = re.compile(rb"\r?\n\r?\n")


def refusal(url: str) -> str:
    """Why the portal does not start with this address of a mailbox; empty where it does."""
    parts = urlsplit(url)
    where = parts.hostname if parts.scheme in {"imap", "imaps"} else parts.path.strip("/")
    if url and (parts.scheme not in READERS or not where):
        return "BOUNCE_MAILBOX: write maildir:///folder, mbox:///file or imaps://user:password@host/INBOX, or nothing."
    if parts.scheme == "imap" and not is_this_machine(parts.hostname or ""):
        return "BOUNCE_MAILBOX: imap:// would send the password in the clear; write imaps://."
    return ""


def is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def unseen(url: str) -> Iterator[bytes]:
    parts = urlsplit(url)
    yield from READERS[parts.scheme](parts)


def of_maildir(parts: SplitResult) -> Iterator[bytes]:
    folder = Path(unquote(parts.path))
    waiting = [path for name in ("new", "cur") for path in (folder / name).iterdir()]
    for path in sorted(waiting, key=lambda path: path.name):
        name, _colon, information = path.name.partition(":2,")
        if path.name.startswith(".") or "S" in information:
            continue
        with path.open("rb") as file:
            yield file.read(MOST)
        flags = "".join(sorted({*information, "S"}))
        path.rename(folder / "cur" / f"{name}:2,{flags}")


def of_mbox(parts: SplitResult) -> Iterator[bytes]:
    """Locked meanwhile. It is written by its bytes, so that not even a broken mail is changed but for its status."""
    box = mailbox.mbox(unquote(parts.path), create=False)
    box.lock()
    try:
        for key in box.keys():  # noqa: SIM118  a mailbox iterates over its messages
            envelope, _break, content = box.get_bytes(key, from_=True).partition(b"\n")
            gap = GAP.search(content)
            headers, body = (content[: gap.start()], content[gap.start() :]) if gap else (content, b"")
            if SEEN.search(headers):
                continue
            yield content[:MOST]
            box[key] = b"".join([envelope, b"\nStatus: RO\n", STATUS.sub(b"", headers), body])
    finally:
        box.close()


def of_imap(parts: SplitResult) -> Iterator[bytes]:
    folder = unquote(parts.path.strip("/")) or "INBOX"
    with connected(parts) as box:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        checked(box.select('"{}"'.format(re.sub(r'(["\\])', r"\\\1", folder))))
        found = checked(box.uid("SEARCH", "UNSEEN"))[0] or b""
        for number in found.decode().split():
            answer = checked(box.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST}>)"))
            for part in answer:
                if isinstance(part, tuple):
                    yield part[1]
            checked(box.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"))


def connected(parts: SplitResult) -> imaplib.IMAP4:
    host = parts.hostname or ""
    if parts.scheme == "imap":
        return imaplib.IMAP4(host, parts.port or PORT, timeout=SECONDS)
    context = ssl.create_default_context()
    return imaplib.IMAP4_SSL(host, parts.port or PORT_OF_TLS, ssl_context=context, timeout=SECONDS)


def checked(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, words = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(words)
    return words


READERS = {"maildir": of_maildir, "mbox": of_mbox, "imap": of_imap, "imaps": of_imap}
