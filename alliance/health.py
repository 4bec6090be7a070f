"""Whether the portal answers, and what stands behind it: for whoever watches, without a login and in few words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from contextlib import closing
from threading import Thread
from types import MappingProxyType
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alliance.celery import app as celery_app
from mailroom.models import Message

OK = "ok"
SECONDS = 2
Check = Callable[[], str]

log = logging.getLogger(__name__)
running: dict[str, Future[str]] = {}


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK


def migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} not applied" if missing else OK


def broker() -> str:
    with celery_app.connection_for_write() as queue:
        queue.ensure_connection(max_retries=0)
    return OK


def storage() -> str:
    name = default_storage.save(f"health-{uuid4()}", ContentFile(b"ok"))
    default_storage.delete(name)
    return OK


def mail() -> str:
    """Since when the oldest mail that is due waits, where that is longer than the office wants to wait."""
    stuck = Message.objects.stuck(timezone.now()).order_by().aggregate(since=Min("queued_at"))
    return f"waiting since {stuck['since']:%Y-%m-%d %H:%M} UTC" if stuck["since"] else OK


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Does all of it work? Mail that waits too long is a fault, for whoever watches shall be called."""
    return answered({"database": database, "broker": broker, "storage": storage, "mail": mail})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """May visitors be sent here? Mail that waits too long is told, and no reason to send them away."""
    return answered({"database": database, "migrations": migrations}, told_beside={"mail": mail})


def answered(checks: Mapping[str, Check], told_beside: Mapping[str, Check] = MappingProxyType({})) -> JsonResponse:
    tries = {name: begun(name, check) for name, check in {**checks, **told_beside}.items()}
    wait(tries.values(), timeout=SECONDS)
    answers = {
        name: outcome.result() if outcome.done() else f"no answer within {SECONDS} seconds"
        for name, outcome in tries.items()
    }
    works = all(answers[name] == OK for name in checks)
    return JsonResponse(answers, status=200 if works else 503)


def begun(name: str, check: Check) -> Future[str]:
    """A server that has vanished can keep a connection waiting for minutes: beside the request, one try at a time."""
    outcome = running.get(name)
    if outcome is None or outcome.done():
        outcome = running[name] = Future()
        Thread(target=tried, args=(name, check, outcome), daemon=True).start()
    return outcome


def tried(name: str, check: Check, outcome: Future[str]) -> None:
    """The kind of the failure for everyone, its words (hosts, users) for the log alone."""
    try:
        with closing(connection):
            answer = check()
    except Exception as error:
        log.warning("%s does not answer: %s", name, error)
        answer = type(error).__name__
    outcome.set_result(answer)
