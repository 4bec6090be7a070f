from partnerships.admin.agreement import AgreementAdmin
from partnerships.admin.network import NetworkAdmin
from partnerships.admin.partner import PartnerAdmin
from partnerships.admin.programme import ConsultationAdmin, ProgrammeAdmin

__all__ = ["AgreementAdmin", "ConsultationAdmin", "NetworkAdmin", "PartnerAdmin", "ProgrammeAdmin"]
