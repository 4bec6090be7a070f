"""The lists of members and of agreements, fifty a page among ten thousand, as anybody may read them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from socket import create_connection, socket
from time import sleep

from benchmarks.database import database, portal_at
from benchmarks.runner import Contestant, compete, judge, tell

Answer = tuple[int, dict[str, str], bytes]
Door = Callable[..., Answer]
MEMBERS, AGREEMENTS = "/api/v1/members/", "/api/v1/agreements/"
TEXTBOOK, NINJA = "/peers/drf/", "/peers/ninja/"


def run(*, quick: bool, rounds: int) -> list[str]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = stack.enter_context(database(quick=quick))
        prepare(address, folder)
        if quick:
            doors = in_this_process()
        else:
            doors = tuple(stack.enter_context(served(app)) for app in ("benchmarks.limits", "alliance.wsgi"))
        contestants = line_up(*doors)
        compete(contestants, rounds=rounds, seconds=0.5 if quick else 1.5)
        tell(contestants, contestants[0])
        return judge("api", contestants)


def prepare(address: str, folder: Path) -> None:
    """The rows, and the portal's statements written down for the bare view."""
    os.environ["BENCHMARK_STATEMENTS"] = str(folder / "statements.json")
    portal_at(address)
    from django.db import connection

    from benchmarks.data import fill

    fill()
    (folder / "statements.json").write_text(json.dumps(statements()))
    connection.close()


def statements() -> dict[str, dict[str, object]]:
    """What the portal asks its database for the first page of each list."""
    from members.models import Member
    from members.serializers import MemberSerializer
    from partnerships.models import Agreement
    from partnerships.serializers import AgreementSerializer

    return {"members": asked_of(Member, MemberSerializer), "agreements": asked_of(Agreement, AgreementSerializer)}


def asked_of(model, serializer) -> dict[str, object]:
    from django.contrib.auth.models import AnonymousUser
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from alliance.listing import told_by

    found = model.objects.as_of(timezone.localdate(), user=AnonymousUser())
    with CaptureQueriesContext(connection) as asked:
        found.count()
        keys = list(found.values_list("pk", flat=True)[:50])
        told_by(serializer).tell(found.filter(pk__in=keys).order_by())
    count, first, page, *beside = (query["sql"] for query in asked.captured_queries)
    return {"count": count, "keys": first, "page": page, "beside": beside, "first_page": keys}


def line_up(bare: Door, portal: Door) -> list[Contestant]:
    """All of them, once all have said the same."""
    from benchmarks.peers import HAS_NINJA

    others = {"textbook DRF": TEXTBOOK, **({"django-ninja": NINJA} if HAS_NINJA else {})}
    if not HAS_NINJA:
        print("django-ninja is not installed and has no turn (pip install django-ninja).")
    tag = {"If-None-Match": portal(f"{MEMBERS}?page_size=50")[1]["ETag"]}
    agree(portal, MEMBERS, {"/members": bare, **dict.fromkeys(others.values(), portal)})
    agree(portal, AGREEMENTS, {"/agreements": bare})
    assert portal(f"{MEMBERS}?page_size=50", tag)[0] == 304
    return [
        Contestant("bare view", lambda: bare("/members")),
        Contestant("bare view that counts nothing", lambda: bare("/members?uncounted=1")),
        Contestant("list of members", lambda: portal(f"{MEMBERS}?page_size=50")),
        Contestant("page 200", lambda: portal(f"{MEMBERS}?page_size=50&page=200")),
        Contestant("unchanged list", lambda: portal(f"{MEMBERS}?page_size=50", tag)),
        *(Contestant(name, lambda address=address: portal(address)) for name, address in others.items()),
        Contestant("bare view of agreements", lambda: bare("/agreements")),
        Contestant("list of agreements", lambda: portal(f"{AGREEMENTS}?page_size=50")),
    ]


def agree(portal: Door, address: str, others: dict[str, Door]) -> None:
    """Everybody says what the portal says."""
    status, _, body = portal(f"{address}?page_size=50")
    told = json.loads(body)
    assert (status, len(told["results"])) == (200, 50)
    for other, door in others.items():
        said = json.loads(door(other)[2])
        assert (said.get("results") or said.get("items")) == told["results"], f"{other} says something else"
        assert said["count"] == told["count"]


def in_this_process() -> tuple[Door, Door]:
    from django.core.wsgi import get_wsgi_application

    from benchmarks.limits import application

    return called(application), called(get_wsgi_application())


def called(application) -> Door:
    def ask(address: str, headers: dict[str, str] | None = None) -> Answer:
        path, _, query = address.partition("?")
        told = {}
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()},
        }

        def start_response(status, headers, exc_info=None):
            told.update(status=int(status[:3]), headers=dict(headers))

        answer = application(environ, start_response)
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        return told["status"], told["headers"], body

    return ask


@contextmanager
def served(module: str) -> Iterator[Door]:
    """One sync worker on a port of its own. gthread with keep-alive lands few connections unevenly."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", f"{module}:application", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*command, "--worker-class", "sync", "--log-level", "error", "--no-control-socket"])
    try:
        wait_for(port)

        def ask(address: str, headers: dict[str, str] | None = None) -> Answer:
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("GET", address, headers=headers or {})
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
            return answer.status, dict(answer.headers), body

        yield ask
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            return create_connection(("127.0.0.1", port)).close()
        except OSError:
            sleep(0.1)
    raise SystemExit(f"Nothing answers at port {port}.")
