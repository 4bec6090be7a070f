from partnerships.models.agreement import Agreement, AgreementStep
from partnerships.models.consultation import Consultation
from partnerships.models.network import Network, NetworkMember, NetworkName
from partnerships.models.partner import Partner, PartnerName
from partnerships.models.party import Party
from partnerships.models.programme import Programme, ProgrammeName, ProgrammePartner, ProgrammeStep
from partnerships.models.strategy_partner import StrategyPartner

__all__ = [
    "Agreement",
    "AgreementStep",
    "Consultation",
    "Network",
    "NetworkMember",
    "NetworkName",
    "Partner",
    "PartnerName",
    "Party",
    "Programme",
    "ProgrammeName",
    "ProgrammePartner",
    "ProgrammeStep",
    "StrategyPartner",
]
