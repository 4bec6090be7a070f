from partnerships.models.partner import Partner, PartnerName

__all__ = ["Partner", "PartnerName"]
