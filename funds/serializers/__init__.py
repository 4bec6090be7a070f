from funds.serializers.contribution import ContributionDetailSerializer, ContributionSerializer
from funds.serializers.contributor import ContributorDetailSerializer, ContributorSerializer
from funds.serializers.operational_rate import OperationalRateSerializer
from funds.serializers.pledge import PledgeSerializer

__all__ = [
    "ContributionDetailSerializer",
    "ContributionSerializer",
    "ContributorDetailSerializer",
    "ContributorSerializer",
    "OperationalRateSerializer",
    "PledgeSerializer",
]
