from partnerships.views.agreement import agreement_detail, agreement_list, agreement_pipeline
from partnerships.views.partner import partner_detail, partner_list

__all__ = ["agreement_detail", "agreement_list", "agreement_pipeline", "partner_detail", "partner_list"]
