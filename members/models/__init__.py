from members.models.contact import ContactNote
from members.models.correction import Correction
from members.models.country import Country, CountryGroup, GroupPlace
from members.models.field_of_action import FieldOfAction, Themed
from members.models.focal_point import FocalPoint
from members.models.member import Alias, Member, MemberStep
from members.models.national_plan import NationalPlan, NationalPlanStep
from members.models.nomination import Nomination
from members.models.platform import Platform, PlatformSeat
from members.models.proposal import Proposal
from members.models.regional_strategy import RegionalStrategy, StrategyName, StrategyParticipant, StrategyStep

__all__ = [
    "Alias",
    "ContactNote",
    "Correction",
    "Country",
    "CountryGroup",
    "FieldOfAction",
    "FocalPoint",
    "GroupPlace",
    "Member",
    "MemberStep",
    "NationalPlan",
    "NationalPlanStep",
    "Nomination",
    "Platform",
    "PlatformSeat",
    "Proposal",
    "RegionalStrategy",
    "StrategyName",
    "StrategyParticipant",
    "StrategyStep",
    "Themed",
]
