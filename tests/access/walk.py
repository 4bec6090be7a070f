"""Every address of the portal, asked by everybody in every way."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.access.words import OUTSIDE, ROLES, STAFF, WORDS, may_read

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
GROUPS = {
    "nobodies": ["nobody", "former"],
    "of_a": ["focal_a", "alternate_a"],
    "of_others": ["focal_b", "focal_org"],
    "outside": OUTSIDE,
    "staff": STAFF,
}
Told = dict[str, int]


def said(everyone: int, **exceptions: int) -> Told:
    """What each role is answered; staff without a second factor are led to it before anything else."""
    told = dict.fromkeys(ROLES, everyone) | {"unprotected": 302}
    for who, status in sorted(exceptions.items(), key=lambda pair: pair[0] not in GROUPS):
        told |= dict.fromkeys(GROUPS.get(who, [who]), status)
    return told


def refusing(told: Told) -> Told:
    """Of a method that the address does not know: 405, for who is let as far as that."""
    return {role: status if status in {302, 403} else 405 for role, status in told.items()}


@dataclass
class Row:
    """An address, what each role is answered by method, and which words stand there.

    `shows` for whoever may read the word at all, `only` for these roles.
    """

    address: str
    get: Told
    post: Told | None = None
    put: Told | None = None
    delete: Told | None = None
    unknown: Told | None = None
    shows: set[str] = field(default_factory=set)
    only: dict[str, set[str]] = field(default_factory=dict)

    def told(self, method: str) -> Told:
        if method in {"GET", "HEAD"}:
            return self.get
        by_method = {"POST": self.post, "PUT": self.put, "PATCH": self.delete, "DELETE": self.delete}
        return by_method[method] or self.unknown or refusing(self.get)


def routes(patterns: Any = None, prefix: str = "") -> Iterator[str]:
    """The name of each address of the resolver, or its pattern where it has none."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from routes(pattern.url_patterns, prefix + namespace)
        else:
            yield prefix + (pattern.name or str(pattern.pattern))


class Walk:
    """Knocks with the accounts of a world, and takes back whatever a knock has changed."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.clients = {role: self.client(role) for role in ROLES}

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if user := self.world.users[role]:
            client.force_login(user)
        return client

    def knock(self, role: str, method: str, address: str) -> tuple[int, str]:
        for cache in ("default", "lists"):
            caches[cache].clear()
        client = self.clients[role]
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            answer = client.generic(method, address)
            words = b"".join(answer).decode(errors="replace")
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer.status_code, words

    def misfits(
        self, rows: dict[str, Row], methods: list[str] = METHODS, roles: list[str] = ROLES, *, exactly: bool = True
    ) -> Iterator[str]:
        """Each answer that is not what its row says, and each word that somebody reads and must not, or misses."""
        for name, row in rows.items():
            address = row.address.format(**vars(self.world))
            for method in methods:
                for role in roles:
                    status, words = self.knock(role, method, address)
                    if status != row.told(method)[role]:
                        yield f"{name}: {method} {address} as {role}: {status}, not {row.told(method)[role]}"
                    elif method == "GET" and status == 200:
                        yield from self.misread(f"{name} as {role}", role, row, words, exactly)
                    elif told := [word for word in WORDS if word in words and not may_read(word, role)]:
                        yield f"{name}: {method} {address} as {role}: {status} tells {told}"

    def misread(self, where: str, role: str, row: Row, words: str, exactly: bool) -> Iterator[str]:
        read = {word for word in WORDS if word in words}
        due = {word for word in row.shows if may_read(word, role)}
        due |= {word for word, roles in row.only.items() if role in roles}
        if due - read or (exactly and read - due):
            yield f"{where}: too much {sorted(read - due)}, too little {sorted(due - read)}"
