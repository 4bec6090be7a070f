from members.admin.contact import ContactNoteAdmin
from members.admin.country import CountryAdmin, CountryGroupAdmin
from members.admin.focal_point import FocalPointAdmin
from members.admin.member import MemberAdmin
from members.admin.national_plan import NationalPlanAdmin
from members.admin.platform import PlatformAdmin
from members.admin.proposal import ProposalAdmin
from members.admin.regional_strategy import RegionalStrategyAdmin
from members.admin.submission import CorrectionAdmin, NominationAdmin

__all__ = [
    "ContactNoteAdmin",
    "CorrectionAdmin",
    "CountryAdmin",
    "CountryGroupAdmin",
    "FocalPointAdmin",
    "MemberAdmin",
    "NationalPlanAdmin",
    "NominationAdmin",
    "PlatformAdmin",
    "ProposalAdmin",
    "RegionalStrategyAdmin",
]
