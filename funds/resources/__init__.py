from funds.resources.contribution import ContributionResource
from funds.resources.contributor import ContributorResource, PayingAgencyResource
from funds.resources.fund import FundResource
from funds.resources.operational_rate import OperationalRateResource
from funds.resources.pledge import PledgeResource

__all__ = [
    "ContributionResource",
    "ContributorResource",
    "FundResource",
    "OperationalRateResource",
    "PayingAgencyResource",
    "PledgeResource",
]

HISTORY = [
    ("funds.csv", FundResource),
    ("contributors.csv", ContributorResource),
    ("pledges.csv", PledgeResource),
    ("contributions.csv", ContributionResource),
]
