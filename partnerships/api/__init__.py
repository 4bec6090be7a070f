from partnerships.api.agreement import AgreementFilter, AgreementViewSet
from partnerships.api.network import NetworkFilter, NetworkViewSet
from partnerships.api.partner import PartnerFilter, PartnerViewSet
from partnerships.api.programme import ProgrammeFilter, ProgrammeViewSet

__all__ = [
    "AgreementFilter",
    "AgreementViewSet",
    "NetworkFilter",
    "NetworkViewSet",
    "PartnerFilter",
    "PartnerViewSet",
    "ProgrammeFilter",
    "ProgrammeViewSet",
]
