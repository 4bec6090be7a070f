"""What needs the secretariat's attention: each app says in its `attention.py` what there is to do in its registers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.module_loading import import_string, module_has_submodule

A_YEAR = timedelta(days=365)  # without news: somebody should ask


@dataclass(frozen=True)
class Matter:
    """A list of work: how many, what of, why, and where exactly these rows are."""

    count: int
    words: str | Promise
    why: str | Promise
    address: str
    needs: str = ""  # the permission without which it is no work of theirs
    among: Any = None  # the rows, of which not every officer sees each

    def of(self, officer: Any) -> Matter:
        """With the number of what this officer finds there."""
        return self if self.among is None else replace(self, count=self.among.visible_to(officer).count())


def rows(model: str, **filters: Any) -> str:
    """The list of the admin with these filters."""
    return f"{reverse(f'admin:{model}_changelist')}?{urlencode(filters)}"


def matters(on: date) -> Iterator[Matter]:
    """The matters of every app, those of lower apps first."""
    for app in apps.get_app_configs():
        if app.module and module_has_submodule(app.module, "attention") and app.name != __package__:
            yield from import_string(f"{app.name}.attention.matters")(on)
