"""What happened at a forum, grouped by what it was, beside what documents state of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.models import StatedFigure
from forums.figures.commitment import MEASURE
from forums.models import Announcement, Commitment, Forum

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

GROUPS: dict[str, Promise] = {
    "plan": _("National plans"),
    "strategy": _("Regional strategies"),
    "agreement": _("Agreements and letters of intent"),
    "programme": _("Programmes, funds and publications"),
    "": _("Besides"),
}


class Announced(NamedTuple):
    name: Promise
    announcements: list[Announcement]


def announced_at(forum: Forum, user: User | AnonymousUser) -> dict[str, Any]:
    """What a page of the forum shows, as far as that user may see it."""
    announcements = Announcement.objects.visible_to(user).at(forum).with_what_it_is_about().order_by("what", "key")
    found: dict[str, list[Announcement]] = {about: [] for about in GROUPS}
    for announcement in sorted(announcements, key=lambda told: (told.what, told.name)):
        found[announcement.about_field].append(announcement)
    commitments = Commitment.objects.visible_to(user).at(forum).telling_reports().with_what_it_is_about()
    return {
        "announced": [Announced(GROUPS[about], told) for about, told in found.items() if told],
        "commitments": commitments.order_by("number"),
        "stated_commitments": stated_commitments(user).filter(forum_number=forum.ordinal),
    }


def stated_commitments(user: User | AnonymousUser) -> Any:
    """How many documents count; where they contradict each other they stand side by side (trap T5)."""
    stated = StatedFigure.objects.visible_to(user).filter(measure=MEASURE, forum_number__isnull=False)
    return stated.select_related("document").order_by("forum_number", "-scope", "value", "pk")
