from partnerships.serializers.agreement import AgreementDetailSerializer, AgreementSerializer
from partnerships.serializers.partner import PartnerDetailSerializer, PartnerSerializer

__all__ = ["AgreementDetailSerializer", "AgreementSerializer", "PartnerDetailSerializer", "PartnerSerializer"]
