"""What the rows of the mailroom's lists have in common."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

MAY_DECIDE = "mailroom.change_message"


class Posted:
    """Nobody writes, edits or deletes by hand what the portal has posted; staff decide what becomes of it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_DECIDE)
