from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.names import readable
from alliance.workflow import columns, record_in_history

if TYPE_CHECKING:
    from people.models import User


class PossiblePractice(models.Model):
    """What others may learn from, once staff say so."""

    is_good_practice = models.BooleanField(gettext_lazy("good practice"), default=False, editable=False)
    practice_note = models.TextField(
        gettext_lazy("why it is a good practice"), blank=True, editable=False, validators=[readable]
    )

    class Meta:
        abstract = True

    @transaction.atomic
    def mark_as_practice(self, *, by: User | None, note: str) -> None:
        """Staff say of what others may learn from it, and it is found among the good practices (SP L80-82)."""
        if not note.strip():
            raise ValidationError({"note": _("Say what others may learn from it: everybody reads it.")})
        self._mark(True, note.strip(), by)

    @transaction.atomic
    def unmark_as_practice(self, *, by: User | None, note: str = "") -> None:
        self._mark(False, "", by, why=note)

    def _mark(self, is_practice: bool, note: str, by: User | None, why: str = "") -> None:
        self.is_good_practice, self.practice_note = is_practice, note
        self.full_clean(exclude=["fields"])
        record_in_history(self, by=by, note=why)
        self.save(update_fields=columns(type(self), ["is_good_practice", "practice_note"]))
