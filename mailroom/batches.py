from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """As in Python 3.12: a long list is never in memory as a whole."""
    remaining = iter(rows)
    while some := list(islice(remaining, size)):
        yield some
