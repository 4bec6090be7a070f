from members.resources.country import CountryGroupResource, CountryResource, GroupPlaceResource
from members.resources.focal_point import CorrectionResource, FocalPointResource, NominationResource, SubmissionResource
from members.resources.member import (
    AliasResource,
    ContactNoteResource,
    MemberResource,
    MemberStepResource,
    PlatformResource,
)
from members.resources.national_plan import NationalPlanResource, NationalPlanStepResource
from members.resources.proposal import ProposalResource
from members.resources.regional_strategy import (
    RegionalStrategyResource,
    StrategyNameResource,
    StrategyParticipantResource,
    StrategyStepResource,
)

__all__ = [
    "HISTORY",
    "AliasResource",
    "ContactNoteResource",
    "CorrectionResource",
    "CountryGroupResource",
    "CountryResource",
    "FocalPointResource",
    "GroupPlaceResource",
    "MemberResource",
    "MemberStepResource",
    "NationalPlanResource",
    "NationalPlanStepResource",
    "NominationResource",
    "PlatformResource",
    "ProposalResource",
    "RegionalStrategyResource",
    "StrategyNameResource",
    "StrategyParticipantResource",
    "StrategyStepResource",
    "SubmissionResource",
]

HISTORY = [
    ("countries.csv", CountryResource),
    ("groups.csv", CountryGroupResource),
    ("group_places.csv", GroupPlaceResource),
    ("members.csv", MemberResource),
    ("steps.csv", MemberStepResource),
    ("aliases.csv", AliasResource),
    ("national_plans.csv", NationalPlanResource),
    ("national_plan_steps.csv", NationalPlanStepResource),
    ("regional_strategies.csv", RegionalStrategyResource),
    ("strategy_steps.csv", StrategyStepResource),
    ("strategy_names.csv", StrategyNameResource),
    ("strategy_participants.csv", StrategyParticipantResource),
    ("proposals.csv", ProposalResource),
]
