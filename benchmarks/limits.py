"""The bare limit of a list: a WSGI function, the driver of the database and `json.dumps`, with the portal's own SQL."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

WRITTEN = {"day": 10, "month": 7, "year": 4}


@cache
def statements() -> dict[str, str]:
    """Count, keys and page, as `benchmarks.api` wrote them down."""
    return json.loads(Path(os.environ["BENCHMARK_STATEMENTS"]).read_text())


@cache
def query() -> Callable[[str], list[tuple]]:
    address = os.environ["DATABASE_URL"]
    if address.startswith("sqlite:"):
        return sqlite3.connect(address.removeprefix("sqlite:///")).execute
    import psycopg2

    connection = psycopg2.connect(address)
    connection.autocommit = True
    cursor = connection.cursor()

    def run(sql: str) -> list[tuple]:
        cursor.execute(sql)
        return cursor.fetchall()

    return run


def member(row: tuple) -> dict:
    (
        key,
        name,
        short_name,
        kind,
        pk,
        iso3,
        iso2,
        m49,
        region,
        subregion,
        sponsor,
        basis,
        status,
        on,
        precision,
        by,
        at,
    ) = row
    country = {"iso3": iso3, "iso2": iso2, "m49": m49, "region": region, "subregion": subregion}
    return {
        "key": key,
        "name": name,
        "short_name": short_name,
        "kind": kind,
        "country": None if pk is None else country,
        "is_co_sponsor": bool(sponsor),
        "basis": basis,
        "status": status,
        "since": ("../" if by else "") + str(on)[: WRITTEN[precision]],
        "updated_at": str(at).replace(" ", "T").removesuffix("+00:00") + "Z",
    }


def application(environ, start_response):
    is_counted = "uncounted" not in parse_qs(environ["QUERY_STRING"])
    sql, run = statements(), query()
    count = next(iter(run(sql["count"])))[0] if is_counted else None
    keys = [key for (key,) in run(sql["keys"])] if is_counted else sql["first_page"]
    rows = {row[0]: member(row[1:]) for row in run(sql["page"])}
    body = json.dumps({"count": count, "results": [rows[key] for key in keys]}, ensure_ascii=False).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
