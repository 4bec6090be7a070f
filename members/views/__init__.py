from members.views.national_plan import national_plan, national_plans
from members.views.portal import (
    correction,
    correction_withdraw,
    directory,
    nomination,
    nomination_withdraw,
    portal_home,
)
from members.views.proposal import proposals
from members.views.public import member_detail, member_list
from members.views.regional_strategy import regional_strategies, regional_strategy

__all__ = [
    "correction",
    "correction_withdraw",
    "directory",
    "member_detail",
    "member_list",
    "national_plan",
    "national_plans",
    "nomination",
    "nomination_withdraw",
    "portal_home",
    "proposals",
    "regional_strategies",
    "regional_strategy",
]
