from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from alliance.drafts import Draft
from plans import content


class DraftPart(Draft):
    """A section of the form that is saved by itself: what is told of the plan (number 0), or one measure."""

    draft = models.ForeignKey("plans.PlanDraft", models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField(editable=False)
    is_removed = models.BooleanField(default=False, editable=False)
    saved_by = models.ForeignKey("people.User", models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="draft_part_once")]

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        return reverse("plan_draft_part", args=[self.draft_id, self.number])

    @property
    def heading(self) -> str:
        return content.heading(self.content, self.number)

    @property
    def is_blank(self) -> bool:
        return content.is_blank(self.content, self.number)

    @property
    def told(self) -> dict[str, Any]:
        """What it would add to the text if it were submitted now."""
        return content.written(self.content, self.number)
