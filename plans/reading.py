"""What staff read of a submission: what changed, what is missing, what was said of it, and what they say now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.models import User
from plans import content
from plans.comparison import LABELS, ChangedSection, compared, label
from plans.models import Comment, Publication, Receipt


class Remarks:
    """The boxes of the page as they were sent: a comment for each measure, and the reason of a return."""

    BOX = "comment-"

    def __init__(self, receipt: Receipt, sent: Mapping[str, str]) -> None:
        self.receipt = receipt
        self.note = sent.get("note", "").strip()
        numbers = {name.removeprefix(self.BOX): text for name, text in sent.items() if name.startswith(self.BOX)}
        self.texts = {int(number): text for number, text in numbers.items() if is_number(number) and text.strip()}
        self.errors: dict[int, str] = {}
        self.note_error = ""
        self.words: list[str] = []

    def keep(self, *, by: User) -> int:
        """All of them or none; what is wrong with one is told at its box, what is so of all is told once."""
        for number, text in self.texts.items():
            try:
                Comment.make(receipt=self.receipt, number=number, text=text, by=by)
            except ValidationError as refusal:
                if not hasattr(refusal, "error_dict"):
                    raise
                self.errors[number] = " ".join(refusal.messages)
        if self.errors:
            raise ValidationError(_("Nothing was kept yet: one comment cannot be kept as it is."))
        return len(self.texts)

    def take_back(self, key: str, *, by: User) -> None:
        comment = Comment.objects.filter(receipt=self.receipt, pk=key if is_number(key) else 0).first()
        if comment is None:
            raise ValidationError(_("This comment is not there any more."))
        comment.take_back(by=by)

    def refused(self, refusal: ValidationError) -> Remarks:
        told = refusal.message_dict if hasattr(refusal, "error_dict") else {}
        self.note_error = " ".join(told.get("note", []))
        self.words = [] if self.note_error else self.spoken(refusal)
        return self

    @staticmethod
    def spoken(refusal: ValidationError) -> list[str]:
        """Each with the name of what it is about."""
        if not hasattr(refusal, "error_dict"):
            return list(refusal.messages)
        return [
            f"{label(name)}: {words}" if name in LABELS else words
            for name, several in refusal.message_dict.items()
            for words in several
        ]


def is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


class Told(NamedTuple):
    """A section with all that was said of it, and what is written in its box."""

    section: ChangedSection
    comments: list[Comment]
    text: str
    error: str

    @property
    def is_folded(self) -> bool:
        return self.section.state == "same" and not self.comments and not self.text


class Reading:
    def __init__(self, receipt: Receipt, asked: Mapping[str, str], remarks: Remarks | None = None) -> None:
        self.receipt = receipt
        self.is_since_return = asked.get("since") == "return" and self.returned is not None
        self.remarks = remarks or Remarks(receipt, {})

    @cached_property
    def before(self) -> Publication | None:
        return self.receipt.before

    @cached_property
    def returned(self) -> Receipt | None:
        return self.receipt.earlier

    @property
    def publication(self) -> Publication | None:
        """What became of it."""
        return Publication.objects.filter(receipt=self.receipt).select_related("plan__member", "strategy").first()

    @cached_property
    def told(self) -> list[Told]:
        older: Any = self.returned if self.is_since_return else self.before
        said = self.comments
        return [
            Told(
                section,
                said[section.number],
                self.remarks.texts.get(section.number, ""),
                self.remarks.errors.get(section.number, ""),
            )
            for section in compared(older.content if older else None, self.receipt.content)
        ]

    @cached_property
    def comments(self) -> dict[int, list[Comment]]:
        """Those of earlier submissions of the same as well, for one asks whether they were heeded."""
        found: dict[int, list[Comment]] = defaultdict(list)
        mine = Comment.objects.filter(receipt__draft=self.receipt.draft_id, receipt__pk__lte=self.receipt.pk)
        for comment in mine.defer("receipt__content").select_related("receipt", "made_by__person").order_by("pk"):
            found[comment.number].append(comment)
        return found

    @property
    def of_whole(self) -> list[Comment]:
        return self.comments[0]

    @property
    def text_of_whole(self) -> str:
        return self.remarks.texts.get(0, "")

    @property
    def error_of_whole(self) -> str:
        return self.remarks.errors.get(0, "")

    @cached_property
    def counts(self) -> Counter[str]:
        """Of measures, what the plan says of itself left aside."""
        return Counter(told.section.state for told in self.told if told.section.number)

    @property
    def changed(self) -> list[ChangedSection]:
        return [told.section for told in self.told if told.section.state != "same"]

    @property
    def left_out(self) -> list[str]:
        """The fields of action that nothing covers: a warning, no reason to refuse it."""
        left_out = content.fields_left_out(self.receipt.content["measures"])
        return content.says_nothing_on(left_out, is_of_strategy=self.receipt.draft.is_of_strategy)
