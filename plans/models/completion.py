from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class Completion(models.TextChoices):
    NO_EVIDENCE = "no_evidence", gettext_lazy("no evidence yet")
    NOT_STARTED = "not_started", gettext_lazy("not started")
    LIMITED = "limited", gettext_lazy("limited")
    SUBSTANTIAL = "substantial", gettext_lazy("substantial")
    COMPLETE = "complete", gettext_lazy("complete")

    @property
    def level(self) -> int:
        """How full its glass is drawn, in per cent: a picture tells the five apart without colours."""
        return {"limited": 33, "substantial": 67, "complete": 100}.get(self.value, 0)

    @property
    def above(self) -> int:
        return 100 - self.level


BEGUN = {Completion.LIMITED, Completion.SUBSTANTIAL, Completion.COMPLETE}
