from __future__ import annotations


class Refused(Exception):
    """Why a file is not taken, as a word for the portal's sentence, and what was found in it."""

    def __init__(self, reason: str, found: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.found = found[:200]
