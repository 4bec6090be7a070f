"""What the registers of members have to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alliance.attention import Matter, rows
from documents.models import StatedFigure
from members.models import Correction, Country, FocalPoint, Member, NationalPlan, Nomination, Proposal

UN_MEMBER_STATES = "un-member-states"


def matters(on: date) -> Iterator[Matter]:
    yield from of_focal_points(on)
    yield from of_membership(on)
    yield from of_plans(on)


def of_focal_points(on: date) -> Iterator[Matter]:
    yield Matter(
        Nomination.objects.undecided().count(),
        _("nominations to confirm"),
        _("An alternate acts for the member, and an editor writes in its plan, once the secretariat has confirmed."),
        rows("members_nomination", status__exact=Nomination.Status.PROPOSED),
    )
    yield Matter(
        Correction.objects.undecided().count(),
        _("corrections to decide"),
        _("A focal point found something wrong in its member's record."),
        rows("members_correction", status__exact=Correction.Status.PROPOSED),
    )
    yield Matter(
        Member.objects.without_focal_point(on).count(),
        _("members without a focal point"),
        _("Each member is to appoint one as its main interlocutor (first annual report, ¶15)."),
        rows("members_member", focal_point="missing"),
    )
    yield Matter(
        FocalPoint.objects.real().representatives().ending(on, FocalPoint.NOTICE).count(),
        _("appointments that end within 90 days"),
        _("Ask the member for a successor before access ends."),
        rows("members_focalpoint", ending="quarter"),
    )


def of_membership(on: date) -> Iterator[Matter]:
    yield Matter(
        unnamed(on),
        _("members stated, but not named in the register"),
        _("Documents state more members than the register can name: ask for the lists."),
        reverse("sources"),
    )
    yield Matter(
        Member.objects.members(on).filter(basis=Member.Basis.IMPLIED).count(),
        _("members that a source only implies"),
        _("A letter of accession or a list of the Group would settle it."),
        rows("members_member", basis__exact=Member.Basis.IMPLIED, status__exact=Member.Status.MEMBER),
    )
    yield Matter(
        Member.objects.without_date_of_joining(on).count(),
        _("members without a date of joining"),
        _("Only a source that names them by some day is known."),
        rows("members_member", date_of_joining="missing"),
    )
    yield Matter(
        Country.objects.in_group(UN_MEMBER_STATES).not_joined(on).count(),
        _("Member States of the United Nations not named as members"),
        _("Some may have joined all the same; the others may be approached."),
        rows("members_country", joined="no", group=UN_MEMBER_STATES),
    )


def of_plans(on: date) -> Iterator[Matter]:
    yield Matter(
        NationalPlan.objects.announced_only(on).count(),
        _("national plans announced, not known to be adopted"),
        _("Announced is not adopted: ask the focal point what became of the plan."),
        rows("members_nationalplan", told="only"),
    )
    yield Matter(
        Proposal.objects.without_follow_up().count(),
        _("proposals of which nobody has noted what became"),
        _("The High Representative made them; their follow-up is not known."),
        rows("members_proposal", follow_up__exact=""),
    )


def unnamed(on: date) -> int:
    """How many more members the last statement counts than the register names: at least so many are missing."""
    stated = StatedFigure.objects.of("group_of_friends_members").as_at(on)
    return max(0, int(stated.value) - Member.objects.members(on).count()) if stated else 0
