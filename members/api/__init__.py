from members.api.country import CountryFilter, CountryViewSet
from members.api.focal_point import FocalPointFilter, FocalPointViewSet
from members.api.member import MemberFilter, MemberViewSet
from members.api.national_plan import NationalPlanFilter, NationalPlanViewSet
from members.api.proposal import ProposalFilter, ProposalViewSet
from members.api.regional_strategy import RegionalStrategyFilter, RegionalStrategyViewSet
from members.api.standing import StandingFilter

__all__ = [
    "CountryFilter",
    "CountryViewSet",
    "FocalPointFilter",
    "FocalPointViewSet",
    "MemberFilter",
    "MemberViewSet",
    "NationalPlanFilter",
    "NationalPlanViewSet",
    "ProposalFilter",
    "ProposalViewSet",
    "RegionalStrategyFilter",
    "RegionalStrategyViewSet",
    "StandingFilter",
]
