"""A mail server that takes mail and keeps its numbers, in a process of its own; it can be told to misbehave.

    python -m tests.drills.sink PORT [--log FILE] [--refuse-later 0.3] [--refuse 0.05] [--drop 0.01] [--delay 0.02]

Every message that it takes is written to the log by its Message-ID before it answers.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
from pathlib import Path

NUMBER = re.compile(rb"(?im)^Message-ID:\s*(\S+)")


class Session(asyncio.Protocol):
    def __init__(self, options, log):
        self.options, self.log = options, log
        self.buffer, self.in_content, self.fault = bytearray(), False, ""

    def connection_made(self, transport):
        self.transport = transport
        self.answer(b"220 sink ESMTP\r\n")

    def answer(self, words):
        if self.options.delay:
            asyncio.get_running_loop().call_later(self.options.delay, self.write, words)
        else:
            self.write(words)

    def write(self, words):
        if not self.transport.is_closing():
            self.transport.write(words)

    def data_received(self, received):
        self.buffer += received
        answers = []
        while not self.transport.is_closing():
            if self.in_content:
                # from just before what came, since an end may be cut in two
                end = self.buffer.find(b"\r\n.\r\n", max(0, len(self.buffer) - len(received) - 5) if not answers else 0)
                start = 5
                if self.buffer.startswith(b".\r\n"):
                    end, start = 0, 3
                if end < 0:
                    break
                self.in_content = False
                answers.append(self.taken(self.buffer[:end]))
                del self.buffer[: end + start]
            else:
                end = self.buffer.find(b"\r\n")
                if end < 0:
                    break
                command = bytes(self.buffer[:end])
                del self.buffer[: end + 2]
                answers.append(self.answered(command.upper()))
        if answers and (words := b"".join(answer for answer in answers if answer)):
            self.answer(words)

    def answered(self, command):
        if command.startswith(b"EHLO"):
            return b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
        if command.startswith(b"MAIL"):
            self.fault = self.chance()
            return b"250 2.1.0 Ok\r\n"
        if command.startswith(b"RCPT"):
            if self.fault == "refuse":
                return b"550 5.1.1 No such user\r\n"
            if self.fault == "later":
                return b"451 4.7.1 Try again later\r\n"
            if self.fault == "leave":
                return self.leave(b"421 4.3.2 Closing\r\n")
            return b"250 2.1.5 Ok\r\n"
        if command.startswith(b"DATA"):
            if self.fault in {"refuse", "later"}:
                return b"554 5.5.1 No valid recipients\r\n"
            self.in_content = True
            return b"354 Go on\r\n"
        if command.startswith(b"QUIT"):
            return self.leave(b"221 2.0.0 Bye\r\n")
        return b"250 2.0.0 Ok\r\n"

    def chance(self):
        draw = random.random()
        for fault, share in [
            ("later", self.options.refuse_later / 2),
            ("leave", self.options.refuse_later / 2),
            ("refuse", self.options.refuse),
            ("drop", self.options.drop),
        ]:
            if draw < share:
                return fault
            draw -= share
        return ""

    def taken(self, content):
        if self.fault == "drop" and random.random() < 0.5:
            self.transport.abort()  # before it is kept
            return b""
        found = NUMBER.search(content)
        self.log.write((found[1] if found else b"?") + b"\n")
        if self.fault == "drop":
            self.transport.abort()  # after it is kept, before it is told
            return b""
        return b"250 2.0.0 Ok: queued\r\n"

    def leave(self, words):
        self.write(words)
        self.transport.close()
        return b""


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--log", type=Path, default=Path("/dev/null"))
    for share in ("refuse-later", "refuse", "drop", "delay"):
        parser.add_argument(f"--{share}", type=float, default=0)
    options = parser.parse_args()
    with options.log.open("ab", buffering=0) as log:
        server = await asyncio.get_running_loop().create_server(
            lambda: Session(options, log), "127.0.0.1", options.port, backlog=200
        )
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
