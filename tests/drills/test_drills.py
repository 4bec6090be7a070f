"""The drill in small, with what this machine has: `make drill` is the same with ten thousand recipients."""

import os
import subprocess
import sys

from django.db import connection

from tests.drills.server import ROOT


def test_whatever_is_killed_nothing_is_lost_without_a_flag_and_nothing_arrives_twice():
    embedded = [] if connection.vendor == "postgresql" else ["--embedded"]
    size = ["--size", "500", "--times", "1", "--slow", "0.002"]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "CELERY", "LOG"))
    }
    drill = subprocess.run(
        [sys.executable, "-m", "tests.drills", *size, *embedded],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert drill.returncode == 0, drill.stdout + drill.stderr
    assert drill.stdout.count("\n") == (4 if embedded else 6), drill.stdout
