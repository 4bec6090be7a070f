"""A database of a run, and the portal on it."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


def portal_at(address: str, settings: str = "benchmarks.settings") -> None:
    os.environ |= {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": settings,
        "SECRET_KEY": secrets.token_hex(),
        "SITE_URL": "http://127.0.0.1",
        "API_RATE_ANONYMOUS": "100000000/hour",
        "LOG_LEVEL": "ERROR",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


@contextmanager
def database(*, quick: bool) -> Iterator[str]:
    """On the server of DATABASE_URL, dropped after the run; a quick run has a file and needs no server."""
    if quick:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/portal.sqlite3"
        return
    import psycopg2

    server = os.environ.get("DATABASE_URL", SERVER)
    if not server.startswith("postgres"):
        raise SystemExit(f"DATABASE_URL is {server!r}: a full run needs PostgreSQL; --quick needs no server.")
    name = f"portal_benchmark_{os.getpid()}"

    def command(sql: str) -> None:
        connection = psycopg2.connect(server)
        connection.autocommit = True
        connection.cursor().execute(f"{sql} {name}")
        connection.close()

    command("CREATE DATABASE")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        leave()
        command("DROP DATABASE")


def leave() -> None:
    from django.db import connections

    connections.close_all()
