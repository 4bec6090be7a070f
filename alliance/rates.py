"""How often somebody may ask: so many calls in each window of time, told with every answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache as remembered
from functools import wraps
from time import time
from typing import Any, ClassVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

View = Callable[..., HttpResponseBase]
SECONDS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}


class RateLimit(BaseThrottle):
    """Counted by account, or by address for who has none; all calls of a window share one number in the cache."""

    RATES: ClassVar[dict[str, Any]] = api_settings.DEFAULT_THROTTLE_RATES

    def allow_request(self, request: Request, view: Any) -> bool:
        policy = "user" if request.user.is_authenticated else "anon"
        rate = self.RATES[policy]
        if rate is None:
            return True
        most, window = parsed(rate)
        number, passed = divmod(int(time()), window)
        self.rest = window - passed
        who = request.user.pk if request.user.is_authenticated else self.get_ident(request)
        calls = counted(f"rate:{policy}:{who}:{number}", window)
        request._request.rate_limit = {  # type: ignore[attr-defined]
            "RateLimit-Policy": f'"{policy}";q={most};w={window}',
            "RateLimit": f'"{policy}";r={max(0, most - calls)};t={self.rest}',
        }
        return calls <= most

    def wait(self) -> float:
        return self.rest


@remembered
def parsed(rate: str) -> tuple[int, int]:
    """“600/hour” as so many calls in so many seconds."""
    most, window = rate.split("/")
    return int(most), SECONDS[window[0]]


def page_limited(policy: str, own: str = "") -> Callable[[View], View]:
    """For a page that a key opens: as often as anybody may ask the API, so that nobody tries key after key.

    What sends mail to an address that anybody types has a rate of its `own`.
    """

    def limited(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            rate = RateLimit.RATES["anon"]
            if rate is None:
                return view(request, *args, **kwargs)
            most, window = parsed(own or rate)
            number, passed = divmod(int(time()), window)
            calls = counted(f"rate:{policy}:{BaseThrottle().get_ident(request)}:{number}", window)  # type: ignore[arg-type]
            if calls <= most:
                return view(request, *args, **kwargs)
            refusal = render(request, "429.html", status=429)
            refusal["Retry-After"] = str(window - passed)
            return refusal

        return answer

    return limited


def counted(key: str, window: int) -> int:
    try:
        return cache.incr(key)
    except ValueError:
        return 1 if cache.add(key, 1, window) else cache.incr(key)


def tell_rate(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """In the header fields of the IETF's draft (draft-ietf-httpapi-ratelimit-headers)."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in getattr(request, "rate_limit", {}).items():
            response[name] = value
        return response

    return answer
