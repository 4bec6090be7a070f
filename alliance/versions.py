"""Has anything changed since? A validator of what was answered, known before it is read again (RFC 9110).

While the registers that an answer rests on stay as they are, so does its `ETag`, and nothing is read. Once one has
changed, the answer is read and sealed anew: what this visitor may not see leaves the `ETag` as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, TypeVar, cast

from django.core.cache import caches
from django.db import connection, models
from django.http import HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags
from django.utils.translation import get_language
from rest_framework.request import Request

NEWEST = 100
Read = TypeVar("Read", bound=Callable[..., Any])


def conditional(read: Read) -> Read:
    """The answer with its `ETag`; 304 for whoever has it already."""

    @wraps(read)
    def answer(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        who = sealed(timezone.localdate(), get_language(), eyes(request.user))
        view.version = version(view.registers(), who)
        asked = who, request.build_absolute_uri(), request.accepted_renderer.format
        question = sealed(view.version, asked)
        tag, response = caches["lists"].get(question), None
        if tag is None or tag not in had(request):
            response = read(view, request, *args, **kwargs)
            tag = f'"{sealed(asked, response.data)}"'
            caches["lists"].set(question, tag)
        if response is None or tag in had(request):
            response = HttpResponseNotModified()
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Accept", "Accept-Language", "Authorization", "Cookie"])
        return response

    return cast("Read", answer)


def had(request: Request) -> set[str]:
    """The validators that the caller has; compressed on the way they became weak ones."""
    return {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}


def version(registers: tuple[type[models.Model], ...], who: str) -> str:
    """Of these registers, for whoever asks on this day in this language."""
    with connection.cursor() as cursor:
        cursor.execute(newest_rows_of_history(registers))
        return sealed(cursor.fetchone(), who)


def eyes(user: Any) -> tuple[Any, ...]:
    """All that `visible_to` may ask of a user and no register tells."""
    if not user.is_authenticated:
        return ()
    groups = user.groups.order_by("pk").values_list("pk", flat=True)
    acts = user.acts_for_a_member(timezone.localdate())
    return user.pk, user.person_id, user.is_staff, user.is_superuser, acts, *groups


@cache
def newest_rows_of_history(registers: tuple[type[models.Model], ...]) -> str:
    """Every change writes a row of history. Not the newest alone: a transaction may end after younger ones."""
    tables = [register.history.model._meta.db_table for register in registers]  # type: ignore[attr-defined]
    newest = "(SELECT SUM(history_id) FROM (SELECT history_id FROM {} ORDER BY history_id DESC LIMIT {}) AS newest)"
    return "SELECT " + ", ".join(newest.format(connection.ops.quote_name(table), NEWEST) for table in tables)


def sealed(*parts: Any) -> str:
    """Nobody reads out of it how often something changed."""
    return salted_hmac("alliance.versions", repr(parts)).hexdigest()
