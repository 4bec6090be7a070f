from partnerships.admin.agreement import AgreementAdmin
from partnerships.admin.partner import PartnerAdmin

__all__ = ["AgreementAdmin", "PartnerAdmin"]
