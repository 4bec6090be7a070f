from __future__ import annotations

from typing import Any

from tests.access.keepers import Register
from tests.access.walk import Row

WORDS: dict[str, set[str]] = {}
PUBLIC: dict[str, Row] = {}
FOREIGN: dict[str, Row] = {}
API: dict[str, Row] = {}
REGISTERS: dict[str, Register] = {}


def lay_out(world: Any) -> None:
    pass
