"""What a mail server answers, and which of its answers say that nobody has the address."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

from mailroom.marks import UNPRINTABLE

REFUSALS = {550, 551, 553}  # of a mailbox (RFC 5321 4.2.2)
STATUS = re.compile(r"(?:^|#)([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
QUOTED = re.compile(r"(?:[\w-]+;\s*)?(?:(\d{3})[ -])?\s*(.*)", re.DOTALL)
OF_SENDER = re.compile(r"\bsender(?:'s)? (?:address|domain|verif|rejected|denied)", re.IGNORECASE)
WHO = r"(?:user|recipient|mailbox|account|(?<!ip )address)(?: ?[<(\[]?[^\s@]+@[^\s>)\]]+[>)\]]?)?:?"
IS_NOT = r"(?:unknown|unavailable|invalid|not found|not known|not local|not valid|(?:does not|doesn.t) exist)"
IN_WORDS = (
    rf"{WHO} (?:is |was )?{IS_NOT}"
    r"|unknown (?:or illegal )?(?:user|recipient|mailbox|account|alias)"
    r"|no (?:such|valid) (?:user|recipient|mailbox|account|person|alias|domain)"
    r"|no mailbox|invalid (?:recipient|mailbox)|unrouteable address|mailbox name not allowed"
)
NOBODY = {  # by enhanced status (RFC 3463, 7505), with the words that a status needs to mean it
    "5.1.1": "",
    "5.1.2": "",
    "5.1.3": "",
    "5.1.6": "",
    "5.1.10": "",
    "5.1.0": rf"{IN_WORDS}|address rejected",
    "5.4.1": "recipient address rejected: access denied",  # Exchange Online, of who is not in its directory
    "5.5.0": "mailbox unavailable",  # Outlook.com
}


class Answer(NamedTuple):
    """A code (RFC 5321), and words with an enhanced status before them where the server has such."""

    code: int
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.words}" if self.code else self.words

    @classmethod
    def quoted(cls, text: str) -> Self:
        """As a report quotes it, such as “smtp; 550-5.1.1 No such user”."""
        found = QUOTED.match(UNPRINTABLE.sub(" ", " ".join(text.split())))
        code, words = found.groups() if found else (None, text)
        return cls(int(code or 0), words[:500])

    @property
    def status(self) -> str:
        found = STATUS.search(self.words)
        return found[1] if found else ""

    def is_of_nobody(self, *, at_recipient: bool) -> bool:
        """Whether it says that there is no such mailbox or domain.

        Only what says so counts: a refusal of the sender, of the content, of a full mailbox or of a listed relay says
        nothing of the address. Without a status it has to be the recipient that is refused.
        """
        if OF_SENDER.search(self.words):
            return False
        if self.status:
            needed = NOBODY.get(self.status)
        else:
            needed = IN_WORDS if at_recipient and self.code in REFUSALS else None
        return needed is not None and bool(re.search(needed, self.words, re.IGNORECASE))
