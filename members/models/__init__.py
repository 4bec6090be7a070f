from members.models.contact import ContactNote
from members.models.country import Country, CountryGroup, GroupPlace
from members.models.focal_point import FocalPoint
from members.models.member import Alias, Member, MemberStep
from members.models.platform import Platform, PlatformSeat

__all__ = [
    "Alias",
    "ContactNote",
    "Country",
    "CountryGroup",
    "FocalPoint",
    "GroupPlace",
    "Member",
    "MemberStep",
    "Platform",
    "PlatformSeat",
]
