from alliance.registers import RegisterResource, key_of, partial_date
from forums.models import Commitment, CommitmentReport, Forum
from members.models import RegionalStrategy
from partnerships.models import Agreement, Network, Partner, Programme


class CommitmentResource(RegisterResource):
    """What was reported of them is a register of its own."""

    forum = key_of(Forum, "forum", field="ordinal")
    programme = key_of(Programme, "programme")
    network = key_of(Network, "network")
    partner = key_of(Partner, "partner")
    strategy = key_of(RegionalStrategy, "strategy")
    agreement = key_of(Agreement, "agreement")

    class Meta:
        model = Commitment
        fields = (
            "key",
            "forum",
            "number",
            "ref",
            "text",
            "announced_by",
            "programme",
            "network",
            "partner",
            "strategy",
            "agreement",
            "owner_name",
            "kind",
            "amount",
            "currency",
            "note",
            "source",
            "source_kind",
        )


class CommitmentReportResource(RegisterResource):
    commitment = key_of(Commitment, "commitment")
    when = partial_date("when", "on")

    class Meta:
        model = CommitmentReport
        import_id_fields = ("commitment", "when", "words")
        fields = ("commitment", "when", "words", "scale", "note", "source", "source_kind")
