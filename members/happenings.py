from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from alliance.happenings import Source, Topic, steps
from members.models import Member, MemberStep, NationalPlan, NationalPlanStep, RegionalStrategy, StrategyStep

SOURCES = [
    Source("joined", Topic.MEMBERS, _("Joined the Group of Friends"), steps(MemberStep, Member.Status.MEMBER)),
    Source("withdrawn", Topic.MEMBERS, _("Left the Group of Friends"), steps(MemberStep, Member.Status.WITHDRAWN)),
    Source(
        "observers",
        Topic.MEMBERS,
        _("New observers and cooperating States"),
        steps(MemberStep, Member.Status.OBSERVER, Member.Status.COOPERATING),
    ),
    Source(
        "plans-announced",
        Topic.PLANS,
        _("National plans announced"),
        steps(NationalPlanStep, NationalPlan.Status.ANNOUNCED),
    ),
    Source(
        "plans-adopted", Topic.PLANS, _("National plans adopted"), steps(NationalPlanStep, NationalPlan.Status.ADOPTED)
    ),
    Source(
        "plans-under-way",
        Topic.PLANS,
        _("National plans now under implementation"),
        steps(NationalPlanStep, NationalPlan.Status.UNDER_IMPLEMENTATION),
    ),
    Source(
        "plans-concluded",
        Topic.PLANS,
        _("National plans concluded"),
        steps(NationalPlanStep, NationalPlan.Status.CONCLUDED),
    ),
    Source(
        "strategies-announced",
        Topic.PLANS,
        _("Regional strategies announced"),
        steps(StrategyStep, RegionalStrategy.Status.ANNOUNCED),
    ),
    Source(
        "strategies-adopted",
        Topic.PLANS,
        _("Regional strategies adopted"),
        steps(StrategyStep, RegionalStrategy.Status.ADOPTED, RegionalStrategy.Status.RENEWED),
    ),
]
