from funds.admin.contribution import ContributionAdmin
from funds.admin.contributor import ContributorAdmin
from funds.admin.fund import FundAdmin
from funds.admin.operational_rate import OperationalRateAdmin
from funds.admin.pledge import PledgeAdmin

__all__ = ["ContributionAdmin", "ContributorAdmin", "FundAdmin", "OperationalRateAdmin", "PledgeAdmin"]
