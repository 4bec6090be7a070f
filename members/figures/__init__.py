"""What the registers of this app count, a file for each noun."""

from members.figures.focal_point import appointed, coverage, with_focal_point
from members.figures.member import growth, joined, left, members, members_before, shown, shown_as_left
from members.figures.national_plan import (
    members_with_plan,
    plans_adopted,
    plans_adopted_in,
    plans_announced,
    plans_announced_in,
    share_with_plan,
)
from members.figures.regional_strategy import strategies_adopted, strategies_announced, strategy_countries

__all__ = [
    "appointed",
    "coverage",
    "growth",
    "joined",
    "left",
    "members",
    "members_before",
    "members_with_plan",
    "plans_adopted",
    "plans_adopted_in",
    "plans_announced",
    "plans_announced_in",
    "share_with_plan",
    "shown",
    "shown_as_left",
    "strategies_adopted",
    "strategies_announced",
    "strategy_countries",
    "with_focal_point",
]
