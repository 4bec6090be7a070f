from partnerships.resources.agreement import AgreementResource, AgreementStepResource, PartyResource
from partnerships.resources.network import NetworkMemberResource, NetworkNameResource, NetworkResource
from partnerships.resources.partner import PartnerNameResource, PartnerResource
from partnerships.resources.programme import (
    ProgrammeNameResource,
    ProgrammePartnerResource,
    ProgrammeResource,
    ProgrammeStepResource,
    StrategyPartnerResource,
)

__all__ = [
    "AgreementResource",
    "AgreementStepResource",
    "NetworkMemberResource",
    "NetworkNameResource",
    "NetworkResource",
    "PartnerNameResource",
    "PartnerResource",
    "PartyResource",
    "ProgrammeNameResource",
    "ProgrammePartnerResource",
    "ProgrammeResource",
    "ProgrammeStepResource",
    "StrategyPartnerResource",
]

HISTORY = [
    ("partners.csv", PartnerResource),
    ("partner_names.csv", PartnerNameResource),
    ("agreements.csv", AgreementResource),
    ("parties.csv", PartyResource),
    ("agreement_steps.csv", AgreementStepResource),
    ("networks.csv", NetworkResource),
    ("network_names.csv", NetworkNameResource),
    ("network_members.csv", NetworkMemberResource),
    ("programmes.csv", ProgrammeResource),
    ("programme_names.csv", ProgrammeNameResource),
    ("programme_partners.csv", ProgrammePartnerResource),
    ("programme_steps.csv", ProgrammeStepResource),
    ("strategy_partners.csv", StrategyPartnerResource),
]
