"""The roles, and each word of the world with who may read it."""

from __future__ import annotations

OUTSIDE = ["anonymous", "nobody", "former", "focal_a", "alternate_a", "focal_b", "focal_org"]
STAFF = ["programme", "finance", "communications", "management", "auditor", "superuser"]
ROLES = [*OUTSIDE, "unprotected", *STAFF]
ACTING = {"focal_a", "alternate_a", "focal_b", "focal_org"}
OF_A = {"focal_a", "alternate_a"}

# Each word, and who may read it; what is not named here is for nobody but staff.
WORDS = {
    "Member-A": set(ROLES),
    "Member-B": set(ROLES),
    "Document-Public": set(ROLES),
    "Figure-Public": set(ROLES),
    "File-Public": set(ROLES),
    "File-Members": ACTING,
    "File-Staff": set(),
    "Document-Members": ACTING,
    "Figure-Members": ACTING,
    "Person-Listed": ACTING,
    "Person-A": OF_A,
    "Nominee-A": OF_A,
    "Correction-A": OF_A,
    "Nominee-B": {"focal_b"},
    "Private-A": {"focal_a"},
    "Hidden-Approached": set(),
    "Note-A": set(),
    "Document-Staff": set(),
    "Figure-Staff": set(),
    "Person-Demonstration": set(),
}


def may_read(word: str, role: str) -> bool:
    return role in STAFF or role in WORDS[word]
