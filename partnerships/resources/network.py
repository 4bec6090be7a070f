from alliance.registers import RegisterResource, key_of, partial_date, yes_no
from partnerships.models import Network, NetworkMember, NetworkName, Partner


class NetworkResource(RegisterResource):
    status_told = partial_date("status_told", "as_of")
    started = partial_date("started")
    is_public = yes_no("is_public")

    class Meta:
        model = Network
        fields = (
            "key",
            "name",
            "kind",
            "status",
            "status_told",
            "started",
            "purpose",
            "target_min",
            "target_max",
            "is_public",
            "note",
            "source",
            "source_kind",
        )


class NetworkNameResource(RegisterResource):
    record = key_of(Network, "record", "network")
    used_since = partial_date("used_since", "since")
    used_until = partial_date("used_until", "until")

    class Meta:
        model = NetworkName
        import_id_fields = ("record", "name")
        fields = ("record", "name", "used_since", "used_until", "note", "source", "source_kind")


class NetworkMemberResource(RegisterResource):
    network = key_of(Network, "network")
    partner = key_of(Partner, "partner")
    joined = partial_date("joined", "since")
    left = partial_date("left", "until")
    is_public = yes_no("is_public")

    class Meta:
        model = NetworkMember
        import_id_fields = ("network", "partner", "name", "joined")
        fields = (
            "network",
            "partner",
            "name",
            "role",
            "joined",
            "left",
            "is_public",
            "note",
            "source",
            "source_kind",
        )
