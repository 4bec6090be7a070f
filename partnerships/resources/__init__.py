from partnerships.resources.agreement import AgreementResource, AgreementStepResource, PartyResource
from partnerships.resources.partner import PartnerNameResource, PartnerResource

__all__ = ["AgreementResource", "AgreementStepResource", "PartnerNameResource", "PartnerResource", "PartyResource"]

HISTORY = [
    ("partners.csv", PartnerResource),
    ("partner_names.csv", PartnerNameResource),
    ("agreements.csv", AgreementResource),
    ("parties.csv", PartyResource),
    ("agreement_steps.csv", AgreementStepResource),
]
