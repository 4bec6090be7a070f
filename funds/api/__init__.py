from funds.api.contribution import ContributionFilter, ContributionViewSet
from funds.api.contributor import ContributorFilter, ContributorViewSet
from funds.api.operational_rate import OperationalRateFilter, OperationalRateViewSet
from funds.api.pledge import PledgeFilter, PledgeViewSet

__all__ = [
    "ContributionFilter",
    "ContributionViewSet",
    "ContributorFilter",
    "ContributorViewSet",
    "OperationalRateFilter",
    "OperationalRateViewSet",
    "PledgeFilter",
    "PledgeViewSet",
]
