from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise
from simple_history.models import HistoricalRecords

from alliance.happenings import Topic
from alliance.names import readable, refuse_lines
from alliance.workflow import record_in_history
from outreach import markdown
from outreach.models.languages import CHOICES, MAIN, direction_of, named_in_itself
from outreach.models.newsletter import Newsletter
from outreach.models.written import Written

if TYPE_CHECKING:
    from outreach.models.block import Block
    from people.models import User


class Told(NamedTuple):
    """A topic, with its blocks in the order of the issue."""

    topic: str
    name: StrOrPromise
    blocks: list[Block]


class Edition(Written):
    """An issue in one language: its subject, a few words before, and its blocks."""

    newsletter = models.ForeignKey(
        Newsletter, models.CASCADE, related_name="editions", verbose_name=gettext_lazy("newsletter")
    )
    language = models.CharField(gettext_lazy("language"), max_length=2, choices=CHOICES, default=MAIN)
    subject = models.CharField(gettext_lazy("subject"), max_length=150, validators=[readable, refuse_lines])
    introduction = models.TextField(
        gettext_lazy("introduction"),
        max_length=4000,
        blank=True,
        validators=[readable],
        help_text=gettext_lazy("A few words before the news. Markdown: **strong**, [words](https://example.org)."),
    )

    left_out = models.JSONField(
        default=list, editable=False, help_text=gettext_lazy("What staff took out, so that no draft brings it back.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = gettext_lazy("edition")
        verbose_name_plural = gettext_lazy("editions")
        ordering = ["newsletter", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "language"],
                name="edition_once_in_a_language",
                violation_error_message=gettext_lazy("The issue is written in this language already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(subject=""),
                name="edition_has_a_subject",
                violation_error_message=gettext_lazy("A mail has a subject."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter} ({self.get_language_display()})"

    def get_absolute_url(self) -> str:
        whole = self.newsletter.get_absolute_url()
        return whole if self.language == MAIN else f"{whole}{self.language}/"

    @property
    def direction(self) -> str:
        return direction_of(self.language)

    @property
    def language_name(self) -> str:
        return named_in_itself(self.language)

    @property
    def introduction_html(self) -> SafeString:
        return markdown.html(self.introduction)

    @property
    def introduction_text(self) -> str:
        return markdown.plain(self.introduction)

    def told(self, topics: Iterable[str] = ()) -> list[Told]:
        """What stands in it for a reader of these topics, or of all: the page, the mail and the feed ask here."""
        chosen = set(topics) or set(Topic.values)
        blocks = [block for block in self.blocks.all() if block.topic in chosen]
        parts = groupby(blocks, lambda block: block.topic)
        return [Told(topic, Topic(topic).label, list(those)) for topic, those in parts]

    @property
    def headed_again(self) -> list[StrOrPromise]:
        """Topics that stand above more than one place, since another stands between."""
        named = Counter(part.topic for part in self.told())
        return [Topic(topic).label for topic, times in named.items() if times > 1]

    def refuse_unfinished(self) -> None:
        """Its mail is written once before anybody is asked to approve it."""
        from outreach.mailing import composed

        if not self.blocks.exists():
            raise ValidationError(_("%(edition)s has no block.") % {"edition": self})
        if left := self.untranslated():
            words = _("%(edition)s still has the words of the main one: %(blocks)s.")
            raise ValidationError(words % {"edition": self, "blocks": "; ".join(left)})
        letter = composed(self)
        if fault := letter.fault or (letter.marks and _("It holds a mark of the mailroom.")):
            words = _("The mail of %(edition)s cannot be written: %(fault)s")
            raise ValidationError(words % {"edition": self, "fault": fault})

    def untranslated(self) -> list[str]:
        """The headings of what was copied from the main edition and not written in this language yet."""
        if self.language == MAIN:
            return []
        main = {block.text for block in self.newsletter.main.blocks.all()}
        return [block.heading for block in self.blocks.all() if block.text in main]

    @transaction.atomic
    def arrange(self, order: list[int], *, by: User | None) -> None:
        """The blocks in this order, by their keys; one that is not named goes behind."""
        self.newsletter.lock()
        blocks = {block.pk: block for block in self.blocks.all()}
        named = [blocks.pop(pk) for pk in order if pk in blocks]
        for position, block in enumerate([*named, *blocks.values()], start=1):
            if block.position != position:
                block.position = position
                record_in_history(block, by=by)
                block.save(update_fields=["position"])

    @transaction.atomic
    def add(self, *, by: User | None, **words: Any) -> Block:
        """A block of one's own, behind the others of its topic; the rest stay in the order that staff gave them."""
        self.newsletter.lock()
        blocks = list(self.blocks.all())
        block = self.blocks.model(edition=self, position=len(blocks) + 1, **words)
        block.full_clean()
        record_in_history(block, by=by)
        block.save()
        blocks.insert(place_among(blocks, block.topic), block)
        self.arrange([block.pk for block in blocks], by=by)
        block.refresh_from_db(fields=["position"])
        return block

    @transaction.atomic
    def translate(self, language: str, *, by: User | None) -> Edition:
        """The same blocks, to be written in another language."""
        self.newsletter.lock()
        other = Edition(newsletter=self.newsletter, language=language, subject=self.subject)
        other.introduction = self.introduction
        other.full_clean()
        record_in_history(other, by=by)
        other.save()
        for block in self.blocks.all():
            copy = self.blocks.model(edition=other, position=block.position, topic=block.topic)
            copy.heading, copy.text = block.heading, block.text
            record_in_history(copy, by=by)
            copy.save()
        return other


def place_among(blocks: list[Block], topic: str) -> int:
    """Behind the last of its topic, else before the first of a later one."""
    same = [place for place, block in enumerate(blocks) if block.topic == topic]
    if same:
        return same[-1] + 1
    topics = [*Topic.values]
    later = (place for place, block in enumerate(blocks) if topics.index(block.topic) > topics.index(topic))
    return next(later, len(blocks))
