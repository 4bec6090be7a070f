from members.models.contact import ContactNote
from members.models.correction import Correction
from members.models.country import Country, CountryGroup, GroupPlace
from members.models.field_of_action import FieldOfAction, Themed
from members.models.focal_point import FocalPoint
from members.models.member import Alias, Member, MemberStep
from members.models.nomination import Nomination
from members.models.platform import Platform, PlatformSeat

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
    "Nomination",
    "Platform",
    "PlatformSeat",
    "Themed",
]
