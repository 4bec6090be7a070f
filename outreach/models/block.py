from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from alliance.happenings import Topic
from alliance.names import readable, refuse_lines
from alliance.workflow import record_in_history
from outreach import markdown
from outreach.models.edition import Edition
from outreach.models.newsletter import Newsletter
from outreach.models.written import Written

if TYPE_CHECKING:
    from people.models import User


class Block(Written):
    """A heading and what is told under it, drafted from a register or written by staff."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="blocks", verbose_name=gettext_lazy("edition"))
    position = models.PositiveSmallIntegerField(gettext_lazy("position"), editable=False)
    topic = models.CharField(gettext_lazy("topic"), max_length=20, choices=Topic, default=Topic.NEWS)
    heading = models.CharField(gettext_lazy("heading"), max_length=150, validators=[readable, refuse_lines])
    text = models.TextField(
        gettext_lazy("text"),
        max_length=20_000,
        validators=[readable],
        help_text=gettext_lazy("Markdown: **strong**, *emphasis*, - lists, [words](https://example.org)."),
    )
    source = models.CharField(
        gettext_lazy("drafted from"),
        max_length=40,
        blank=True,
        editable=False,
        help_text=gettext_lazy("The facts of the registers; empty where staff wrote it."),
    )
    drafted = models.TextField(
        editable=False, blank=True, help_text=gettext_lazy("As it was drafted, so that what staff have changed stays.")
    )

    history = HistoricalRecords(excluded_fields=["drafted"])

    class Meta:
        verbose_name = gettext_lazy("block")
        verbose_name_plural = gettext_lazy("blocks")
        ordering = ["edition", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "source"], condition=~models.Q(source=""), name="block_of_a_source_once"
            )
        ]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return f"{self.edition.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Within its page, whatever is arranged anew."""
        return f"block-{self.pk}"

    @property
    def newsletter(self) -> Newsletter:  # type: ignore[override]
        return self.edition.newsletter

    @property
    def html(self) -> SafeString:
        return markdown.html(self.text)

    @property
    def plain(self) -> str:
        return markdown.plain(self.text)

    @property
    def is_as_drafted(self) -> bool:
        return bool(self.source) and self.text == self.drafted

    @transaction.atomic
    def drop(self, *, by: User | None) -> None:
        """Taken out by staff: what it was drafted from does not come back by itself."""
        self.newsletter.lock()
        if self.source:
            self.edition.refresh_from_db(fields=["left_out"])
            self.edition.left_out.append(self.source)
            record_in_history(self.edition, by=by)
            self.edition.save(update_fields=["left_out"])
        self.remove(by=by)

    def remove(self, *, by: User | None) -> None:
        record_in_history(self, by=by)
        self.delete()

    def move(self, steps: int, *, by: User | None) -> None:
        """Up by a negative number, down by a positive one."""
        order = [block.pk for block in self.edition.blocks.all()]
        now = order.index(self.pk)
        order.insert(max(0, min(len(order) - 1, now + steps)), order.pop(now))
        self.edition.arrange(order, by=by)
        self.refresh_from_db(fields=["position"])
