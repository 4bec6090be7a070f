from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction

from alliance.workflow import record_in_history

if TYPE_CHECKING:
    from outreach.models.newsletter import Newsletter
    from people.models import User


class Written(models.Model):
    """Words of an issue, which staff change as long as it is a draft."""

    newsletter: Newsletter

    class Meta:
        abstract = True

    @transaction.atomic
    def rewrite(self, *, by: User | None, **words: str) -> None:
        self.newsletter.lock()
        for name, value in words.items():
            setattr(self, name, value)
        self.full_clean()
        record_in_history(self, by=by)
        self.save(update_fields=[*words])
