"""What is sent while everything fails (`make drill`): nothing is lost without a flag, nothing arrives twice.

    python -m tests.drills [--size 10000] [--times 5] [--embedded] [--slow 0.001]

Its own PostgreSQL, Redis, mail server and Celery workers are started, killed and started again; with `--embedded` it
is SQLite and a folder as the queue. The table it prints is the proof; the exit code says whether all of it is good.
"""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="recipients in each drill")
    parser.add_argument("--times", type=int, default=5, help="how often each thing is killed")
    parser.add_argument("--slow", type=float, default=0, help="seconds before the mail server answers")
    parser.add_argument("--embedded", action="store_true", help="SQLite and a folder as the queue")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="drill-") as folder, ExitStack() as running:
        services = prepare(Path(folder), running, options.embedded)
        from tests.drills.scenarios import SCENARIOS, Ground

        ground = Ground(Path(folder), options, *services)
        reports = [scenario(ground) for scenario in SCENARIOS if not options.embedded or scenario.embedded]
    print(reports[0].HEAD, *reports, sep="\n")
    return 0 if all(report.is_good for report in reports) else 1


def prepare(folder, running, embedded):
    """The servers, and a database with the portal's tables in it."""
    from tests.drills.services import PostgreSQL, Redis

    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.drills.settings", "DRILL_FOLDER": str(folder)}
    services = [None, None] if embedded else [PostgreSQL(folder), Redis(folder)]
    for service in filter(None, services):
        running.callback(service.stop)
    database, redis = services
    os.environ["DATABASE_URL"] = database.url if database else f"sqlite:///{folder / 'portal.sqlite3'}"
    os.environ["CELERY_BROKER_URL"] = redis.url if redis else "filesystem://"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return services


sys.exit(main())
