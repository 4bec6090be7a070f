from members.serializers.country import CountryCodesSerializer, CountrySerializer, GroupSerializer
from members.serializers.focal_point import ColleagueSerializer, FocalPointSerializer
from members.serializers.member import (
    AliasSerializer,
    MemberDetailSerializer,
    MemberNameSerializer,
    MemberSerializer,
)
from members.serializers.national_plan import NationalPlanDetailSerializer, NationalPlanSerializer
from members.serializers.proposal import ProposalSerializer
from members.serializers.regional_strategy import (
    RegionalStrategyDetailSerializer,
    RegionalStrategySerializer,
    StrategyParticipantSerializer,
)
from members.serializers.step import StepSerializer

__all__ = [
    "AliasSerializer",
    "ColleagueSerializer",
    "CountryCodesSerializer",
    "CountrySerializer",
    "FocalPointSerializer",
    "GroupSerializer",
    "MemberDetailSerializer",
    "MemberNameSerializer",
    "MemberSerializer",
    "NationalPlanDetailSerializer",
    "NationalPlanSerializer",
    "ProposalSerializer",
    "RegionalStrategyDetailSerializer",
    "RegionalStrategySerializer",
    "StepSerializer",
    "StrategyParticipantSerializer",
]
