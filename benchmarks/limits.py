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
def statements() -> dict[str, dict]:
    """Of each register count, keys, page and what stands beside the rows, as `benchmarks.api` wrote them down."""
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


def partial(on: object, precision: str, by: object) -> str:
    return ("../" if by else "") + str(on)[: WRITTEN[precision]]


def moment(at: object) -> str:
    return str(at).replace(" ", "T").removesuffix("+00:00") + "Z"


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
        "since": partial(on, precision, by),
        "updated_at": moment(at),
    }


def agreement(row: tuple) -> dict:
    key, name, title, kind, topics, status, on, precision, by, at_on, at_precision, at_by, expires, at = row
    return {
        "key": key,
        "name": name,
        "title": title,
        "kind": kind,
        "parties": [],
        "fields": [],
        "topics": topics,
        "status": status,
        "since": partial(on, precision, by),
        "concluded": partial(at_on, at_precision, at_by),
        "expires_on": expires and str(expires),
        "updated_at": moment(at),
    }


def party(row: tuple) -> dict:
    _, is_alliance, partner, name, signatory, title = row
    return {
        "is_alliance": bool(is_alliance),
        "partner": partner,
        "name": name,
        "signatory": signatory,
        "signatory_title": title,
    }


def field(row: tuple) -> str:
    return row[0]


TOLD = {"members": (member, {}), "agreements": (agreement, {"parties": party, "fields": field})}


def application(environ, start_response):
    is_counted = "uncounted" not in parse_qs(environ["QUERY_STRING"])
    register = environ["PATH_INFO"].strip("/")
    (one, many), sql, run = TOLD[register], statements()[register], query()
    count = next(iter(run(sql["count"])))[0] if is_counted else None
    keys = [key for (key,) in run(sql["keys"])] if is_counted else sql["first_page"]
    rows = {row[0]: one(row[1:]) for row in run(sql["page"])}
    for (name, beside), asked in zip(many.items(), sql["beside"], strict=True):
        for key, *row in run(asked):
            rows[key][name].append(beside(row))
    body = json.dumps({"count": count, "results": [rows[key] for key in keys]}, ensure_ascii=False).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
