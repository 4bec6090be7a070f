"""Who keeps a register in the admin, and who reads it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.access.walk import Told, said

OFFICE = {"programme", "management", "superuser"}
READERS = {"finance", "communications", "auditor"}
WATCH = {"management", "auditor", "superuser"}
ALL_WAYS = {"add", "change", "delete", "import", "export"}
PROPOSAL = {"change", "export", "saves what is empty"}


@dataclass
class Register:
    """`ways` are what its keepers may do in it; everybody named may look."""

    keepers: set[str] = field(default_factory=lambda: OFFICE)
    readers: set[str] = field(default_factory=lambda: READERS)
    ways: set[str] = field(default_factory=lambda: ALL_WAYS)
    shows: set[str] = field(default_factory=set)

    def keeping(self, way: str, answered: int = 200) -> Told:
        who = self.keepers if way in self.ways else set()
        return said(302, staff=403, **dict.fromkeys(who, answered))

    def reading(self) -> Told:
        return said(302, staff=403, **dict.fromkeys(self.keepers | self.readers, 200))
