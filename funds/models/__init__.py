from funds.models.contribution import Contribution
from funds.models.contributor import Contributor, PayingAgency
from funds.models.fund import Fund
from funds.models.operational_rate import OperationalRate
from funds.models.pledge import Pledge

__all__ = ["Contribution", "Contributor", "Fund", "OperationalRate", "PayingAgency", "Pledge"]
