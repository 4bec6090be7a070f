"""What happens, a line each, with the reference that an error page shows: no addresses asked for, nobody's name."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase
from pythonjsonlogger.json import JsonFormatter

HEADER = "X-Request-ID"
reference: ContextVar[str] = ContextVar("reference", default="")
log = logging.getLogger("alliance.requests")


def with_reference(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Any:
    """Give each request a number of its own, and say of each how it was answered."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        reference.set(uuid4().hex[:12])
        started = perf_counter()
        response = get_response(request)
        response[HEADER] = reference.get()
        took = round(1000 * (perf_counter() - started))
        log.info("%s %s", request.method, response.status_code, extra={"route": route(request), "milliseconds": took})
        return response

    return answer


def route(request: HttpRequest) -> str:
    """The pattern of the address, never the address: that may hold a key or a name."""
    return request.resolver_match.route if request.resolver_match else ""


def in_context(request: HttpRequest) -> dict[str, str]:
    """For error pages: the number by which the log finds the request again."""
    return {"reference": reference.get()}


class Quiet(logging.Filter):
    """Django's own lines name the address that was asked for; of what a visitor asked wrongly our line is enough."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.reference = reference.get()
        if record.name.startswith("django.security"):
            record.msg, record.args, record.exc_info = "refused", (), None
            record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        if record.name.startswith("django.request"):
            record.msg, record.args = "failed", ()
            return record.levelno >= logging.ERROR
        if record.name == "celery.app.trace" and record.levelno >= logging.WARNING:
            record.msg, record.args = "task failed: %s", (getattr(record, "data", {}).get("name", ""),)
        return True


class Lines(JsonFormatter):
    """Of a failure where it happened and of what kind: its own words may quote what somebody has written."""

    def formatException(self, ei: Any) -> str:
        kind, _error, where = ei
        return "".join([*traceback.format_tb(where), kind.__name__ if kind else ""])
