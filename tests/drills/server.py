"""The sink as others use it: started on a free port, asked what it has, stopped."""

from __future__ import annotations

import smtplib
import socket
import subprocess
import sys
import time
from email import message_from_bytes, policy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sink:
    """A running mail server; `options` are those of `tests.drills.sink`."""

    def __init__(self, folder, *options):
        self.folder, self.options, self.port = Path(folder), options, free_port()
        self.log, self.kept = self.folder / "sink.log", self.folder / "kept"
        self.kept.mkdir(parents=True, exist_ok=True)

    def __enter__(self):
        command = [
            sys.executable,
            "-m",
            "tests.drills.sink",
            str(self.port),
            "--log",
            str(self.log),
            "--keep",
            str(self.kept),
            *self.options,
        ]
        self.server = subprocess.Popen(command, cwd=ROOT)
        for _try in range(100):
            try:
                smtplib.SMTP("127.0.0.1", self.port).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise TimeoutError("The mail server of the test does not start.")

    def __exit__(self, *about):
        self.server.terminate()
        self.server.wait()

    @property
    def numbers(self):
        """The Message-ID of each message it took, as often as it took it."""
        return self.log.read_text().split() if self.log.exists() else []

    @property
    def raw(self):
        return [path.read_bytes() for path in sorted(self.kept.iterdir())]

    @property
    def mails(self):
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]
