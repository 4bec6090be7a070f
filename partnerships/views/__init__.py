from partnerships.views.agreement import agreement_detail, agreement_list, agreement_pipeline
from partnerships.views.network import network_detail, network_list
from partnerships.views.partner import partner_detail, partner_list
from partnerships.views.programme import programme_detail, programme_list

__all__ = [
    "agreement_detail",
    "agreement_list",
    "agreement_pipeline",
    "network_detail",
    "network_list",
    "partner_detail",
    "partner_list",
    "programme_detail",
    "programme_list",
]
