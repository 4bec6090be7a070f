"""The sink as others use it: started on a free port, asked what it has, stopped."""

from __future__ import annotations

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


def wait_for(port, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"Nobody listens at port {port}.")


class Sink:
    """A running mail server; `options` are those of `tests.drills.sink`."""

    def __init__(self, folder, *options):
        self.folder, self.port = Path(folder), free_port()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = self.folder / "sink.log"
        self.command = [sys.executable, "-m", "tests.drills.sink", str(self.port), "--log", str(self.log), *options]

    def __enter__(self):
        self.server = subprocess.Popen(self.command, cwd=ROOT)
        wait_for(self.port)
        return self

    def __exit__(self, *about):
        self.server.terminate()
        self.server.wait()

    @property
    def numbers(self):
        """The Message-ID of each message it took, as often as it took it."""
        return [line for line in self.told if line.startswith("<")]

    @property
    def dropped(self):
        """How many connections it dropped while a message was handed over."""
        return self.told.count("dropped")

    @property
    def told(self):
        return self.log.read_text().split()

    @property
    def is_at(self):
        """About how many it has taken, without reading them all."""
        return self.log.stat().st_size // 45

    @property
    def mails(self):
        """What it kept, if it was told to `--keep` it in its folder."""
        kept = sorted(self.folder.glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in kept]
