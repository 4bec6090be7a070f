from members.views.portal import (
    correction,
    correction_withdraw,
    directory,
    nomination,
    nomination_withdraw,
    portal_home,
)
from members.views.proposal import proposal_list
from members.views.public import member_detail, member_list
from members.views.regional_strategy import regional_strategy_list

__all__ = [
    "correction",
    "correction_withdraw",
    "directory",
    "member_detail",
    "member_list",
    "nomination",
    "nomination_withdraw",
    "portal_home",
    "proposal_list",
    "regional_strategy_list",
]
