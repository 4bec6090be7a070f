from alliance.registers import RegisterResource, key_of, partial_date
from documents.models import Document
from members.models import Proposal, RegionalStrategy


class ProposalResource(RegisterResource):
    document = key_of(Document, "document")
    strategy = key_of(RegionalStrategy, "strategy")
    followed_up = partial_date("followed_up", "followed_up_on")

    class Meta:
        model = Proposal
        fields = (
            *("key", "document", "line_from", "line_to", "subject", "region", "tool", "strategy", "addressed_to"),
            *("follow_up", "followed_up", "follow_up_note", "note", "source", "source_kind"),
        )
