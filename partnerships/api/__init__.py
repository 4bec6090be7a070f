from partnerships.api.agreement import AgreementFilter, AgreementViewSet
from partnerships.api.partner import PartnerFilter, PartnerViewSet

__all__ = ["AgreementFilter", "AgreementViewSet", "PartnerFilter", "PartnerViewSet"]
