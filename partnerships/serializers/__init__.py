from partnerships.serializers.agreement import AgreementDetailSerializer, AgreementSerializer
from partnerships.serializers.network import NetworkDetailSerializer, NetworkSerializer
from partnerships.serializers.partner import PartnerDetailSerializer, PartnerSerializer
from partnerships.serializers.programme import ProgrammeDetailSerializer, ProgrammeSerializer

__all__ = [
    "AgreementDetailSerializer",
    "AgreementSerializer",
    "NetworkDetailSerializer",
    "NetworkSerializer",
    "PartnerDetailSerializer",
    "PartnerSerializer",
    "ProgrammeDetailSerializer",
    "ProgrammeSerializer",
]
