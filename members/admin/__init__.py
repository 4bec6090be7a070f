from members.admin.contact import ContactNoteAdmin
from members.admin.country import CountryAdmin, CountryGroupAdmin
from members.admin.focal_point import FocalPointAdmin
from members.admin.member import MemberAdmin
from members.admin.platform import PlatformAdmin
from members.admin.submission import CorrectionAdmin, NominationAdmin

__all__ = [
    "ContactNoteAdmin",
    "CorrectionAdmin",
    "CountryAdmin",
    "CountryGroupAdmin",
    "FocalPointAdmin",
    "MemberAdmin",
    "NominationAdmin",
    "PlatformAdmin",
]
