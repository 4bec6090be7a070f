"""What needs the secretariat's attention first: the home page of the admin site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from alliance.dates import Period
from documents.models import StatedFigure
from members.models import Country, FocalPoint, Member

QUARTER = timedelta(days=90)


@dataclass(frozen=True)
class Matter:
    """A list of work: how many, what of, and where the rows are."""

    count: int
    words: str | Promise
    why: str | Promise
    address: str


def matters() -> list[Matter]:
    """The lists of work, those with rows first."""
    today = timezone.localdate()
    members = Member.objects.members(today)
    found = [
        Matter(
            Member.objects.without_focal_point(today).count(),
            _("members without a focal point"),
            _("Each member is to appoint one as its main interlocutor (first annual report, ¶15)."),
            rows("members_member", focal_point="missing", status__exact=Member.Status.MEMBER),
        ),
        Matter(
            FocalPoint.objects.real().ending(today, QUARTER).count(),
            _("appointments that end within 90 days"),
            _("Ask the member for a successor before access ends."),
            rows("members_focalpoint", until__gte=today, until__lte=today + QUARTER),
        ),
        Matter(
            unnamed(),
            _("members stated, but not named in the register"),
            _("Documents state more members than the register can name: ask for the lists."),
            reverse("sources"),
        ),
        Matter(
            members.filter(basis=Member.Basis.IMPLIED).count(),
            _("members that a source only implies"),
            _("A letter of accession or a list of the Group would settle it."),
            rows("members_member", basis__exact=Member.Basis.IMPLIED),
        ),
        Matter(
            members.exclude(pk__in=Member.objects.joined(Period(today.min, today)).values("pk")).count(),
            _("members without a date of joining"),
            _("Only a source that names them by some day is known."),
            rows("members_member", status__exact=Member.Status.MEMBER),
        ),
        Matter(
            Country.objects.in_group("un-member-states").not_joined(today).count(),
            _("Member States of the United Nations not named as members"),
            _("Some may have joined all the same; the others may be approached."),
            rows("members_country", joined="no", group="un-member-states"),
        ),
    ]
    return sorted(found, key=lambda matter: matter.count == 0)


def unnamed() -> int:
    """How many more members the last statement counts than the register names today: at least so many are missing."""
    today = timezone.localdate()
    stated = StatedFigure.objects.of("group_of_friends_members").as_at(today)
    return max(0, int(stated.value) - Member.objects.members(today).count()) if stated else 0


def rows(model: str, **filters: Any) -> str:
    return f"{reverse(f'admin:{model}_changelist')}?{urlencode(filters)}"


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    return context | {"matters": matters()}
