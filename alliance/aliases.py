"""Other names of a record and, as far as known, when each was its name (trap T12)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.dates import PartialDateColumns
from alliance.names import readable
from alliance.sources import Sourced


class OtherName(Sourced):
    """Its key to what it names is called `record` and comes back as `aliases`."""

    record: models.ForeignKey[Any, Any]
    name = models.CharField(gettext_lazy("name"), max_length=200, validators=[readable])
    used_since = PartialDateColumns("since", gettext_lazy("since"), null=True)
    used_until = PartialDateColumns("until", gettext_lazy("until"), null=True)
    note = models.TextField(gettext_lazy("note"), blank=True)

    class Meta:
        abstract = True
        verbose_name = gettext_lazy("other name")
        verbose_name_plural = gettext_lazy("other names")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "name"],
                name="%(class)s_once",
                violation_error_message=gettext_lazy("This record has that name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.used_since and self.used_until and self.used_until.last < self.used_since.first:
            raise ValidationError({"until": _("The name ends before it begins.")})
