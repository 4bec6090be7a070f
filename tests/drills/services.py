"""Servers that a drill may kill: its own PostgreSQL, its own Redis, its own workers, all on free ports of loopback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.drills.server import ROOT, free_port, wait_for

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Redis:
    def __init__(self, folder):
        self.port = free_port()
        self.command = [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(folder),
        ]
        self.start()

    def start(self):
        self.server = subprocess.Popen(self.command, **QUIET)
        wait_for(self.port)

    def kill(self):
        self.server.kill()
        self.server.wait()

    stop = kill

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"


class PostgreSQL:
    """Refuses to run as root: then it runs as `postgres`, as Debian's package does."""

    def __init__(self, folder):
        self.folder, self.port = Path(folder) / "postgres", free_port()
        self.folder.mkdir()
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(self.folder, "postgres")
            Path(folder).chmod(0o755)
        self.run("initdb", "--auth", "trust", "--username", "portal", "--no-sync", "-D", str(self.folder))
        self.control("start")

    def run(self, program, *arguments):
        path = shutil.which(program) or max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=str)
        subprocess.run([*self.user, str(path), *arguments], check=True, cwd=self.folder, **QUIET)

    def control(self, *verb):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60"
        self.run("pg_ctl", "-D", str(self.folder), "-w", "-l", str(self.folder / "log"), "-o", options, *verb)

    def restart(self):
        self.control("restart", "-m", "immediate")

    def stop(self):
        self.control("stop", "-m", "immediate")

    @property
    def url(self):
        return f"postgres://portal@127.0.0.1:{self.port}/postgres"


class Workers:
    """Celery as an office runs it, groups of processes that can be killed at once, and are then started again."""

    def __init__(self, *commands):
        self.commands = [[sys.executable, "-m", "celery", "--quiet", "--app", "alliance", *line] for line in commands]
        self.kills, self.groups = 0, []
        self.start()

    def start(self):
        self.groups = [subprocess.Popen(line, cwd=ROOT, start_new_session=True, **QUIET) for line in self.commands]

    def kill(self):
        for group in self.groups:
            killed(group)

    def kill_and_start(self):
        self.kills += 1
        self.kill()
        self.start()

    def look_after(self):
        """As a supervisor does: what has ended is started again."""
        if any(group.poll() is not None for group in self.groups):
            self.kill_and_start()


def killed(group):
    try:
        os.killpg(group.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    group.wait()
