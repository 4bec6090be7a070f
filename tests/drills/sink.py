"""A mail server in a process of its own that takes mail and keeps its numbers; it can be told to misbehave.

    python -m tests.drills.sink PORT [--log FILE] [--keep FOLDER] [--later 0.3] [--refuse 0.05] [--drop 0.01] ...

What it takes is written to the log by its Message-ID before it answers. A recipient called `later-…`, `leave-…`,
`refuse-…`, `policy-…`, `break-…`, `lose-…` or `swallow-…` meets that fault for certain.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
from itertools import count
from pathlib import Path

NUMBER = re.compile(rb"(?im)^Message-ID:\s*(\S+)")
AT_RECIPIENT = {
    "refuse": b"550 5.1.1 No such user\r\n",
    "policy": b"550 5.7.1 We do not like you\r\n",
    "later": b"451 4.7.1 Try again later\r\n",
}


class Session(asyncio.Protocol):
    def __init__(self, options, log, numbers):
        self.options, self.log, self.numbers = options, log, numbers
        self.received, self.looked, self.is_content, self.fault = bytearray(), 0, False, ""
        self.is_leaving = False

    def connection_made(self, transport):
        self.transport = transport
        self.answer([b"220 sink ESMTP\r\n"])

    def data_received(self, received):
        self.received += received
        answers = []
        while not self.is_leaving and not self.transport.is_closing() and (part := self.next_part()) is not None:
            answers.append(self.taken(part) if self.is_content else self.answered(part))
        self.answer(answers)

    def next_part(self):
        """A command, or a message; None while its end has not come."""
        end = b"\r\n.\r\n" if self.is_content else b"\r\n"
        if self.is_content and self.received.startswith(b".\r\n"):
            at, length = 0, 3
        else:
            at, length = self.received.find(end, max(0, self.looked - len(end))), len(end)
        self.looked = len(self.received) if at < 0 else 0
        if at < 0:
            return None
        part = bytes(self.received[:at])
        del self.received[: at + length]
        return part

    def answer(self, answers):
        words = b"".join(answers)
        if words and self.options.delay:
            asyncio.get_running_loop().call_later(self.options.delay, self.write, words)
        elif words:
            self.write(words)

    def write(self, words):
        if not self.transport.is_closing():
            self.transport.write(words)
        if self.is_leaving:
            self.transport.close()

    def answered(self, command):
        verb, _space, rest = command.partition(b" ")
        match verb.upper():
            case b"EHLO":
                return b"250-sink\r\n" + (b"" if self.options.plain else b"250-PIPELINING\r\n") + b"250 8BITMIME\r\n"
            case b"MAIL":
                return self.begun()
            case b"RCPT":
                return self.recipient(rest)
            case b"DATA":
                if self.fault in AT_RECIPIENT and not self.options.greedy:
                    return b"554 5.5.1 No valid recipients\r\n"
                self.is_content = True
                return b"354 Go on\r\n"
            case b"RSET":
                self.fault = "taken"
                return b"250 2.0.0 Ok\r\n"
            case b"QUIT":
                return self.leave(b"221 2.0.0 Bye\r\n")
            case _:
                return b"250 2.0.0 Ok\r\n"

    def begun(self):
        if self.fault and self.fault != "taken":
            return b"503 5.5.1 Nested MAIL command\r\n"
        self.fault = ""
        return b"250 2.1.0 Ok\r\n"

    def recipient(self, address):
        called = re.match(rb"TO:<([a-z]+)-", address)
        self.fault = called[1].decode() if called else self.chance()
        if self.fault == "leave":
            return self.leave(b"421 4.3.2 Closing\r\n")
        return AT_RECIPIENT.get(self.fault, b"250 2.1.5 Ok\r\n")

    def chance(self):
        """A 451, a 421, a 550, or a connection that drops after DATA."""
        draw = random.random()
        for fault, share in {
            "later": self.options.later / 2,
            "leave": self.options.later / 2,
            "refuse": self.options.refuse,
            "lose": self.options.drop / 2,
            "swallow": self.options.drop / 2,
        }.items():
            if draw < share:
                return fault
            draw -= share
        return "taken"

    def taken(self, content):
        self.is_content, fault, self.fault = False, self.fault, "taken"
        if fault in AT_RECIPIENT:
            return b"554 5.5.1 No valid recipients\r\n"
        if fault in {"lose", "swallow"}:
            self.log.write(b"dropped\n")
        if fault == "lose":
            self.transport.abort()
            return b""
        if fault == "break":
            return b"451 4.3.0 Try again later\r\n"
        self.keep(content)
        if fault == "swallow":
            self.transport.abort()
            return b""
        return b"250 2.0.0 Ok: queued\r\n"

    def keep(self, content):
        found = NUMBER.search(content)
        self.log.write((found[1] if found else b"?") + b"\n")
        if self.options.keep:
            (self.options.keep / f"{next(self.numbers):06d}.eml").write_bytes(
                content.replace(b"\r\n..", b"\r\n.") + b"\r\n"
            )

    def leave(self, words):
        """Once what was answered before has been said."""
        self.is_leaving = True
        return words


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--log", type=Path, default=Path("/dev/null"))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--plain", action="store_true", help="does not offer pipelining")
    parser.add_argument("--greedy", action="store_true", help="asks for content although it refused the recipient")
    for share in ("later", "refuse", "drop", "delay"):
        parser.add_argument(f"--{share}", type=float, default=0)
    options, numbers = parser.parse_args(), count(1)
    with options.log.open("ab", buffering=0) as log:
        server = await asyncio.get_running_loop().create_server(
            lambda: Session(options, log, numbers), "127.0.0.1", options.port, backlog=200
        )
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
