"""What is answered again and again: to everybody, to members, to staff."""

from __future__ import annotations

from typing import Any

from tests.access.walk import Row, Told, said
from tests.access.words import OF_A as A
from tests.access.words import STAFF

B = {"focal_b"}
WITH_A = A | {*STAFF}
OPEN = said(200)
LOCKED = said(200, anonymous=302)
OF_A = said(404, anonymous=302, of_a=200)
DONE_BY_A = said(404, anonymous=302, of_a=302)
LED_AWAY = said(302)
ACCOUNT = said(200, anonymous=302, unprotected=200)
OF_MEMBERS = said(404, of_a=200, of_others=200, staff=200)
OF_STAFF = said(404, staff=200)
POSTS_ONLY = said(405, anonymous=302)
AT_WORK = said(200, anonymous=302, nobodies=404, auditor=404)


def of_api(told: Told) -> Told:
    """A program is refused where a person is led to the second factor or to the sign-in."""
    return {role: 403 if status == 302 else status for role, status in told.items()}


def form(address: str, told: Told, **more: Any) -> Row:
    """A form shows itself again when it is sent empty."""
    return Row(address, told, told, put=told, **more)
