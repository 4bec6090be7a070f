from partnerships.models.agreement import Agreement, AgreementStep
from partnerships.models.partner import Partner, PartnerName
from partnerships.models.party import Party

__all__ = ["Agreement", "AgreementStep", "Partner", "PartnerName", "Party"]
